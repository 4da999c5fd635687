//! How fast checksums and hexadecimal digits are with each set of instructions:
//! `cargo run --release -p codec-crc --example levels`.

use std::hint::black_box;
use std::time::Instant;

use codec_simd::Level;

/// What is timed, and how much of it is enough for a clock.
const ROUNDS: usize = 31;
const CALLS: usize = 40;

fn main() {
    let data: Vec<u8> = (0..1 << 20).map(|i| (i * 73 + i / 7) as u8).collect();
    let part = &data[..64 << 10];
    let mut memory = Vec::with_capacity(2 * part.len());
    let memory = memory.spare_capacity_mut();
    let digits = outbuf::fill(memory, |out| codec_hex::encode(part, out));
    let digits = digits.expect("there is room").to_vec();

    println!("GB/s | crc32 1 MiB | crc_hqx 1 MiB | encode 64 KiB | decode to 64 KiB");
    for level in Level::ALL {
        if codec_simd::force(level).is_err() {
            continue;
        }
        let crc = speed(data.len(), || {
            black_box(codec_crc::crc32(black_box(&data), 0));
        });
        let hqx = speed(data.len(), || {
            black_box(codec_crc::crc_hqx(black_box(&data), 0));
        });
        let encode = speed(part.len(), || {
            let text = outbuf::fill(memory, |out| codec_hex::encode(black_box(part), out));
            black_box(text).expect("there is room");
        });
        let decode = speed(part.len(), || {
            let bytes = outbuf::fill(memory, |out| codec_hex::decode(black_box(&digits), out));
            black_box(bytes).expect("these are digits");
        });
        let name = level.name();
        println!("{name} | {crc:.1} | {hqx:.1} | {encode:.1} | {decode:.1}");
    }
}

/// Bytes for each nanosecond, by the median of some rounds.
fn speed(bytes: usize, mut call: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                call();
            }
            start.elapsed().as_secs_f64() / CALLS as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    bytes as f64 / times[ROUNDS / 2] / 1e9
}
