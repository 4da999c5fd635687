//! zlib-stream's reader: any data, at once and in pieces, with any room; against another implementation.
#![no_main]

use arbitrary::Arbitrary;
use core::mem::MaybeUninit;
use libfuzzer_sys::fuzz_target;
use std::io::Read as _;
use zlib_stream::{Code, Inflate, flush};

mod allocator;
use allocator::Malloc;

#[derive(Arbitrary, Debug)]
struct Input {
    raw: bool,
    piece: u8,
    room: u8,
    dictionary: Vec<u8>,
    data: Vec<u8>,
}

/// No more than so much comes out of anything.
const MOST: usize = 1 << 20;

/// All that comes out of `data`, so many bytes at a time; and whether that was to the end.
fn read(input: &Input, piece: usize, room: usize) -> (Vec<u8>, bool) {
    let window_bits = if input.raw { -15 } else { 47 };
    let mut stream = Inflate::<Malloc>::new(window_bits).expect("memory");
    let mut memory = vec![MaybeUninit::uninit(); room];
    let (mut all, mut rest) = (Vec::new(), &input.data[..]);
    loop {
        let len = rest.len().min(piece);
        let mut part = &rest[..len];
        let mut code = Code::Ok;
        let written = outbuf::fill(&mut memory, |out| {
            code = stream.run(&mut part, out, usize::MAX, flush::SYNC);
            Ok::<_, ()>(())
        });
        let written = written.expect("it does not fail");
        let idle = written.is_empty() && part.len() == len;
        all.extend_from_slice(written);
        rest = &rest[len - part.len()..];
        match code {
            Code::StreamEnd => return (all, true),
            Code::NeedDict if stream.set_dictionary(&input.dictionary).is_ok() => continue,
            Code::Ok | Code::BufError if !idle && all.len() < MOST => continue,
            _ => return (all, false),
        }
    }
}

fuzz_target!(|input: Input| {
    let whole = read(&input, usize::MAX, 4096);
    let pieces = read(
        &input,
        usize::from(input.piece) + 1,
        usize::from(input.room) + 1,
    );
    if whole.1 {
        assert_eq!(whole, pieces);
    }
    // What is a stream to one is the same to the other.
    if input.raw && whole.1 {
        let mut other = Vec::new();
        flate2::read::DeflateDecoder::new(&input.data[..])
            .read_to_end(&mut other)
            .expect("it is a stream");
        assert!(whole.0 == other);
    }
});
