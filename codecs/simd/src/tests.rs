//! Every operation of vectors against the same, byte by byte.

extern crate std;

use core::array::from_fn;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

type Bytes = [u8; 32];

/// What each operation gives for two vectors, by its name.
type Results = Vec<(&'static str, Vec<u8>)>;

/// All operations on `a` and `b`.
struct All<'a> {
    a: &'a Bytes,
    b: &'a Bytes,
}

/// `f` on elements of 16 bits.
fn by16(a: &Bytes, b: &Bytes, f: impl Fn(u16, u16) -> u16) -> Vec<u8> {
    let element = |bytes: &[u8]| u16::from_le_bytes([bytes[0], bytes[1]]);
    let pairs = a.chunks(2).zip(b.chunks(2));
    pairs
        .flat_map(|(a, b)| f(element(a), element(b)).to_le_bytes())
        .collect()
}

/// `f` on elements of 32 bits.
fn by32(a: &Bytes, b: &Bytes, f: impl Fn(u32, u32) -> u32) -> Vec<u8> {
    let element = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap());
    let pairs = a.chunks(4).zip(b.chunks(4));
    pairs
        .flat_map(|(a, b)| f(element(a), element(b)).to_le_bytes())
        .collect()
}

fn carryless(a: &[u8], b: &[u8]) -> [u8; 16] {
    let half = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap());
    let (a, b) = (half(a), half(b));
    let bits = (0..64).filter(|bit| b >> bit & 1 == 1);
    bits.fold(0, |sum, bit| sum ^ u128::from(a) << bit)
        .to_le_bytes()
}

impl Kernel for All<'_> {
    type Output = Results;

    fn portable(self) -> Results {
        let (a, b) = (self.a, self.b);
        let each = |f: fn(u8, u8) -> u8| a.iter().zip(b).map(|(&a, &b)| f(a, b)).collect();
        let mask = |yes| if yes { 0xff } else { 0 };
        let small: Bytes = a.map(|byte| byte & 0x3f);
        let table: [u8; 64] = from_fn(|i| b[i % 32] ^ (i as u8));
        let table128: [u8; 128] = from_fn(|i| b[i % 32] ^ (i as u8));
        std::vec![
            ("and", each(|a, b| a & b)),
            ("or", each(|a, b| a | b)),
            ("xor", each(|a, b| a ^ b)),
            ("and_not", each(|a, b| a & !b)),
            ("add8", each(u8::wrapping_add)),
            ("sub8", each(u8::wrapping_sub)),
            ("add8_saturating", each(u8::saturating_add)),
            ("sub8_saturating", each(u8::saturating_sub)),
            ("min8", each(u8::min)),
            ("eq8", each(|a, b| if a == b { 0xff } else { 0 })),
            (
                "gt8",
                a.iter()
                    .zip(b)
                    .map(|(&a, &b)| mask(a as i8 > b as i8))
                    .collect()
            ),
            ("add16", by16(a, b, u16::wrapping_add)),
            ("sub16", by16(a, b, u16::wrapping_sub)),
            ("mul16_low", by16(a, b, u16::wrapping_mul)),
            (
                "mul16_high",
                by16(a, b, |a, b| ((u32::from(a) * u32::from(b)) >> 16) as u16)
            ),
            ("shl16", by16(a, b, |a, _| a << 3)),
            ("shr16", by16(a, b, |a, _| a >> 4)),
            ("add32", by32(a, b, u32::wrapping_add)),
            ("sub32", by32(a, b, u32::wrapping_sub)),
            ("mul32_low", by32(a, b, u32::wrapping_mul)),
            (
                "mul32_high",
                by32(a, b, |a, b| ((u64::from(a) * u64::from(b)) >> 32) as u32)
            ),
            ("shl32", by32(a, b, |a, _| a << 7)),
            ("shr32", by32(a, b, |a, _| a >> 9)),
            (
                "lookup",
                (0..32)
                    .map(|i| {
                        if a[i] < 0x80 {
                            b[(i & 16) + usize::from(a[i] & 15)]
                        } else {
                            0
                        }
                    })
                    .collect()
            ),
            (
                "select",
                (0..32)
                    .map(|i| if b[i] < 0x80 { a[i] } else { !a[i] })
                    .collect()
            ),
            (
                "weigh8",
                (0..32)
                    .step_by(2)
                    .flat_map(|i| {
                        let product = |i: usize| i32::from(a[i]) * i32::from(b[i] as i8);
                        let sum = product(i) + product(i + 1);
                        (sum.clamp(i16::MIN.into(), i16::MAX.into()) as i16).to_le_bytes()
                    })
                    .collect()
            ),
            (
                "weigh16",
                by32(a, b, |a, b| {
                    let product = |a: u32, b: u32| i32::from(a as i16) * i32::from(b as i16);
                    product(a, b).wrapping_add(product(a >> 16, b >> 16)) as u32
                })
            ),
            ("narrow16", a.iter().chain(b).step_by(2).copied().collect()),
            (
                "zip8",
                a.iter().zip(b).flat_map(|(&a, &b)| [a, b]).collect()
            ),
            (
                "high_bits",
                a.chunks(8)
                    .map(|eight| { (0..8).map(|i| eight[i] >> 7 << i).sum() })
                    .collect()
            ),
            (
                "carryless low",
                [
                    carryless(&a[..8], &b[..8]),
                    carryless(&a[16..24], &b[16..24])
                ]
                .concat()
            ),
            (
                "carryless high",
                [
                    carryless(&a[8..16], &b[8..16]),
                    carryless(&a[24..], &b[24..])
                ]
                .concat()
            ),
            (
                "lookup64",
                small
                    .iter()
                    .map(|&i| {
                        // The lanes of a row may differ; here they do not.
                        table[usize::from(i)]
                    })
                    .collect()
            ),
            (
                "lookup128",
                a.iter()
                    .map(|&i| match i {
                        0..0x80 => table128[usize::from(i)],
                        _ => 0,
                    })
                    .collect()
            ),
            ("join12", [&a[..12], &a[16..28]].concat()),
            ("load_lanes", [&b[..16], &a[..16]].concat()),
            ("splat", std::vec![a[0]; 32]),
            ("repeat", [&a[..16], &a[..16]].concat()),
            ("splat16", a[..2].repeat(16)),
            ("splat32", a[..4].repeat(8)),
        ]
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Results {
        let [x, y] = [self.a, self.b].map(|bytes| L::load(token, bytes));
        let first = |bytes: &Bytes| -> [u8; 16] { from_fn(|i| bytes[i]) };
        let even = L::splat16(token, 0xff);
        let small = x.and(L::splat(token, 0x3f));
        let table: [[u8; 16]; 4] =
            from_fn(|row| from_fn(|i| self.b[(16 * row + i) % 32] ^ (16 * row + i) as u8));
        let table = table.map(|row| L::repeat(token, &row));
        let table128: [[u8; 16]; 8] =
            from_fn(|row| from_fn(|i| self.b[(16 * row + i) % 32] ^ (16 * row + i) as u8));
        let table128 = table128.map(|row| L::repeat(token, &row));
        let word = u32::from_le_bytes(from_fn(|i| self.a[i]));
        let vectors = [
            ("and", x.and(y)),
            ("or", x.or(y)),
            ("xor", x.xor(y)),
            ("and_not", x.and_not(y)),
            ("add8", x.add8(y)),
            ("sub8", x.sub8(y)),
            ("add8_saturating", x.add8_saturating(y)),
            ("sub8_saturating", x.sub8_saturating(y)),
            ("min8", x.min8(y)),
            ("eq8", x.eq8(y)),
            ("gt8", x.gt8(y)),
            ("add16", x.add16(y)),
            ("sub16", x.sub16(y)),
            ("mul16_low", x.mul16_low(y)),
            ("mul16_high", x.mul16_high(y)),
            ("shl16", x.shl16::<3>()),
            ("shr16", x.shr16::<4>()),
            ("add32", x.add32(y)),
            ("sub32", x.sub32(y)),
            ("mul32_low", x.mul32_low(y)),
            ("mul32_high", x.mul32_high(y)),
            ("shl32", x.shl32::<7>()),
            ("shr32", x.shr32::<9>()),
            ("lookup", x.lookup(y)),
            ("select", y.select(x.xor(L::splat(token, 0xff)), x)),
            ("weigh8", x.weigh8(y)),
            ("weigh16", x.weigh16(y)),
            ("narrow16", x.and(even).narrow16(y.and(even))),
            ("lookup64", small.lookup64(&table)),
            ("lookup128", x.lookup128(&table128)),
            ("carryless low", x.carryless::<false>(y)),
            ("carryless high", x.carryless::<true>(y)),
            (
                "load_lanes",
                L::load_lanes(token, &first(self.b), &first(self.a)),
            ),
            ("splat", L::splat(token, self.a[0])),
            ("repeat", L::repeat(token, &first(self.a))),
            ("splat16", L::splat16(token, word as u16)),
            ("splat32", L::splat32(token, word)),
        ];
        let vectors = vectors.map(|(name, vector)| (name, vector.to_array().to_vec()));
        let mut results = Vec::from(vectors);
        results.push(("zip8", x.zip8(y).to_vec()));
        results.push(("high_bits", x.high_bits().to_le_bytes().to_vec()));
        results.push(("join12", x.join12()[..24].to_vec()));
        results
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: wide::Avx512) -> Results {
        // What AVX-512 has beyond these is tested below.
        self.lanes::<x86::avx2::V>(token.avx2())
    }
}

/// Sorted, as each way has its own order.
fn sorted(mut results: Results) -> Results {
    results.sort();
    results
}

proptest! {
    #[test]
    fn every_operation_does_what_its_name_says(a: Bytes, b: Bytes) {
        let expected = sorted(All { a: &a, b: &b }.portable());
        prop_assert!(!expected.is_empty());
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(token) = x86::sse41::Sse41::new() {
                prop_assert_eq!(&sorted(token.run(All { a: &a, b: &b })), &expected);
            }
            if let Some(token) = x86::avx2::Avx2::new() {
                prop_assert_eq!(&sorted(token.run(All { a: &a, b: &b })), &expected);
            }
        }
        #[cfg(simd_avx512)]
        if let Some(token) = wide::Avx512::new() {
            prop_assert_eq!(&sorted(token.run(All { a: &a, b: &b })), &expected);
        }
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        prop_assert_eq!(&sorted(All { a: &a, b: &b }.lanes::<neon::V>(neon::Neon)), &expected);
    }
}

#[cfg(simd_avx512)]
mod wide_vectors {
    use std::boxed::Box;

    use outbuf::Full;
    use wide::{Avx512, Wide, first};

    use super::*;

    /// Runs a closure where AVX-512 is compiled for, if the processor has it.
    fn on_wide<R>(f: impl FnOnce(Avx512) -> R) -> Option<R> {
        struct On<F>(F);
        impl<R, F: FnOnce(Avx512) -> R> Kernel for On<F> {
            type Output = R;
            fn portable(self) -> R {
                unreachable!("it was asked for")
            }
            #[inline(always)]
            fn wide(self, token: Avx512) -> R {
                (self.0)(token)
            }
        }
        Avx512::new().map(|token| token.run(On(f)))
    }

    fn array(bytes: &[u8]) -> [u8; 64] {
        bytes.try_into().unwrap()
    }

    proptest! {
        #[test]
        fn wide_operations_do_what_their_names_say(
            a in prop::collection::vec(any::<u8>(), 64),
            b in prop::collection::vec(any::<u8>(), 64),
            c in prop::collection::vec(any::<u8>(), 64),
            set: u64,
        ) {
            let [a, b, c] = [a, b, c].map(|bytes| array(&bytes));
            on_wide(|token| {
                let [x, y, z] = [a, b, c].map(|bytes| Wide::load(token, &bytes));
                let each = |f: fn(u8, u8) -> u8| -> [u8; 64] { from_fn(|i| f(a[i], b[i])) };
                let bits = |f: fn(u8, u8) -> bool| -> u64 {
                    (0..64).map(|i| u64::from(f(a[i], b[i])) << i).sum()
                };
                assert_eq!(x.and(y).to_array(), each(|a, b| a & b));
                assert_eq!(x.or(y).to_array(), each(|a, b| a | b));
                assert_eq!(x.xor(y).to_array(), each(|a, b| a ^ b));
                assert_eq!(x.add8(y).to_array(), each(u8::wrapping_add));
                assert_eq!(x.sub8(y).to_array(), each(u8::wrapping_sub));
                assert_eq!(x.min8(y).to_array(), each(u8::min));
                assert_eq!(x.high_bits(), bits(|a, _| a >= 0x80));
                assert_eq!(x.eq8(y), bits(|a, b| a == b));
                assert_eq!(x.lt8(y), bits(|a, b| a < b));
                assert_eq!(x.xor3(y, z).to_array(), from_fn(|i| a[i] ^ b[i] ^ c[i]));
                assert_eq!(x.lookup(y).to_array(), from_fn(|i| b[usize::from(a[i] & 63)]));
                let both = [b, c].concat();
                assert_eq!(
                    x.lookup128(y, z).to_array(),
                    from_fn(|i| both[usize::from(a[i] & 127)])
                );
                assert_eq!(
                    x.bits_at(y).to_array(),
                    from_fn(|i| {
                        let word = u64::from_le_bytes(a[i & !7..][..8].try_into().unwrap());
                        word.rotate_right(u32::from(b[i] & 63)) as u8
                    })
                );
                let mut chosen: Vec<u8> = (0..64).filter(|i| set >> i & 1 == 1).map(|i| a[i]).collect();
                chosen.resize(64, 0);
                assert_eq!(x.compress(set).to_array()[..], chosen);
                let mut bytes = a.iter();
                let expanded = from_fn(|i| if set >> i & 1 == 1 { *bytes.next().unwrap() } else { 0 });
                assert_eq!(x.expand(set).to_array(), expanded);
                let with = from_fn(|i| if set >> i & 1 == 1 { b[i] } else { a[i] });
                assert_eq!(x.with(set, y).to_array(), with);
                let low = a.chunks(16).zip(b.chunks(16)).map(|(a, b)| carryless(&a[..8], &b[..8]));
                assert_eq!(x.carryless::<false>(y).to_array()[..], low.flatten_all());
                let high = a.chunks(16).zip(b.chunks(16)).map(|(a, b)| carryless(&a[8..], &b[8..]));
                assert_eq!(x.carryless::<true>(y).to_array()[..], high.flatten_all());
                // Those that lanes have as well agree with them, half by half.
                let halves: [[Bytes; 2]; 2] = [a, b].map(|bytes| from_fn(|h| from_fn(|i| bytes[32 * h + i])));
                let half = |name| {
                    let of = |h: usize| {
                        let all = All { a: &halves[0][h], b: &halves[1][h] }.portable();
                        all.into_iter().find(|(other, _)| *other == name).unwrap().1
                    };
                    [of(0), of(1)].concat()
                };
                assert_eq!(x.sub16(y).to_array()[..], half("sub16"));
                assert_eq!(x.mul16_low(y).to_array()[..], half("mul16_low"));
                assert_eq!(x.mul16_high(y).to_array()[..], half("mul16_high"));
                assert_eq!(x.add32(y).to_array()[..], half("add32"));
                assert_eq!(x.sub32(y).to_array()[..], half("sub32"));
                assert_eq!(x.mul32_low(y).to_array()[..], half("mul32_low"));
                assert_eq!(x.mul32_high(y).to_array()[..], half("mul32_high"));
                assert_eq!(x.shl32::<7>().to_array()[..], half("shl32"));
                assert_eq!(x.shr32::<9>().to_array()[..], half("shr32"));
                let words = |bytes: &[u8; 64]| -> [u32; 16] {
                    from_fn(|i| u32::from_le_bytes(bytes[4 * i..][..4].try_into().unwrap()))
                };
                let (v, w) = (words(&a), words(&b));
                let words = |is: fn(u32, u32) -> bool| {
                    (0..16).fold(0_u16, |set, i| set | u16::from(is(v[i], w[i])) << i)
                };
                assert_eq!(x.eq32(y), words(|a, b| a == b));
                assert_eq!(x.lt32(y), words(|a, b| a < b));
                for index in [0, 1, 5, 31, 63, 64] {
                    let mut bits = (0..64).filter(|bit| set >> bit & 1 == 1);
                    let place = bits.nth(index as usize).unwrap_or(64);
                    assert_eq!(token.nth(set, index), place);
                }
                assert_eq!(x.shl16::<3>().to_array()[..], half("shl16"));
                assert_eq!(x.shr16::<4>().to_array()[..], half("shr16"));
                assert_eq!(x.add32(y).to_array()[..], half("add32"));
                assert_eq!(x.weigh8(y).to_array()[..], half("weigh8"));
                assert_eq!(x.weigh16(y).to_array()[..], half("weigh16"));
            });
        }
    }

    trait FlattenAll {
        fn flatten_all(self) -> Vec<u8>;
    }

    impl<I: Iterator<Item = [u8; 16]>> FlattenAll for I {
        fn flatten_all(self) -> Vec<u8> {
            self.flatten().collect()
        }
    }

    /// Where the memory ends with the allocation, so that valgrind and sanitizers see
    /// a step beyond it.
    #[test]
    fn prefixes_are_read_and_written_and_nothing_else() {
        on_wide(|token| {
            for len in 0..=70 {
                let source: Box<[u8]> = (0..len).map(|i| i as u8 + 1).collect();
                let loaded = Wide::load_prefix(token, &source);
                let expected = from_fn(|i| if i < len { i as u8 + 1 } else { 0 });
                assert_eq!(loaded.to_array(), expected, "{len}");

                let kept = len.min(64);
                let mut memory = std::vec![core::mem::MaybeUninit::uninit(); kept];
                let written = outbuf::fill(&mut memory, |out| loaded.write_prefix(len, out));
                assert_eq!(written.unwrap(), &expected[..kept]);
                if let Some(less) = kept.checked_sub(1) {
                    let short =
                        outbuf::fill(&mut memory[..less], |out| loaded.write_prefix(len, out));
                    assert_eq!(short, Err(Full));
                }
            }
        });
    }

    #[test]
    fn first_bytes_as_a_set() {
        let sets = [0, 1, 2, 63, 64, 65, 1000].map(first);
        assert_eq!(sets, [0, 1, 3, u64::MAX >> 1, u64::MAX, u64::MAX, u64::MAX]);
    }
}

/// Which registers a kernel gets.
struct Registers<const APART: bool>;

impl<const APART: bool> Kernel for Registers<APART> {
    type Output = usize;
    const APART: bool = APART;

    fn portable(self) -> usize {
        0
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, _: L::Token) -> usize {
        align_of::<L>()
    }
}

#[test]
fn a_kernel_runs_at_any_supported_level() {
    for level in Level::ALL {
        let expected = match level {
            _ if !level.is_supported() => [Err(Unsupported(level)); 2],
            Level::Portable => [Ok(0); 2],
            Level::Sse41 | Level::Neon => [Ok(16); 2],
            Level::Avx2 | Level::Avx512 => [Ok(32), Ok(16)],
        };
        let got = [
            run_at(level, Registers::<false>),
            run_at(level, Registers::<true>),
        ];
        assert_eq!(got, expected, "{}", level.name());
    }
}

#[test]
fn a_level_is_forced_where_it_is_supported() {
    let before = level();
    for level in Level::ALL {
        assert_eq!(
            force(level).is_ok(),
            level.is_supported(),
            "{}",
            level.name()
        );
        assert_eq!(
            super::level() == level,
            level.is_supported() || before == level
        );
    }
    force(best()).unwrap();
    assert_eq!(level(), best());
}

/// Where no processor is asked: what is compiled for is what there is.
#[cfg(not(target_arch = "x86_64"))]
#[test]
fn neon_is_used_on_little_endian_aarch64_and_nothing_elsewhere() {
    let neon = cfg!(all(target_arch = "aarch64", target_endian = "little"));
    assert_eq!(best(), if neon { Level::Neon } else { Level::Portable });
}

/// Or Miri would run the portable way only, and find nothing.
#[cfg(all(miri, target_feature = "avx2", target_feature = "pclmulqdq"))]
#[test]
fn miri_has_the_vectors_that_it_was_compiled_for() {
    assert!(Level::Avx2.is_supported());
}
