//! Alphabets that have a name in Python.

pub(crate) use codec_base32::{BASE32 as BASE32_ALPHABET, BASE32_HEX as BASE32HEX_ALPHABET};
pub(crate) use codec_base85::{BASE85 as BASE85_ALPHABET, Z85 as Z85_ALPHABET};

/// RFC 4648, section 4.
pub(crate) const BASE64_ALPHABET: [u8; 64] =
    *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// RFC 4648, section 5.
pub(crate) const URLSAFE_BASE64_ALPHABET: [u8; 64] =
    *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// That of uuencode: a value and the code of the space.
pub(crate) const UU_ALPHABET: [u8; 64] = {
    let mut chars = [0; 64];
    let mut value = 0;
    while value < 64 {
        chars[value as usize] = b' ' + value;
        value += 1;
    }
    chars
};
/// That of crypt(3).
pub(crate) const CRYPT_ALPHABET: [u8; 64] =
    *b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// That of BinHex 4.0.
pub(crate) const BINHEX_ALPHABET: [u8; 64] =
    *b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

/// That of Adobe's Ascii85: a value and the code of the exclamation mark.
pub(crate) const ASCII85_ALPHABET: [u8; 85] = {
    let mut chars = [0; 85];
    let mut value = 0;
    while value < 85 {
        chars[value as usize] = b'!' + value;
        value += 1;
    }
    chars
};
