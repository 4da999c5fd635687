//! Bits, the first lowest, into bytes.

use crate::huffman::Code;
use outbuf::{Full, Out};

/// Where they are written.
pub(crate) struct Bits<'o, 'a> {
    out: &'o mut Out<'a>,
    waiting: Waiting,
}

/// Bits that are not written yet.
#[derive(Clone, Copy)]
pub(crate) struct Waiting {
    bits: u64,
    /// How many they are: less than 8 after a [`flush`](Bits::flush).
    count: u32,
}

impl Waiting {
    pub(crate) const NOTHING: Waiting = Waiting { bits: 0, count: 0 };

    pub(crate) fn count(self) -> usize {
        self.count as usize
    }
}

impl<'o, 'a> Bits<'o, 'a> {
    /// After bits that wait.
    pub(crate) fn new(out: &'o mut Out<'a>, waiting: Waiting) -> Self {
        Bits { out, waiting }
    }

    /// Adds the `count` bits of `bits`, which has no others: 56 at most between two calls of `flush`.
    #[inline(always)]
    pub(crate) fn put(&mut self, bits: u64, count: u32) {
        self.waiting.bits |= bits << (self.waiting.count % 64);
        self.waiting.count += count;
    }

    #[inline(always)]
    pub(crate) fn put_code(&mut self, code: Code) {
        self.put(code.bits.into(), code.len.into());
    }

    /// Writes the whole bytes there are.
    #[inline(always)]
    pub(crate) fn flush(&mut self) -> Result<(), Full> {
        let whole = self.waiting.count as usize % 64 / 8;
        let bytes = self.waiting.bits.to_le_bytes();
        // One store of known length, while there is room for it.
        if self.out.remaining() >= bytes.len() {
            self.out.extend_prefix(bytes, whole)?;
        } else {
            self.out.extend(&bytes[..whole])?;
        }
        self.waiting.bits >>= 8 * whole;
        self.waiting.count %= 8;
        Ok(())
    }

    /// Writes the whole bytes there are. What is left goes before what comes next.
    pub(crate) fn pause(mut self) -> Result<Waiting, Full> {
        self.flush()?;
        Ok(self.waiting)
    }

    /// Writes what there is, and zeros up to a whole byte.
    pub(crate) fn finish(mut self) -> Result<&'o mut Out<'a>, Full> {
        self.waiting.count = self.waiting.count.next_multiple_of(8);
        self.flush()?;
        Ok(self.out)
    }
}
