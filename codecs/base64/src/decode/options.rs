//! What is accepted.

use codec_simd::ByteSet;

use crate::alphabet::PAD;

/// What to do about text that is not as RFC 4648 wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Pass over everything outside the alphabet, padding before the end and
    /// excess padding included; only a truncated end is an error.
    Lenient,
    /// Refuse everything outside the alphabet and anything after the padding.
    Strict,
}

/// All that can be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether to pass over what is none of the alphabet.
    pub mode: Mode,
    /// Whether the last quad has to be padded. If not, the strict mode refuses padding.
    pub padded: bool,
    /// Whether the bits that belong to no byte have to be zero.
    pub canonical: bool,
    /// What the strict mode passes over all the same. A character of the alphabet is never; `=` makes
    /// padding as lenient as in the lenient mode.
    pub ignored: ByteSet,
}

impl Options {
    /// Those that are only lenient.
    pub const LENIENT: &Options = &Options {
        mode: Mode::Lenient,
        padded: true,
        canonical: false,
        ignored: ByteSet::EMPTY,
    };

    /// Those that are only strict.
    pub const STRICT: &Options = &Options {
        mode: Mode::Strict,
        ..*Options::LENIENT
    };

    /// Whether padding has to be where it belongs.
    pub(super) fn is_strict_with_pads(&self) -> bool {
        self.mode == Mode::Strict && !self.ignored.contains(PAD)
    }

    /// Whether it is an error that a byte is neither of the alphabet nor padding.
    pub(super) fn refuses(&self, byte: u8) -> bool {
        self.mode == Mode::Strict && !self.ignored.contains(byte)
    }
}

impl From<Mode> for &'static Options {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Lenient => Options::LENIENT,
            Mode::Strict => Options::STRICT,
        }
    }
}
