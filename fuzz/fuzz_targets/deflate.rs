//! zlib-stream's writer: any data, parameters, pieces and flushes; another implementation reads it.
#![no_main]

use arbitrary::Arbitrary;
use core::mem::MaybeUninit;
use libfuzzer_sys::fuzz_target;
use std::io::Read as _;
use zlib_stream::{Code, Deflate, Parameters, flush};

mod allocator;
use allocator::Malloc;

#[derive(Arbitrary, Debug)]
struct Input {
    level: u8,
    window: u8,
    mem_level: u8,
    strategy: u8,
    room: u8,
    pieces: Vec<(Vec<u8>, u8, u16)>,
}

fuzz_target!(|input: Input| {
    let parameters = Parameters {
        level: i32::from(input.level % 11) - 1,
        window_bits: -9 - i32::from(input.window % 7),
        mem_level: 1 + i32::from(input.mem_level % 9),
        strategy: i32::from(input.strategy % 5),
    };
    let mut stream = Deflate::<Malloc>::new(parameters).expect("there are these");
    // A flush of less than 6 bytes at a time would come again and again.
    let mut memory = vec![MaybeUninit::uninit(); usize::from(input.room) + 7];
    let (mut data, mut written) = (Vec::new(), Vec::new());
    let mut step = |mut piece: &[u8], flush| loop {
        let mut code = Code::Ok;
        let part = outbuf::fill(&mut memory, |out| {
            code = stream.run(&mut piece, out, usize::MAX, flush);
            Ok::<_, ()>(())
        });
        let part = part.expect("it does not fail");
        written.extend_from_slice(part);
        assert!(matches!(code, Code::Ok | Code::BufError | Code::StreamEnd));
        if code == Code::StreamEnd || part.len() < usize::from(input.room) + 7 {
            return code;
        }
    };
    for (piece, flush, times) in &input.pieces {
        let piece = piece.repeat(usize::from(times % 500));
        step(&piece, [0, 1, 2, 3, 5][usize::from(flush % 5)]);
        data.extend(piece);
    }
    assert_eq!(step(&[], flush::FINISH), Code::StreamEnd);
    let mut read = Vec::new();
    flate2::read::DeflateDecoder::new(&written[..])
        .read_to_end(&mut read)
        .expect("it is a stream");
    assert!(read == data);
});
