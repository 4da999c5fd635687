//! What is written is read again, here and by another implementation, however it is cut up.

extern crate std;

use super::{Counted, compressed, decompressed, until_done};
use crate::{Code, Deflate, Inflate, Parameters, compress_bound, flush};
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Read as _;
use std::vec::Vec;

fn parameters() -> impl Strategy<Value = Parameters> {
    let window_bits = prop_oneof![8..=15, 25..=31, -15..=-9];
    (-1..=9, window_bits, 1..=9, 0..=4).prop_map(|(level, window_bits, mem_level, strategy)| {
        Parameters {
            level,
            window_bits,
            mem_level,
            strategy,
        }
    })
}

/// Data with repetitions near and far, and without.
fn data() -> impl Strategy<Value = Vec<u8>> {
    let words = vec(
        prop_oneof![
            vec(any::<u8>(), 0..40),
            vec(97..100_u8, 1..300),
            (any::<u8>(), 1..5000_usize).prop_map(|(byte, count)| std::vec![byte; count]),
        ],
        0..12,
    );
    (words, 1..8_usize).prop_map(|(words, times)| words.concat().repeat(times))
}

/// What a reader is told of a writer.
fn reading(window_bits: i32) -> i32 {
    match window_bits {
        // A window of 8 is one of 9, which shows only in a header.
        8 => 9,
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read(parameters in parameters(), data in data()) {
        let written = compressed(parameters, &data);
        let (read, rest) = decompressed(reading(parameters.window_bits), &written);
        prop_assert_eq!(rest.len(), 0);
        prop_assert!(read == data);
    }

    #[test]
    fn others_read_it(parameters in parameters(), data in data()) {
        let written = compressed(parameters, &data);
        let mut read = Vec::new();
        let (bits, input) = (parameters.window_bits, &written[..]);
        let result = match bits {
            ..0 => flate2::read::DeflateDecoder::new(input).read_to_end(&mut read),
            0..16 => flate2::read::ZlibDecoder::new(input).read_to_end(&mut read),
            _ => flate2::read::GzDecoder::new(input).read_to_end(&mut read),
        };
        prop_assert!(result.is_ok(), "{result:?}");
        prop_assert!(read == data);
    }

    #[test]
    fn what_others_write_is_read(data in data(), level in 0..=9_u32) {
        let mut written = Vec::new();
        let level = flate2::Compression::new(level);
        flate2::read::ZlibEncoder::new(&data[..], level).read_to_end(&mut written).expect("it writes");
        prop_assert!(decompressed(15, &written).0 == data);
    }

    /// Pieces with a flush after each, and little room: the same as at once.
    #[test]
    fn pieces_of_any_size(
        parameters in parameters(),
        pieces in vec((data(), prop_oneof![0..=3, Just(5)]), 0..5),
        room in 6..700_usize,
        step in 1..50_usize,
    ) {
        let mut stream = Deflate::<Counted>::new(parameters).expect("memory");
        let mut written = Vec::new();
        for (piece, flush) in &pieces {
            let mut input = &piece[..];
            let (part, code) = until_done(room, |out| stream.run(&mut input, out, usize::MAX, *flush));
            prop_assert!(matches!(code, Code::Ok | Code::BufError));
            prop_assert_eq!(input.len(), 0);
            written.extend(part);
        }
        let (part, code) = until_done(room, |out| stream.run(&mut &[][..], out, usize::MAX, flush::FINISH));
        prop_assert_eq!(code, Code::StreamEnd);
        written.extend(part);

        let data = pieces.iter().flat_map(|(piece, _)| piece).copied().collect::<Vec<_>>();
        let mut reader = Inflate::<Counted>::new(reading(parameters.window_bits)).expect("memory");
        let mut read = Vec::new();
        let mut last = Code::Ok;
        for piece in written.chunks(step) {
            let mut input = piece;
            let (part, code) = until_done(room, |out| reader.run(&mut input, out, usize::MAX, flush::SYNC));
            read.extend(part);
            last = code;
        }
        prop_assert_eq!(last, Code::StreamEnd);
        prop_assert!(read == data);
    }

    /// Nothing that is read makes it panic, or write more than there is.
    #[test]
    fn damaged_data(
        mut data in data(), places in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        window_bits in prop_oneof![Just(15), Just(-15), Just(31), Just(47)],
    ) {
        let writing = Parameters {
            window_bits: if window_bits == 47 { 15 } else { window_bits },
            ..Parameters::default()
        };
        let intact = compressed(writing, &data);
        let mut damaged = intact.clone();
        for (place, value) in places {
            let place = place.index(damaged.len());
            damaged[place] = value;
        }
        let mut stream = Inflate::<Counted>::new(window_bits).expect("memory");
        let mut input = &damaged[..];
        let (read, code) = until_done(500, |out| stream.run(&mut input, out, usize::MAX, flush::SYNC));
        if damaged == intact {
            prop_assert_eq!(code, Code::StreamEnd);
            prop_assert!(read == data);
        } else if code == Code::DataError {
            prop_assert!(stream.message().is_some());
        }
        // Random bytes as well.
        data.truncate(2000);
        let mut input = &data[..];
        let mut stream = Inflate::<Counted>::new(window_bits).expect("memory");
        until_done(500, |out| stream.run(&mut input, out, usize::MAX, flush::SYNC));
    }

    #[test]
    fn the_bound_is_one(data in data()) {
        let written = compressed(Parameters::default(), &data);
        prop_assert!(written.len() <= compress_bound(data.len()));
    }
}
