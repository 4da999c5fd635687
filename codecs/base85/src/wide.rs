//! Sixteen words at a time, and what is left of them.

pub(crate) mod decode;
pub(crate) mod encode;

/// Turns each 32 bits round.
const BIG_ENDIAN: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 64 {
        order[i] = (i ^ 3) as u8;
        i += 1;
    }
    order
};
