//! A block's three forms, and what is awkward in the third.

use super::{LARGEST_WINDOW, deflated, inflated, work};
use crate::chains::Match;
use crate::header::{Header, KINDS};
use crate::huffman::{Huffman, LONGEST};
use crate::symbols::{BOTH, DISTANCE, END, Tokens};
use crate::{Block, LIMIT};
use core::mem::MaybeUninit;
use std::vec;
use std::vec::Vec;

const STORED: u8 = 0;
const FIXED: u8 = 1;
const DYNAMIC: u8 = 2;

fn form(written: &[u8]) -> u8 {
    written[0] >> 1 & 3
}

/// Bytes without order.
fn random(len: usize) -> Vec<u8> {
    let mut state = 1u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    (0..len).map(|_| next()).collect()
}

#[test]
fn the_smallest_is_chosen() {
    let text = include_bytes!("forms.rs");
    let cases: [(&[u8], u8); 6] = [
        (b"", FIXED),
        (b"a word", FIXED),
        (&[0; 1000], FIXED),
        (&text[..1000], DYNAMIC),
        (&random(1000), STORED),
        // Codes of 9 bits take more room than bytes.
        (&random(100), STORED),
    ];
    for (data, expected) in cases {
        let written = deflated(data, 6, LARGEST_WINDOW, &mut work(0));
        assert_eq!(form(&written), expected, "{data:?}");
    }
}

/// Writes tokens that no parser would make, of data that would be long if it were stored.
fn written(tokens: Tokens<'_>) -> Vec<u8> {
    let block = Block::new(&[0; 60_000], tokens);
    let mut memory = vec![MaybeUninit::uninit(); 60_000];
    let written = outbuf::fill(&mut memory, |out| block.write(out)).expect("there is room");
    written.to_vec()
}

#[test]
fn without_distances() {
    // Each letter as often as the next, and no three of them twice.
    let data: Vec<u8> = (0..60)
        .map(|place| b"abcdef"[place * place / 3 % 6])
        .collect();
    let (mut what, mut distances) = ([0; LIMIT], [0; LIMIT]);
    let mut tokens = Tokens::new(&mut what, &mut distances);
    data.iter().for_each(|&byte| tokens.literal(byte));
    let written = written(tokens);
    assert_eq!(form(&written), DYNAMIC);
    assert_eq!(inflated(&written), (data, 0));
}

#[test]
fn with_one_distance() {
    for distance in [1, 2, 5] {
        let (mut what, mut distances) = ([0; LIMIT], [0; LIMIT]);
        let mut tokens = Tokens::new(&mut what, &mut distances);
        let mut data = Vec::new();
        for byte in random(500) {
            let byte = byte % 8;
            tokens.literal(byte);
            data.push(byte);
            if data.len() >= distance {
                tokens.copy(Match { len: 3, distance });
                (0..3).for_each(|_| data.push(data[data.len() - distance]));
            }
        }
        let written = written(tokens);
        assert_eq!(form(&written), DYNAMIC);
        assert_eq!(inflated(&written), (data, distance));
    }
}

#[test]
fn with_every_length_and_many_distances() {
    let (mut what, mut distances) = ([0; LIMIT], [0; LIMIT]);
    let mut tokens = Tokens::new(&mut what, &mut distances);
    let mut data = random(300);
    data.iter().for_each(|&byte| tokens.literal(byte));
    let mut farthest = 0;
    for len in 3..=258 {
        let distance = 1 + (len * 127) % data.len().min(32768);
        farthest = farthest.max(distance);
        tokens.copy(Match { len, distance });
        (0..len).for_each(|_| data.push(data[data.len() - distance]));
    }
    let written = written(tokens);
    assert_eq!(form(&written), DYNAMIC);
    assert_eq!(inflated(&written), (data, farthest));
}

/// Tokens for each literal of `lengths` that has one, and the end, with frequencies that make these the
/// lengths of the codes; they have to be a complete set.
fn with_lengths<'a>(
    lengths: &[u8],
    what: &'a mut [u16; LIMIT],
    distances: &'a mut [u16; LIMIT],
) -> (Tokens<'a>, Vec<u8>) {
    let used = |&literal: &u8| lengths[usize::from(literal)] > 0;
    let data: Vec<u8> = (0..=u8::MAX).filter(used).collect();
    let mut tokens = Tokens::new(what, distances);
    data.iter().for_each(|&byte| tokens.literal(byte));
    for (frequency, &len) in tokens.frequencies.iter_mut().zip(lengths) {
        *frequency = if len > 0 {
            1 << (LONGEST - usize::from(len))
        } else {
            0
        };
    }
    (tokens, data)
}

#[test]
fn codes_of_every_length_up_to_the_longest() {
    let mut lengths = [0; END + 1];
    for (place, len) in (1..=15).chain([15]).enumerate() {
        lengths[place * 17] = len;
    }
    // The end is one of them.
    lengths.swap(15 * 17, END);
    let (mut what, mut distances) = ([0; LIMIT], [0; LIMIT]);
    let (tokens, data) = with_lengths(&lengths, &mut what, &mut distances);
    let written = written(tokens);
    assert_eq!(form(&written), DYNAMIC);
    assert_eq!(inflated(&written), (data, 0));
}

#[test]
fn the_codes_for_lengths_need_their_limit() {
    let mut limited = 0;
    let bytes = random(200_000);
    let mut chance = bytes.iter().map(|&byte| usize::from(byte)).cycle();
    let mut up_to = |most: usize| {
        let number = chance.next().unwrap_or(0) << 8 | chance.next().unwrap_or(0);
        number % most
    };
    for _ in 0..400 {
        // A complete set: of one code become two, a bit longer, again and again; some lengths become
        // common and others rare.
        let mut set = vec![0u8];
        let steps = 40 + up_to(200);
        while set.len() < steps {
            let one = up_to(set.len()).min(up_to(set.len()));
            if set[one] < 15 {
                set[one] += 1;
                set.push(set[one]);
                set.sort();
            }
        }
        let mut lengths = [0; END + 1];
        for len in set {
            let free = (0..=END)
                .cycle()
                .skip(up_to(END))
                .find(|&place| lengths[place] == 0);
            lengths[free.expect("fewer than places")] = len;
        }
        let place = lengths
            .iter()
            .position(|&len| len > 0)
            .expect("there are many");
        if lengths[END] == 0 {
            lengths.swap(place, END);
        }
        let (mut what, mut distances) = ([0; LIMIT], [0; LIMIT]);
        let (tokens, data) = with_lengths(&lengths, &mut what, &mut distances);
        let written = written(tokens);
        assert_eq!(form(&written), DYNAMIC);
        assert_eq!(inflated(&written), (data, 0));

        let mut joined = [0; BOTH];
        joined[..lengths.len()].copy_from_slice(&lengths);
        joined[DISTANCE..][..2].fill(1);
        let header = Header::new(&joined, &mut Huffman::new());
        let mut unlimited = [0; KINDS];
        Huffman::new().lengths(&header.frequencies, LONGEST, &mut unlimited);
        limited += usize::from(unlimited.iter().any(|&len| len > 7));
    }
    assert!(limited > 0);
}
