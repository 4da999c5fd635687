//! Words and their digits, one at a time.

use crate::values::NO_DIGIT;
use crate::{DIGITS, WORD};

/// The values of the five digits of a word.
#[inline(always)]
pub(crate) fn values_of(word: [u8; WORD]) -> [u8; DIGITS] {
    const SQUARE: u32 = 85 * 85;
    let number = u32::from_be_bytes(word);
    let (high, low) = (number / SQUARE, number % SQUARE);
    let (first, middle) = (high / SQUARE, high % SQUARE);
    [first, middle / 85, middle % 85, low / 85, low % 85].map(|value| value as u8)
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
    pub(crate) fn bytes(
        mut self,
        canonical: bool,
        may_be_single: bool,
    ) -> Result<([u8; WORD], usize), Wrong> {
        if self.count == 0 {
            return Ok(([0; WORD], 0));
        }
        let digits = self.values;
        self.values[self.count..].fill(84);
        let mut bytes = bytes_of(self.values).ok_or(Wrong::Overflow)?;
        let count = self.count - 1;
        if count == 0 && !may_be_single {
            return Err(Wrong::Incomplete);
        }
        bytes[count..].fill(0);
        if canonical && values_of(bytes)[..=count] != digits[..=count] {
            return Err(Wrong::NotCanonical);
        }
        Ok((bytes, count))
    }
}
