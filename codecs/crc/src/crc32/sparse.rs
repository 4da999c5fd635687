//! Long data made short without tables.
//!
//! Data is a polynomial, its first bit the highest term, and the checksum is
//! its remainder after division by the CRC polynomial. That polynomial divides
//!
//! ```text
//! x^300 + x^155 + x^117 + x^89 + 1
//! ```
//!
//! Dividing by this one first changes no remainder and needs no tables: its
//! terms are so few that a step of the division is four exclusive-ors (S.
//! Russell, Chorba: A novel CRC32 implementation, 2024).
//!
//! Here the division takes no shifts either. Over bits, squaring a polynomial
//! squares each of its terms, so a power of two may multiply all exponents and
//! the product is still a multiple of the CRC polynomial. With 16, each digit
//! of the quotient is two bytes,
//!
//! ```text
//! q[i] = data[i] ^ q[i - 145] ^ q[i - 183] ^ q[i - 211] ^ q[i - 300]
//! ```
//!
//! and 145 of them depend only on earlier ones: whole rows of bytes are
//! combined by exclusive-or, which compilers make vectors of. Two bytes are the
//! best of 1 to 16: the longer a digit, the longer the residue, which is the
//! slow way's to deal with; the shorter, the sooner is read what has just been
//! written.

/// The bytes of a digit.
const DIGIT: usize = 2;

/// How far back the digits lie on which one depends, in bytes: the distances of
/// the highest term to the others.
const TAPS: [usize; 4] = [145 * DIGIT, 183 * DIGIT, 211 * DIGIT, RESIDUE];

/// What a division leaves, in bytes: the highest term.
pub(super) const RESIDUE: usize = 300 * DIGIT;

/// The bytes that are combined at once: whole vectors, and no tap within.
const ROW: usize = 288;

/// How many rows of the quotient are kept before the last are moved back to the
/// front: more cost less moving, and more cache.
const ROWS: usize = 16;

/// From here on it is faster than doing without.
const MIN: usize = 2048;

const _: () = assert!(ROW <= TAPS[0] && RESIDUE + ROW <= MIN);

/// Divides as much of `data` as makes sense, and returns what has the same
/// checksum: the residue, to begin with a register of zero, and the rest.
pub(super) fn reduce(register: u32, data: &[u8]) -> Option<([u8; RESIDUE], &[u8])> {
    (data.len() >= MIN).then(|| divide(register, data))
}

#[inline(never)]
fn divide(register: u32, data: &[u8]) -> ([u8; RESIDUE], &[u8]) {
    let (dividend, rest) = data.split_at((data.len() - RESIDUE) / ROW * ROW);
    let (after, rest) = rest.split_at(RESIDUE);

    // The quotient's last digits, and room for new ones; nothing precedes the
    // first, which is what zeros say.
    let mut quotient = [0; RESIDUE + ROWS * ROW];
    // The register is a change to the first bytes.
    let mut register = register.to_le_bytes();
    for rows in dividend.chunks(ROWS * ROW) {
        let mut end = RESIDUE;
        for row in rows.chunks_exact(ROW) {
            let (past, new) = quotient.split_at_mut(end);
            let [a, b, c, d] = TAPS.map(|tap| &past[end - tap..][..ROW]);
            let new = &mut new[..ROW];
            for i in 0..ROW {
                new[i] = row[i] ^ a[i] ^ b[i] ^ c[i] ^ d[i];
            }
            xor(new, &core::mem::take(&mut register));
            end += ROW;
        }
        quotient.copy_within(end - RESIDUE..end, 0);
    }

    // Where the division stops, its last digits still change what follows.
    let mut residue = [0; RESIDUE];
    residue.copy_from_slice(after);
    for tap in TAPS {
        xor(&mut residue, &quotient[RESIDUE - tap..RESIDUE]);
    }
    (residue, rest)
}

/// Changes the beginning of `bytes` by all of `change`.
fn xor(bytes: &mut [u8], change: &[u8]) {
    for (byte, change) in bytes.iter_mut().zip(change) {
        *byte ^= change;
    }
}
