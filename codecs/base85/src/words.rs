//! Words and their digits, one at a time.

use core::array::from_fn;

use outbuf::{Full, Out};

use crate::values::NO_DIGIT;
use crate::{DIGITS, WORD};

/// The values of the five digits of a word.
///
/// After the last one they are the whole parts of 85 times fractions: of the product with
/// 2⁵¹/85³, rounded up, which is near enough for all numbers below 2²⁶.
#[inline(always)]
pub(crate) fn values_of(word: [u8; WORD]) -> [u8; DIGITS] {
    const BITS: u32 = 51;
    const FRACTION: u64 = (1 << BITS) - 1;
    const BY_CUBE: u64 = (1 << BITS) / (85 * 85 * 85) + 1;
    let number = u32::from_be_bytes(word);
    let (high, last) = (number / 85, number % 85);
    let first = u64::from(high) * BY_CUBE;
    let second = (first & FRACTION) * 85;
    let third = (second & FRACTION) * 85;
    let fourth = (third & FRACTION) * 85;
    let whole = |product: u64| (product >> BITS) as u8;
    [
        whole(first),
        whole(second),
        whole(third),
        whole(fourth),
        last as u8,
    ]
}

/// The digits of a word.
#[inline(always)]
pub(crate) fn digits_of(word: [u8; WORD], chars: &[u8; 85]) -> [u8; DIGITS] {
    values_of(word).map(|value| chars[usize::from(value)])
}

/// The bytes of a word, if all its digits are some and it is not too large.
#[inline(always)]
pub(crate) fn bytes_of(values: [u8; DIGITS]) -> Option<[u8; WORD]> {
    const POWERS: [u64; DIGITS] = [85 * 85 * 85 * 85, 85 * 85 * 85, 85 * 85, 85, 1];
    let all = values.iter().fold(0, |all, value| all | value);
    let terms = values.iter().zip(POWERS);
    let number: u64 = terms.map(|(&value, power)| u64::from(value) * power).sum();
    let word = u32::try_from(number).ok()?;
    (all & NO_DIGIT == 0).then_some(word.to_be_bytes())
}

/// The last bytes, fewer than a word, with zeros.
#[inline(always)]
pub(crate) fn word_of(rest: &[u8]) -> [u8; WORD] {
    match *rest {
        [a] => [a, 0, 0, 0],
        [a, b] => [a, b, 0, 0],
        [a, b, c] => [a, b, c, 0],
        _ => [0; WORD],
    }
}

/// Writes the first few of these bytes, without a call for so little.
#[inline(always)]
pub(crate) fn write_first(
    [a, b, c, d, e]: [u8; 5],
    count: usize,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    match count {
        0 => Ok(()),
        1 => out.extend_array([a]),
        2 => out.extend_array([a, b]),
        3 => out.extend_array([a, b, c]),
        4 => out.extend_array([a, b, c, d]),
        _ => out.extend_array([a, b, c, d, e]),
    }
}

/// Digits of a word that is not complete: one more than its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Last {
    values: [u8; DIGITS],
    count: usize,
}

/// What is wrong with digits of a word.
pub(crate) enum Wrong {
    /// They are more than four bytes can be.
    Overflow,
    /// There is a single one.
    Incomplete,
    /// Others are the usual ones for these bytes.
    NotCanonical,
}

impl Last {
    /// Takes all that is left of a text, if it is fewer than five digits and nothing else.
    #[inline(always)]
    pub(crate) fn take_end(&mut self, rest: &[u8], value: impl Fn(u8) -> u8) -> bool {
        if rest.len() >= DIGITS {
            return false;
        }
        // In registers: what is stored byte by byte is read as a whole with a delay.
        let values: [u8; DIGITS] = from_fn(|i| rest.get(i).map_or(0, |&char| value(char)));
        let all = values.iter().fold(0, |all, value| all | value);
        let is_end = all & NO_DIGIT == 0;
        if is_end {
            *self = Last {
                values,
                count: rest.len(),
            };
        }
        is_end
    }

    /// How many digits there are, fewer than five.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// One more; the bytes, if the word is complete now.
    #[inline]
    pub(crate) fn push(&mut self, value: u8) -> Option<Result<[u8; WORD], Wrong>> {
        self.values[self.count] = value;
        self.count += 1;
        if self.count < DIGITS {
            return None;
        }
        self.count = 0;
        Some(bytes_of(self.values).ok_or(Wrong::Overflow))
    }

    /// The bytes, as many as count. Missing digits are taken for the greatest.
    #[inline(always)]
    pub(crate) fn bytes(
        self,
        canonical: bool,
        may_be_single: bool,
    ) -> Result<([u8; WORD], usize), Wrong> {
        if self.count == 0 {
            return Ok(([0; WORD], 0));
        }
        let count = self.count - 1;
        let digits = from_fn(|i| if i <= count { self.values[i] } else { 84 });
        let bytes = bytes_of(digits).ok_or(Wrong::Overflow)?;
        if count == 0 && !may_be_single {
            return Err(Wrong::Incomplete);
        }
        let bytes = from_fn(|i| if i < count { bytes[i] } else { 0 });
        if canonical && values_of(bytes)[..=count] != digits[..=count] {
            return Err(Wrong::NotCanonical);
        }
        Ok((bytes, count))
    }
}
