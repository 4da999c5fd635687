//! A block, in the smallest of its three forms.

use crate::bits::Bits;
use crate::header::Header;
use crate::huffman::{Code, Huffman, LONGEST, codes};
use crate::symbols::{BOTH, DISTANCE, END, EXTRA_BITS, Tokens, of_distance, of_length};
use outbuf::{Full, Out};

/// Deflated data that is not written yet.
pub struct Block<'a> {
    data: &'a [u8],
    tokens: Tokens<'a>,
    form: Form,
    /// Codes of its own: their lengths, and how these are written.
    lengths: [u8; BOTH],
    header: Header,
    len: usize,
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

impl<'a> Block<'a> {
    pub(crate) fn new(data: &'a [u8], tokens: Tokens<'a>) -> Self {
        let frequencies = &tokens.frequencies;
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
        let fixed = (START + size(&FIXED_LENGTHS)).div_ceil(8);
        let dynamic = (START + header.size + size(&lengths)).div_ceil(8);
        // The start, up to a whole byte, and the length twice.
        let stored = 1 + 4 + data.len();
        let (form, len) = if stored <= fixed.min(dynamic) {
            (Form::Stored, stored)
        } else if fixed <= dynamic {
            (Form::Fixed, fixed)
        } else {
            (Form::Dynamic, dynamic)
        };
        Block {
            data,
            tokens,
            form,
            lengths,
            header,
            len,
        }
    }

    /// How many bytes it will be.
    #[allow(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`Full`], if there is less room than its [length](Self::len).
    // See `deflate`.
    #[inline(never)]
    pub fn write(&self, out: &mut Out<'_>) -> Result<(), Full> {
        out.local(|out| {
            let mut bits = Bits::new(out);
            // The last block.
            bits.put(1, 1);
            bits.put(self.form as u64, 2);
            match self.form {
                Form::Stored => {
                    bits.finish()?;
                    // LIMIT is less than 2^16.
                    let len = self.data.len() as u16;
                    out.extend_array(len.to_le_bytes())?;
                    out.extend_array((!len).to_le_bytes())?;
                    out.extend(self.data)
                }
                Form::Fixed => self.write_tokens(&FIXED_CODES, bits),
                Form::Dynamic => {
                    self.header.write(&mut bits)?;
                    self.write_tokens(&codes_of(&self.lengths), bits)
                }
            }
        })
    }

    fn write_tokens(&self, codes: &[Code; BOTH], mut bits: Bits<'_, '_>) -> Result<(), Full> {
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
        bits.put_code(codes[END]);
        bits.finish()
    }
}
