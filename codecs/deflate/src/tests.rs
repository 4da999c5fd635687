//! What is written is read by others.
extern crate std;

use crate::{Level, WORDS, deflate, naive};
use std::vec;
use std::vec::Vec;

fn deflated(data: &[u8], level: u8, window: usize) -> Vec<u8> {
    let mut work = vec![0xa5a5; WORDS];
    let level = Level::new(level).expect("a level");
    let work = work.first_chunk_mut().expect("as long");
    let block = deflate(data, level, window, work).expect("small data");
    let mut memory = vec![core::mem::MaybeUninit::uninit(); block.len()];
    let written = outbuf::fill(&mut memory, |out| block.write(out)).expect("as long as it said");
    assert_eq!(written.len(), block.len());
    written.to_vec()
}

fn check(data: &[u8], level: u8, window: usize) -> usize {
    let written = deflated(data, level, window);
    let (read, farthest) = naive::inflate(&written);
    assert_eq!(read, data, "level {level}");
    assert!(farthest <= window);
    written.len()
}

#[test]
fn one() {
    for level in 1..=9 {
        for len in [0, 1, 2, 3, 10, 100, 1000, 4096] {
            check(&include_bytes!("huffman.rs")[..len], level, 32768);
        }
    }
}
