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
//! A drop-in for the C module of the CPython that it is built for: above is what 3.13 and 3.14 have, and
//! `v3_15/mod.rs` says what came later. The algorithms are in `codecs/`; here arguments are converted and
//! errors become exceptions. Docstrings are the C module's, read from the CPython tree that this is
//! built in.
#![forbid(unsafe_code)]
#![no_std]

mod crc;
mod hex;
mod qp;
mod uu;
#[cfg(not(Py_3_15))]
mod v3_13;
#[cfg(Py_3_15)]
mod v3_15;

#[cfg(cpython_twin)]
mod twin {
    #![allow(non_upper_case_globals, reason = "the names are the Python functions'")]
    include!("twin.rs");
}

use cpython_api::prelude::*;
use crc::{crc_hqx, crc32};
use qp::{a2b_qp, b2a_qp};
use uu::{a2b_uu, b2a_uu};
#[cfg(not(Py_3_15))]
use v3_13::{
    base64::{a2b_base64, b2a_base64},
    hex::{a2b_hex, b2a_hex, hexlify, unhexlify},
};
#[cfg(Py_3_15)]
use v3_15::{
    alphabets::*,
    ascii85::{a2b_ascii85, b2a_ascii85},
    base32::{a2b_base32, b2a_base32},
    base64::{a2b_base64, b2a_base64},
    base85::{a2b_base85, b2a_base85},
    hex::{a2b_hex, b2a_hex, hexlify, unhexlify},
};

module! {
    Binascii = "binascii",
    doc: "Conversion between binary data and ASCII",
    exceptions: [Error(ValueError), Incomplete(Exception)],
    constants: [
        #[cfg(Py_3_15)] BASE64_ALPHABET = BASE64_ALPHABET,
        #[cfg(Py_3_15)] URLSAFE_BASE64_ALPHABET = URLSAFE_BASE64_ALPHABET,
        #[cfg(Py_3_15)] UU_ALPHABET = UU_ALPHABET,
        #[cfg(Py_3_15)] CRYPT_ALPHABET = CRYPT_ALPHABET,
        #[cfg(Py_3_15)] BINHEX_ALPHABET = BINHEX_ALPHABET,
        #[cfg(Py_3_15)] BASE32_ALPHABET = BASE32_ALPHABET,
        #[cfg(Py_3_15)] BASE32HEX_ALPHABET = BASE32HEX_ALPHABET,
        #[cfg(Py_3_15)] BASE85_ALPHABET = BASE85_ALPHABET,
        #[cfg(Py_3_15)] ASCII85_ALPHABET = ASCII85_ALPHABET,
        #[cfg(Py_3_15)] Z85_ALPHABET = Z85_ALPHABET,
    ],
    functions: [
        a2b_uu, b2a_uu,
        a2b_base64, b2a_base64,
        #[cfg(Py_3_15)] a2b_base32, #[cfg(Py_3_15)] b2a_base32,
        #[cfg(Py_3_15)] a2b_base85, #[cfg(Py_3_15)] b2a_base85,
        #[cfg(Py_3_15)] a2b_ascii85, #[cfg(Py_3_15)] b2a_ascii85,
        a2b_hex, b2a_hex, hexlify, unhexlify,
        crc_hqx, crc32,
        a2b_qp, b2a_qp,
    ],
}
