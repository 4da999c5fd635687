//! Bits, the first lowest, into bytes.

use crate::huffman::Code;
use outbuf::{Full, Out};

/// Where they are written.
pub(crate) struct Bits<'o, 'a> {
    out: &'o mut Out<'a>,
    waiting: u64,
    /// How many wait: less than 8 after a [`flush`](Self::flush).
    count: u32,
}

impl<'o, 'a> Bits<'o, 'a> {
    pub(crate) fn new(out: &'o mut Out<'a>) -> Self {
        Bits {
            out,
            waiting: 0,
            count: 0,
        }
    }

    /// Adds the `count` bits of `bits`, which has no others: 56 at most between two calls of `flush`.
    #[inline(always)]
    pub(crate) fn put(&mut self, bits: u64, count: u32) {
        self.waiting |= bits << (self.count % 64);
        self.count += count;
    }

    #[inline(always)]
    pub(crate) fn put_code(&mut self, code: Code) {
        self.put(code.bits.into(), code.len.into());
    }

    /// Writes the whole bytes there are.
    #[inline(always)]
    pub(crate) fn flush(&mut self) -> Result<(), Full> {
        let whole = self.count as usize % 64 / 8;
        let bytes = self.waiting.to_le_bytes();
        // One store of known length, while there is room for it.
        if self.out.remaining() >= bytes.len() {
            self.out.extend_prefix(bytes, whole)?;
        } else {
            self.out.extend(&bytes[..whole])?;
        }
        self.waiting >>= 8 * whole;
        self.count %= 8;
        Ok(())
    }

    /// Writes what there is, and zeros up to a whole byte.
    pub(crate) fn finish(mut self) -> Result<(), Full> {
        self.count = self.count.next_multiple_of(8);
        self.flush()
    }
}
