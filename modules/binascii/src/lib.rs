//! `binascii`: conversions between binary data and ASCII encodings.
//!
//! ```text
//! class Error(ValueError): ...
//! class Incomplete(Exception): ...
//!
//! def a2b_uu(data, /) -> bytes: ...
//! def b2a_uu(data, /, *, backtick=False) -> bytes: ...
//! def a2b_base64(data, /, *, strict_mode=False) -> bytes: ...
//! def b2a_base64(data, /, *, newline=True) -> bytes: ...
//! def a2b_hex(hexstr, /) -> bytes: ...                                   # and unhexlify
//! def b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1) -> bytes: ...  # and hexlify
//! def a2b_qp(data, header=False) -> bytes: ...
//! def b2a_qp(data, quotetabs=False, istext=True, header=False) -> bytes: ...
//! def crc32(data, crc=0, /) -> int: ...
//! def crc_hqx(data, crc, /) -> int: ...
//! ```
//!
//! A drop-in for the C module of CPython 3.13. The algorithms are in `codecs/`;
//! here arguments are converted and errors become exceptions. Docstrings are the
//! C module's, read from the CPython tree that this is built in.
#![forbid(unsafe_code)]
#![no_std]

mod base64;
mod crc;
mod hex;
mod qp;
mod uu;

#[cfg(cpython_twin)]
mod twin {
    #![allow(non_upper_case_globals, reason = "the names are the Python functions'")]
    include!("twin.rs");
}

use base64::{a2b_base64, b2a_base64};
use cpython_api::prelude::*;
use crc::{crc_hqx, crc32};
use hex::{a2b_hex, b2a_hex, hexlify, unhexlify};
use qp::{a2b_qp, b2a_qp};
use uu::{a2b_uu, b2a_uu};

module! {
    Binascii = "binascii",
    doc: "Conversion between binary data and ASCII",
    exceptions: [Error(ValueError), Incomplete(Exception)],
    functions: [
        a2b_uu, b2a_uu,
        a2b_base64, b2a_base64,
        a2b_hex, b2a_hex, hexlify, unhexlify,
        crc_hqx, crc32,
        a2b_qp, b2a_qp,
    ],
}
