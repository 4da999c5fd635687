//! A block, in the smallest of its three forms.

use crate::bits::{Bits, Waiting};
use crate::header::Header;
use crate::huffman::{Code, Huffman, LONGEST, codes};
use crate::symbols::{BOTH, DISTANCE, END, EXTRA_BITS, Tokens, of_distance, of_length};
use outbuf::{Full, Out};

/// Deflated data that is not written yet.
pub struct Block<'a> {
    data: &'a [u8],
    tokens: Tokens<'a>,
    plan: Plan,
}

/// How a block is written.
pub(crate) struct Plan {
    form: Form,
    /// Codes of its own: their lengths, and how these are written.
    lengths: [u8; BOTH],
    header: Header,
    /// How many bytes it will be, with what waits before it.
    pub(crate) len: usize,
}

/// How it is written, with the number that says so.
#[derive(Clone, Copy)]
enum Form {
    /// As it is.
    Stored = 0,
    /// In the codes that every reader knows.
    Fixed = 1,
    /// In codes of its own.
    Dynamic = 2,
}

/// The lengths of the codes that every reader knows (RFC 1951, section 3.2.6), and the codes.
const FIXED_LENGTHS: [u8; BOTH] = {
    let mut lengths = [5; BOTH];
    let mut symbol = 0;
    while symbol < DISTANCE {
        lengths[symbol] = match symbol {
            0..144 => 8,
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        };
        symbol += 1;
    }
    lengths
};

const FIXED_CODES: [Code; BOTH] = codes_of(&FIXED_LENGTHS);

const fn codes_of(lengths: &[u8; BOTH]) -> [Code; BOTH] {
    let mut table = [Code::NONE; BOTH];
    let (literals, distances) = lengths.split_at(DISTANCE);
    let (for_literals, for_distances) = table.split_at_mut(DISTANCE);
    codes(literals, for_literals);
    codes(distances, for_distances);
    table
}

/// How many bits say that it is the last block, and its form.
const START: usize = 3;

/// The most bytes that are stored in one block.
const STORED: usize = 0xffff;

impl Plan {
    /// The shortest form of a block with these symbols that stands for `len` bytes, after bits that wait.
    pub(crate) fn new(frequencies: &[u16; BOTH], len: usize, waiting: Waiting) -> Plan {
        let mut lengths = [0; BOTH];
        let (literals, distances) = lengths.split_at_mut(DISTANCE);
        let mut huffman = Huffman::new();
        huffman.lengths(&frequencies[..DISTANCE], LONGEST, literals);
        huffman.lengths(&frequencies[DISTANCE..], LONGEST, distances);
        let header = Header::new(&lengths, &mut huffman);
        let size = |lengths: &[u8; BOTH]| -> usize {
            let each = frequencies.iter().zip(lengths).zip(&EXTRA_BITS);
            each.map(|((&times, &len), &extra)| u32::from(times) * u32::from(len + extra))
                .sum::<u32>() as usize
        };
        let before = waiting.count() + START;
        let fixed = (before + size(&FIXED_LENGTHS)).div_ceil(8);
        let dynamic = (before + header.size + size(&lengths)).div_ceil(8);
        // The start, up to a whole byte, and the length twice; of each block.
        let blocks = len.div_ceil(STORED).max(1);
        let stored = before.div_ceil(8) + 4 + (blocks - 1) * 5 + len;
        let (form, len) = if stored <= fixed.min(dynamic) {
            (Form::Stored, stored)
        } else if fixed <= dynamic {
            (Form::Fixed, fixed)
        } else {
            (Form::Dynamic, dynamic)
        };
        Plan {
            form,
            lengths,
            header,
            len,
        }
    }

    /// Writes the block, whose tokens `write` writes in the codes that it is given. What waits
    /// after it, which is nothing if it is the last one.
    #[inline(always)]
    pub(crate) fn write(
        &self,
        out: &mut Out<'_>,
        waiting: Waiting,
        data: &[u8],
        is_last: bool,
        write: impl FnOnce(&[Code; BOTH], &mut Bits<'_, '_>) -> Result<(), Full>,
    ) -> Result<Waiting, Full> {
        out.local(|out| {
            let mut bits = Bits::new(out, waiting);
            let own;
            let codes = match self.form {
                Form::Stored => return store(bits, data, is_last),
                Form::Fixed => &FIXED_CODES,
                Form::Dynamic => {
                    own = codes_of(&self.lengths);
                    &own
                }
            };
            self.form.begin(is_last, &mut bits);
            if let Form::Dynamic = self.form {
                self.header.write(&mut bits)?;
            }
            write(codes, &mut bits)?;
            bits.put_code(codes[END]);
            if is_last {
                bits.finish()?;
                return Ok(Waiting::NOTHING);
            }
            bits.pause()
        })
    }
}

impl Form {
    fn begin(self, is_last: bool, bits: &mut Bits<'_, '_>) {
        bits.put(is_last.into(), 1);
        bits.put(self as u64, 2);
    }
}

/// Writes data as it is, in as many blocks as it takes.
fn store(mut bits: Bits<'_, '_>, data: &[u8], is_last: bool) -> Result<Waiting, Full> {
    let mut rest = data;
    loop {
        let (part, after) = rest.split_at(rest.len().min(STORED));
        Form::Stored.begin(is_last && after.is_empty(), &mut bits);
        let out = bits.finish()?;
        let len = part.len() as u16;
        out.extend_array(len.to_le_bytes())?;
        out.extend_array((!len).to_le_bytes())?;
        out.extend(part)?;
        if after.is_empty() {
            return Ok(Waiting::NOTHING);
        }
        rest = after;
        bits = Bits::new(out, Waiting::NOTHING);
    }
}

impl<'a> Block<'a> {
    pub(crate) fn new(data: &'a [u8], tokens: Tokens<'a>) -> Self {
        let plan = Plan::new(&tokens.frequencies, data.len(), Waiting::NOTHING);
        Block { data, tokens, plan }
    }

    /// How many bytes it will be.
    #[allow(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.plan.len
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`Full`], if there is less room than its [length](Self::len).
    // See `deflate`.
    #[inline(never)]
    pub fn write(&self, out: &mut Out<'_>) -> Result<(), Full> {
        self.plan
            .write(out, Waiting::NOTHING, self.data, true, |codes, bits| {
                self.write_tokens(codes, bits)
            })?;
        Ok(())
    }

    fn write_tokens(&self, codes: &[Code; BOTH], bits: &mut Bits<'_, '_>) -> Result<(), Full> {
        for (what, distance) in self.tokens.each() {
            if distance == 0 {
                bits.put_code(codes[usize::from(what)]);
            } else {
                for symbol in [of_length(what), of_distance(distance)] {
                    bits.put_code(codes[symbol.index]);
                    bits.put(symbol.extra.into(), symbol.extra_bits);
                }
            }
            bits.flush()?;
        }
        Ok(())
    }
}
