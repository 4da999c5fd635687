//! What the fuzz targets share: input that ends where memory ends, output of exactly the size that
//! was asked for, and every kernel of a codec in its turn.
//!
//! A target compares a codec with the codec crate's `naive` module, which is what the codec's own
//! tests compare with. Input and output are allocations without a byte to spare, so that under
//! AddressSanitizer one byte too many is a report.

pub mod alphabets;

use arbitrary::{Arbitrary, Unstructured};
use codec_simd::Level;
use outbuf::Out;

/// Bytes of which the first is at any place in a vector, and the last is the allocation's last.
#[derive(Debug)]
pub struct Data {
    memory: Box<[u8]>,
    start: usize,
}

impl Data {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.memory[self.start..]
    }
}

impl<'a> Arbitrary<'a> for Data {
    fn arbitrary(input: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let start = usize::from(u8::arbitrary(input)? % 64);
        let mut memory = vec![0; start];
        memory.extend_from_slice(<&[u8]>::arbitrary(input)?);
        Ok(Data {
            memory: memory.into_boxed_slice(),
            start,
        })
    }

    fn arbitrary_take_rest(mut input: Unstructured<'a>) -> arbitrary::Result<Self> {
        let start = usize::from(u8::arbitrary(&mut input)? % 64);
        let mut memory = vec![0; start];
        memory.extend_from_slice(input.take_rest());
        Ok(Data {
            memory: memory.into_boxed_slice(),
            start,
        })
    }
}

/// Does `f` with each set of instructions that this processor and compiler have.
pub fn at_each_level(mut f: impl FnMut(Level)) {
    for level in Level::ALL {
        if codec_simd::force(level).is_ok() {
            f(level);
        }
    }
}

/// What `f` writes to exactly `len` bytes of memory.
pub fn filled<E>(len: usize, f: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    let mut memory = Box::new_uninit_slice(len);
    outbuf::fill(&mut memory, f).map(|written| written.to_vec())
}
