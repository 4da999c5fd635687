//! What tests of kernels have in common; each crate that has some takes this file in by its path.

extern crate std;

use std::boxed::Box;
use std::sync::Mutex;

use codec_simd::Level;

/// Runs `f` with each set of instructions that this processor has.
pub(crate) fn at_each_level(f: impl Fn(Level)) {
    // Which one is used is said for all threads.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    for level in Level::ALL {
        if codec_simd::force(level).is_ok() {
            f(level);
        }
    }
    codec_simd::force(codec_simd::best()).unwrap();
}

/// In memory that ends where the content does, for tools that watch memory.
pub(crate) fn exact(bytes: &[u8]) -> Box<[u8]> {
    bytes.into()
}
