//! The codecs against other crates, in one process: `cargo run --release` in this folder.
//!
//! Batches of a few hundred microseconds take turns; the medians are printed, in GB/s of raw data
//! or, for little data, in nanoseconds. Each writes to memory that is there already.

use std::hint::black_box;
use std::time::Instant;

use codec_base64::{Mode, STANDARD};

const SIZES: [usize; 3] = [16, 1024, 65536];
const ROUNDS: usize = 41;
const BATCH_NANOSECONDS: f64 = 300_000.0;

type Contestant<'a> = (&'static str, Box<dyn FnMut() + 'a>);

fn main() {
    println!("codecs use {}", codec_simd::level().name());
    for size in SIZES {
        let raw: Vec<u8> = (0..size).map(|i| (i * 73 + i / 7) as u8).collect();
        let text = encoded(&raw);
        let lines: Vec<u8> = text.chunks(76).flat_map(|line| [line, b"\n"].concat()).collect();
        let digits: Vec<u8> = raw.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
        let mut room = vec![0; 2 * size + 64];
        let rooms = &raw mut room;
        // Each contestant has the same memory to write to.
        // SAFETY: `room` lives as long as they do, and one call of one of them ends before the next.
        let room = || -> &mut [u8] { unsafe { &mut *rooms } };

        compare("base64, encode", size, vec![
            ("codec-base64", Box::new(|| ours(room(), |out| codec_base64::encode(&raw, STANDARD.chars(), out)))),
            ("base64", Box::new(|| {
                use base64::Engine as _;
                black_box(base64::prelude::BASE64_STANDARD.encode_slice(&raw, room()).unwrap());
            })),
            ("base64-simd", Box::new(|| {
                let out = base64_simd::Out::from_slice(room());
                black_box(base64_simd::STANDARD.encode(&raw, out).len());
            })),
            ("base64-turbo", Box::new(|| {
                black_box(base64_turbo::STANDARD.encode_slice(&raw, room()).unwrap());
            })),
            ("base64-ng", Box::new(|| {
                black_box(base64_ng::STANDARD.encode_slice(&raw, room()).unwrap());
            })),
        ]);
        compare("base64, decode (strict)", size, vec![
            ("codec-base64", Box::new(|| ours(room(), |out| codec_base64::decode(&text, &STANDARD, Mode::Strict, out)))),
            ("base64", Box::new(|| {
                use base64::Engine as _;
                black_box(base64::prelude::BASE64_STANDARD.decode_slice(&text, room()).unwrap());
            })),
            ("base64-simd", Box::new(|| {
                let out = base64_simd::Out::from_slice(room());
                black_box(base64_simd::STANDARD.decode(&text, out).unwrap().len());
            })),
            ("base64-turbo", Box::new(|| {
                black_box(base64_turbo::STANDARD.decode_slice(&text, room()).unwrap());
            })),
            ("base64-ng", Box::new(|| {
                black_box(base64_ng::STANDARD.decode_slice(&text, room()).unwrap());
            })),
        ]);
        compare("base64, decode lines of 76", size, vec![
            ("codec-base64", Box::new(|| ours(room(), |out| codec_base64::decode(&lines, &STANDARD, Mode::Lenient, out)))),
            ("base64-simd (forgiving)", Box::new(|| {
                let out = base64_simd::Out::from_slice(room());
                black_box(base64_simd::forgiving_decode(&lines, out).unwrap().len());
            })),
        ]);
        compare("hex, encode", size, vec![
            ("codec-hex", Box::new(|| ours(room(), |out| codec_hex::encode(&raw, out)))),
            ("hex-simd", Box::new(|| {
                let out = hex_simd::Out::from_slice(room());
                black_box(hex_simd::encode(&raw, out, hex_simd::AsciiCase::Lower).len());
            })),
            ("faster-hex", Box::new(|| {
                black_box(faster_hex::hex_encode(&raw, &mut room()[..2 * size]).unwrap().len());
            })),
        ]);
        compare("hex, decode", size, vec![
            ("codec-hex", Box::new(|| ours(room(), |out| codec_hex::decode(&digits, out)))),
            ("hex-simd", Box::new(|| {
                let out = hex_simd::Out::from_slice(room());
                black_box(hex_simd::decode(&digits, out).unwrap().len());
            })),
            ("faster-hex", Box::new(|| {
                faster_hex::hex_decode(&digits, &mut room()[..size]).unwrap();
                black_box(());
            })),
        ]);
        compare("crc32", size, vec![
            ("codec-crc", Box::new(|| _ = black_box(codec_crc::crc32(black_box(&raw), 0)))),
            ("crc32fast", Box::new(|| _ = black_box(crc32fast::hash(black_box(&raw))))),
            ("crc-fast", Box::new(|| {
                let algorithm = crc_fast::CrcAlgorithm::Crc32IsoHdlc;
                black_box(crc_fast::checksum(algorithm, black_box(&raw)));
            })),
        ]);
    }
}

fn encoded(raw: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(raw).into_bytes()
}

fn ours<E: std::fmt::Debug>(room: &mut [u8], f: impl FnOnce(&mut outbuf::Out<'_>) -> Result<(), E>) {
    // SAFETY: initialised bytes are bytes that may be initialised, and nothing else is written to them.
    let room: &mut [std::mem::MaybeUninit<u8>] = unsafe { std::mem::transmute(room) };
    black_box(outbuf::fill(room, f).unwrap().len());
}

fn compare(what: &str, size: usize, mut contestants: Vec<Contestant<'_>>) {
    let mut times = vec![Vec::new(); contestants.len()];
    let loops: Vec<usize> = contestants.iter_mut().map(|(_, f)| {
        f();
        let start = Instant::now();
        for _ in 0..100 {
            f();
        }
        (BATCH_NANOSECONDS / (start.elapsed().as_nanos() as f64 / 100.0)).max(1.0) as usize
    }).collect();
    for _ in 0..ROUNDS {
        for (i, (_, f)) in contestants.iter_mut().enumerate() {
            let start = Instant::now();
            for _ in 0..loops[i] {
                f();
            }
            times[i].push(start.elapsed().as_nanos() as f64 / loops[i] as f64);
        }
    }
    for ((name, _), times) in contestants.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let median = times[ROUNDS / 2];
        println!("{what:<28} {size:>6} B  {name:<24} {median:>9.1} ns  {:>6.2} GB/s", size as f64 / median);
    }
}
