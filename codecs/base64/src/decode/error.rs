//! Why text is refused, in the words of `binascii`.

use core::fmt;

use outbuf::Full;

/// Why [`decode`](super::decode) refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Strict: padding comes before anything else.
    LeadingPadding,
    /// Strict: padding where none is needed.
    ExcessPadding,
    /// Strict, and there is to be none: padding.
    PaddingNotAllowed,
    /// Strict: a byte is neither of the alphabet nor padding.
    NotBase64,
    /// Strict: data follows complete padding.
    ExcessData,
    /// Strict: data follows incomplete padding.
    DiscontinuousPadding,
    /// One character is left over, too little for a byte.
    OneLeftOver {
        /// The number of characters of the alphabet so far, it included.
        chars: usize,
    },
    /// The last quad is not padded to four characters.
    IncorrectPadding,
    /// Canonical: a bit that belongs to no byte is set.
    NonZeroBits,
    /// There is no room for [`decoded_len_max`](super::decoded_len_max) bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::LeadingPadding => f.write_str("Leading padding not allowed"),
            Error::ExcessPadding => f.write_str("Excess padding not allowed"),
            Error::PaddingNotAllowed => f.write_str("Padding not allowed"),
            Error::NotBase64 => f.write_str("Only base64 data is allowed"),
            Error::ExcessData => f.write_str("Excess data after padding"),
            Error::DiscontinuousPadding => f.write_str("Discontinuous padding not allowed"),
            Error::OneLeftOver { chars } => write!(
                f,
                "Invalid base64-encoded string: number of data characters ({chars}) \
                 cannot be 1 more than a multiple of 4"
            ),
            Error::IncorrectPadding => f.write_str("Incorrect padding"),
            Error::NonZeroBits => f.write_str("Non-zero padding bits"),
            Error::Full => Full.fmt(f),
        }
    }
}

impl core::error::Error for Error {}

impl From<Full> for Error {
    fn from(_: Full) -> Self {
        Error::Full
    }
}
