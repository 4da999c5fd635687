//! What streams promise, with memory that can run out and is counted.

extern crate std;

mod memory;
mod round_trips;

use crate::{Code, Deflate, Inflate, Parameters, UNKNOWN, flush};
use core::mem::MaybeUninit;
use std::vec::Vec;

pub(crate) use memory::Counted;

/// Runs `step` until it leaves some of `room` bytes unused; what it wrote, and its last code.
pub(crate) fn until_done(
    room: usize,
    mut step: impl FnMut(&mut outbuf::Out<'_>) -> Code,
) -> (Vec<u8>, Code) {
    let mut memory = std::vec![MaybeUninit::uninit(); room];
    let mut written = Vec::new();
    loop {
        let mut code = Code::Ok;
        let part = outbuf::fill(&mut memory, |out| {
            code = step(out);
            Ok::<_, ()>(())
        });
        let part = part.expect("it does not fail");
        written.extend_from_slice(part);
        if part.len() < room {
            return (written, code);
        }
    }
}

pub(crate) fn compressed(parameters: Parameters, data: &[u8]) -> Vec<u8> {
    let mut stream = Deflate::<Counted>::new(parameters).expect("memory");
    let mut input = data;
    let (written, code) = until_done(1000, |out| {
        stream.run(&mut input, out, usize::MAX, flush::FINISH)
    });
    assert_eq!((code, input), (Code::StreamEnd, &[][..]));
    written
}

/// What is in `data`, and what follows it.
pub(crate) fn decompressed(window_bits: i32, data: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut stream = Inflate::<Counted>::new(window_bits).expect("memory");
    let mut input = data;
    let (written, code) = until_done(1000, |out| {
        stream.run(&mut input, out, usize::MAX, flush::SYNC)
    });
    assert_eq!(code, Code::StreamEnd);
    (written, input)
}

#[test]
fn a_stream_that_others_wrote() {
    // "hello\n", by zlib.
    let zlib = b"\x78\x9c\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x08\x4b\x02\x1f";
    assert_eq!(decompressed(15, zlib), (b"hello\n".to_vec(), &[][..]));
    assert_eq!(decompressed(-15, &zlib[2..]).0, b"hello\n");
    let mut followed = zlib.to_vec();
    followed.extend(b"more");
    assert_eq!(
        decompressed(47, &followed),
        (b"hello\n".to_vec(), &b"more"[..])
    );
}

#[test]
fn parameters_that_there_are_not() {
    let usual = Parameters::default();
    for wrong in [
        Parameters { level: 10, ..usual },
        Parameters { level: -2, ..usual },
        Parameters {
            window_bits: 7,
            ..usual
        },
        Parameters {
            window_bits: 32,
            ..usual
        },
        Parameters {
            window_bits: -8,
            ..usual
        },
        Parameters {
            window_bits: i32::MIN,
            ..usual
        },
        Parameters {
            mem_level: 0,
            ..usual
        },
        Parameters {
            mem_level: 10,
            ..usual
        },
        Parameters {
            strategy: 5,
            ..usual
        },
        Parameters {
            strategy: -1,
            ..usual
        },
    ] {
        let failure = Deflate::<Counted>::new(wrong).expect_err("it is wrong");
        assert_eq!(failure.code, Code::StreamError, "{wrong:?}");
    }
    for wrong in [7, -7, 64, 48, i32::MAX, i32::MIN] {
        let failure = Inflate::<Counted>::new(wrong).expect_err("it is wrong");
        assert_eq!(failure.code, Code::StreamError, "{wrong}");
    }
}

#[test]
fn a_flush_that_there_is_not() {
    let mut stream = Deflate::<Counted>::new(Parameters::default()).expect("memory");
    for wrong in [-1, flush::TREES, 7] {
        let (written, code) = until_done(100, |out| {
            stream.run(&mut &b"x"[..], out, usize::MAX, wrong)
        });
        assert_eq!((written.len(), code), (0, Code::StreamError));
    }
}

#[test]
fn after_the_end_there_is_nothing() {
    let mut stream = Deflate::<Counted>::new(Parameters::default()).expect("memory");
    let finish =
        |out: &mut outbuf::Out<'_>| stream.run(&mut &[][..], out, usize::MAX, flush::FINISH);
    assert_eq!(until_done(100, finish).1, Code::StreamEnd);
    let (_, code) = until_done(100, |out| {
        stream.run(&mut &b"x"[..], out, usize::MAX, flush::NONE)
    });
    assert_eq!(code, Code::StreamError);
}

#[test]
fn damaged_streams_say_what_is_wrong() {
    for (data, message) in [
        (&b"abcd"[..], "incorrect header check"),
        (b"\x78\x9c\x07", "invalid block type"),
        (b"\x79\x9c\x07", "incorrect header check"),
        (b"\x77\x85", "unknown compression method"),
        (
            b"\x78\x9c\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x08\x4b\x02\x1e",
            "incorrect data check",
        ),
    ] {
        let mut stream = Inflate::<Counted>::new(15).expect("memory");
        let mut input = data;
        let (_, code) = until_done(100, |out| {
            stream.run(&mut input, out, usize::MAX, flush::SYNC)
        });
        assert_eq!((code, stream.message()), (Code::DataError, Some(message)));
    }
}

#[test]
fn a_dictionary_is_asked_for() {
    let (dictionary, data) = (b"a dictionary is asked for", b"asked for a dictionary");
    let mut stream = Deflate::<Counted>::new(Parameters::default()).expect("memory");
    stream.set_dictionary(dictionary).expect("it has begun");
    let mut input = &data[..];
    let (head, _) = until_done(100, |out| {
        stream.run(&mut input, out, usize::MAX, flush::SYNC)
    });
    assert!(stream.set_dictionary(dictionary).is_err(), "too late");
    let (tail, _) = until_done(100, |out| {
        stream.run(&mut input, out, usize::MAX, flush::FINISH)
    });
    let written = [head, tail].concat();

    let mut stream = Inflate::<Counted>::new(15).expect("memory");
    let failure = stream.set_dictionary(dictionary).expect_err("too early");
    assert_eq!(failure.code, Code::StreamError);
    let mut input = &written[..];
    let (_, code) = until_done(100, |out| {
        stream.run(&mut input, out, usize::MAX, flush::SYNC)
    });
    assert_eq!(code, Code::NeedDict);
    let failure = stream.set_dictionary(b"another").expect_err("not this");
    assert_eq!(failure.code, Code::DataError);
    stream.set_dictionary(dictionary).expect("this");
    let (read, code) = until_done(100, |out| {
        stream.run(&mut input, out, usize::MAX, flush::SYNC)
    });
    assert_eq!((&read[..], code), (&data[..], Code::StreamEnd));
}

#[test]
fn gzip_takes_no_dictionary() {
    let gzip = Parameters {
        window_bits: 31,
        ..Parameters::default()
    };
    let mut stream = Deflate::<Counted>::new(gzip).expect("memory");
    assert!(stream.set_dictionary(b"x").is_err());
}

#[test]
fn a_copy_goes_on_by_itself() {
    let mut one = Deflate::<Counted>::new(Parameters::default()).expect("memory");
    let (head, _) = until_done(100, |out| {
        one.run(&mut &b"head "[..], out, usize::MAX, flush::SYNC)
    });
    let mut other = one.copy().expect("memory");
    let end = |stream: &mut Deflate<Counted>, mut data: &[u8]| {
        let (tail, _) = until_done(100, |out| {
            stream.run(&mut data, out, usize::MAX, flush::FINISH)
        });
        let whole = [&head[..], &tail].concat();
        decompressed(15, &whole).0
    };
    assert_eq!(end(&mut other, b"other"), b"head other");
    drop(other);
    assert_eq!(end(&mut one, b"one"), b"head one");

    let written = compressed(Parameters::default(), b"what is read twice");
    let mut one = Inflate::<Counted>::new(15).expect("memory");
    // One that has not begun, too.
    drop(one.copy().expect("memory"));
    let (head, _) = until_done(100, |out| {
        one.run(&mut &written[..9], out, usize::MAX, flush::SYNC)
    });
    let mut other = one.copy().expect("memory");
    for stream in [&mut one, &mut other] {
        let mut input = &written[9..];
        let (tail, code) = until_done(5, |out| {
            stream.run(&mut input, out, usize::MAX, flush::SYNC)
        });
        assert_eq!(code, Code::StreamEnd);
        assert_eq!([&head[..], &tail].concat(), b"what is read twice");
    }
}

#[test]
fn after_a_reset_it_is_as_new() {
    let data = b"some data, some data, some data, and more data".repeat(20);
    let usual = Parameters::default();
    let mut stream = Deflate::<Counted>::new(usual).expect("memory");
    let mut input = &b"something else, not finished"[..];
    until_done(100, |out| {
        stream.run(&mut input, out, usize::MAX, flush::NONE)
    });
    for (level, strategy) in [(1, 0), (9, 0), (0, 0), (6, 2), (6, 0)] {
        stream.reset(level, strategy).expect("there are these");
        let mut input = &data[..];
        let (written, _) = until_done(100, |out| {
            stream.run(&mut input, out, usize::MAX, flush::FINISH)
        });
        let as_new = Parameters {
            level,
            strategy,
            ..usual
        };
        assert_eq!(written, compressed(as_new, &data), "{level} {strategy}");
    }
    assert!(stream.reset(10, 0).is_err() && stream.reset(6, 9).is_err());

    let mut stream = Inflate::<Counted>::new(31).expect("memory");
    until_done(100, |out| {
        stream.run(&mut &b"damaged"[..], out, usize::MAX, flush::SYNC)
    });
    assert!(stream.message().is_some());
    stream.reset(15).expect("there is this");
    assert_eq!(stream.message(), None);
    let written = compressed(usual, &data);
    let mut input = &written[..];
    let (read, _) = until_done(100, |out| {
        stream.run(&mut input, out, usize::MAX, flush::SYNC)
    });
    assert_eq!(read, data);
}

#[test]
fn no_more_is_written_than_is_asked_for() {
    let written = compressed(Parameters::default(), &[7; 1000]);
    let mut stream = Inflate::<Counted>::new(15).expect("memory");
    let mut input = &written[..];
    for _ in 0..10 {
        let mut memory = [MaybeUninit::uninit(); 300];
        let part = outbuf::fill(&mut memory, |out| {
            stream.run(&mut input, out, 100, flush::SYNC);
            Ok::<_, ()>(())
        });
        assert_eq!(part.expect("it does not fail"), [7; 100]);
    }
}

#[test]
fn what_is_wrong_is_said_again_and_found_out() {
    // A match that goes back beyond the beginning, in data that is long enough to be read fast.
    let mut data = std::vec![0x4b, 0x84, 0x63, 0x00];
    data.extend([0x55; 400]);
    let mut stream = Inflate::<Counted>::new(-15).expect("memory");
    let mut input = &data[..];
    let (_, code) = until_done(1000, |out| {
        stream.run(&mut input, out, usize::MAX, flush::SYNC)
    });
    assert_eq!((code, stream.message()), (Code::DataError, Some(UNKNOWN)));
    assert_eq!(
        Inflate::<Counted>::reason(-15, &data),
        Some("invalid distance too far back")
    );
    let mut copy = stream.copy().expect("memory");
    for stream in [&mut stream, &mut copy] {
        let (_, code) = until_done(1000, |out| {
            stream.run(&mut input, out, usize::MAX, flush::SYNC)
        });
        assert_eq!((code, stream.message()), (Code::DataError, Some(UNKNOWN)));
    }
    let intact = compressed(Parameters::default(), b"nothing is wrong");
    assert_eq!(Inflate::<Counted>::reason(15, &intact), None);
    assert_eq!(Inflate::<Counted>::reason(15, &intact[..9]), None);
}
