//! What the kinds of vectors have in common: tokens.

/// A token type, the features it stands for, how to find out whether they are there,
/// and what runs a kernel with them.
macro_rules! token {
    ($(#[$doc:meta])* $vis:vis $name:ident, $features:literal, $is_there:path, |$token:ident, $kernel:ident| $call:expr) => {
        $(#[$doc])*
        ///
        /// A value exists only where the processor has them.
        #[derive(Clone, Copy, Debug)]
        $vis struct $name(());

        impl $name {
            /// The proof, if the processor has them. Asks the processor each time.
            $vis fn new() -> Option<Self> {
                $is_there().then_some($name(()))
            }

            /// The proof, of what is known.
            ///
            /// # Safety
            /// The processor must have them.
            #[inline(always)]
            pub(crate) unsafe fn assume() -> Self {
                $name(())
            }

            /// Runs a kernel in a function that is compiled for them.
            #[inline]
            pub(crate) fn run<K: crate::Kernel>(self, $kernel: K) -> K::Output {
                #[target_feature(enable = $features)]
                unsafe fn compiled<K: crate::Kernel>($token: $name, $kernel: K) -> K::Output {
                    $call
                }
                // SAFETY: a token exists, so the processor has what is enabled.
                unsafe { compiled(self, $kernel) }
            }
        }
    };
}

pub(crate) use token;
