//! Data of any length in a hurry, for any window; a naive reader and another implementation read it.
#![no_main]

use arbitrary::Arbitrary;
use codec_deflate::{QUICK_PAIRS, Quick, QuickWork, naive};
use codec_fuzz::filled;
use libfuzzer_sys::fuzz_target;
use std::io::Read as _;

#[derive(Arbitrary, Debug)]
struct Input {
    window: u8,
    /// What is in the memory to work in.
    content: u32,
    pieces: Vec<(Vec<u8>, u8)>,
    times: u8,
}

fuzz_target!(|input: Input| {
    let pieces = input.pieces.iter();
    let data: Vec<u8> = pieces
        .flat_map(|(piece, times)| piece.repeat(usize::from(times % 50) + 1))
        .collect();
    let data = data.repeat(1 + usize::from(input.times % 40));
    let window = 1 << (8 + input.window % 8);
    let pairs = vec![[input.content; 2]; QUICK_PAIRS].into_boxed_slice();
    let mut work: Box<QuickWork> = pairs.try_into().expect("as long");
    let mut quick = Quick::new(&data, window, &mut work).expect("as long");
    let mut written = Vec::new();
    while let Some(len) = quick.next_len() {
        let block = filled(len, |out| quick.write(out)).expect("as long as it said");
        assert!(block.len() == len || block.len() + 1 == len);
        written.extend(block);
    }
    let (read, farthest) = naive::inflate(&written);
    assert!(read == data && farthest <= window);
    let mut read = Vec::new();
    flate2::read::DeflateDecoder::new(&written[..])
        .read_to_end(&mut read)
        .expect("it is a stream");
    assert!(read == data);
});
