//! What CPython 3.15 has changed and added: alphabets, lines of any length, what is passed over, and
//! whether there is padding.
//!
//! ```text
//! def a2b_base64(data, /, *, strict_mode=<unrepresentable>, padded=True, alphabet=BASE64_ALPHABET,
//!                ignorechars=<unrepresentable>, canonical=False) -> bytes: ...
//! def b2a_base64(data, /, *, padded=True, wrapcol=0, newline=True, alphabet=BASE64_ALPHABET) -> bytes: ...
//! def a2b_hex(hexstr, /, *, ignorechars=b'') -> bytes: ...               # and unhexlify
//! ```

pub(crate) mod alphabets;
mod arguments;
pub(crate) mod base64;
pub(crate) mod hex;
