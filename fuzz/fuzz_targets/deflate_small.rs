//! Small data at any level, for any window; a naive reader and another implementation read it.
#![no_main]

use arbitrary::Arbitrary;
use codec_deflate::{LIMIT, Level, WORDS, Work, deflate, naive};
use codec_fuzz::filled;
use libfuzzer_sys::fuzz_target;
use std::io::Read as _;

#[derive(Arbitrary, Debug)]
struct Input {
    level: u8,
    window: u8,
    /// What is in the memory to work in.
    content: u16,
    pieces: Vec<(Vec<u8>, u8)>,
}

fuzz_target!(|input: Input| {
    let pieces = input.pieces.iter();
    let mut data: Vec<u8> = pieces
        .flat_map(|(piece, times)| piece.repeat(usize::from(times % 50) + 1))
        .collect();
    data.truncate(LIMIT);
    let level = Level::new(1 + input.level % 9).expect("there are nine");
    let window = 1 << (8 + input.window % 8);
    let words = vec![input.content; WORDS].into_boxed_slice();
    let mut work: Box<Work> = words.try_into().expect("as long");
    let block = deflate(&data, level, window, &mut work).expect("it is small");
    assert!(block.len() <= 5 + data.len());
    let written = filled(block.len(), |out| block.write(out)).expect("as long as it said");
    assert_eq!(written.len(), block.len());
    let (read, farthest) = naive::inflate(&written);
    assert!(read == data && farthest <= window);
    let mut read = Vec::new();
    flate2::read::DeflateDecoder::new(&written[..])
        .read_to_end(&mut read)
        .expect("it is a stream");
    assert!(read == data);
});
