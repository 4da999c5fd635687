//! What a call says, with zlib's numbers.

use core::ffi::CStr;
use core::fmt;
use zlib_rs::ReturnCode;
use zlib_rs::c_api::z_stream;

/// What a call returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Code {
    /// Something was done.
    Ok = 0,
    /// The end of the stream.
    StreamEnd = 1,
    /// It needs a dictionary to go on.
    NeedDict = 2,
    /// A parameter is wrong, or this cannot be done now.
    StreamError = -2,
    /// What was read is damaged.
    DataError = -3,
    /// There was no memory.
    MemError = -4,
    /// Nothing could be done: it needs more input, or more room.
    BufError = -5,
}

impl Code {
    /// zlib's number.
    pub fn number(self) -> i32 {
        self as i32
    }

    pub(crate) fn of(code: ReturnCode) -> Code {
        match code {
            ReturnCode::Ok => Code::Ok,
            ReturnCode::StreamEnd => Code::StreamEnd,
            ReturnCode::NeedDict => Code::NeedDict,
            ReturnCode::DataError => Code::DataError,
            ReturnCode::MemError => Code::MemError,
            ReturnCode::BufError => Code::BufError,
            // The two others are said of files, and of versions of zlib.
            ReturnCode::StreamError | ReturnCode::ErrNo | ReturnCode::VersionError => {
                Code::StreamError
            }
        }
    }
}

/// A code that is an error here, and what zlib says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which it is.
    pub code: Code,
    /// The details, if there are some.
    pub message: Option<&'static str>,
}

impl Failure {
    pub(crate) fn of(code: ReturnCode, stream: &z_stream) -> Failure {
        Failure {
            code: Code::of(code),
            message: message(stream),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.message.unwrap_or(match self.code {
            Code::MemError => "out of memory",
            Code::BufError => "incomplete or truncated stream",
            Code::DataError => "invalid input data",
            Code::NeedDict => "a dictionary is needed",
            _ => "inconsistent stream state",
        });
        f.write_str(text)
    }
}

impl core::error::Error for Failure {}

/// What zlib says of the last error of a stream.
pub(crate) fn message(stream: &z_stream) -> Option<&'static str> {
    if stream.msg.is_null() {
        return None;
    }
    // SAFETY: zlib-rs points it to its own constants, which end with a null.
    let message: &'static CStr = unsafe { CStr::from_ptr(stream.msg) };
    message.to_str().ok()
}
