//! What a deflated block means, as plainly as it can be said, for tests to read with.
//!
//! Bit by bit, with no thought of speed, from RFC 1951.
#![allow(missing_docs, reason = "it is what the module says")]

extern crate std;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::vec;
use std::vec::Vec;

struct Reader<'a> {
    data: &'a [u8],
    place: usize,
}

impl Reader<'_> {
    fn bit(&mut self) -> usize {
        let bit = self.data[self.place / 8] >> (self.place % 8) & 1;
        self.place += 1;
        bit.into()
    }

    fn number(&mut self, bits: usize) -> usize {
        (0..bits).map(|place| self.bit() << place).sum()
    }

    fn symbol(&mut self, codes: &Codes) -> usize {
        let (mut code, mut len) = (0, 0);
        loop {
            code = 2 * code + self.bit();
            len += 1;
            if let Some(symbol) = codes.get(&(len, code)) {
                return *symbol;
            }
            assert!(len < 15, "there is no such code");
        }
    }
}

/// Which symbol has the code of that length and number.
type Codes = BTreeMap<(usize, usize), usize>;

/// Codes of the same length are consecutive, and the first follows twice the last shorter one.
///
/// # Panics
/// If there are too many codes of these lengths, or too few.
fn codes_of(lengths: &[usize]) -> Codes {
    let mut codes = Codes::new();
    let mut code = 0;
    for len in 1..=15 {
        for (symbol, _) in lengths.iter().enumerate().filter(|(_, one)| **one == len) {
            codes.insert((len, code), symbol);
            code += 1;
        }
        code *= 2;
    }
    assert_eq!(code, 1 << 16, "{lengths:?}");
    codes
}

/// What `data` means, and the greatest distance in it.
///
/// # Panics
/// If it means nothing, or codes are not complete, or there is something behind it.
pub fn inflate(data: &[u8]) -> (Vec<u8>, usize) {
    let mut reader = Reader { data, place: 0 };
    let mut out = Vec::new();
    let mut farthest = 0;
    loop {
        let is_last = reader.bit() == 1;
        match reader.number(2) {
            0 => {
                reader.place = reader.place.next_multiple_of(8);
                let len = reader.number(16);
                assert_eq!(reader.number(16), !len & 0xffff);
                out.extend((0..len).map(|_| reader.number(8) as u8));
            }
            1 => {
                let codes = FIXED.get_or_init(fixed_codes);
                block(&mut reader, codes, &mut out, &mut farthest);
            }
            2 => {
                let codes = own_codes(&mut reader);
                block(&mut reader, &codes, &mut out, &mut farthest);
            }
            _ => panic!("there is no such form"),
        }
        if is_last {
            break;
        }
    }
    assert_eq!(reader.place.div_ceil(8), data.len());
    (out, farthest)
}

fn block(
    reader: &mut Reader<'_>,
    (literals, distances): &(Codes, Codes),
    out: &mut Vec<u8>,
    farthest: &mut usize,
) {
    loop {
        let symbol = reader.symbol(literals);
        match symbol {
            0..256 => out.push(symbol as u8),
            256 => break,
            _ => {
                let len = match symbol - 257 {
                    symbol @ 0..8 => 3 + symbol,
                    28 => 258,
                    symbol @ 8..28 => {
                        let bits = symbol / 4 - 1;
                        3 + ((4 + symbol % 4) << bits) + reader.number(bits)
                    }
                    _ => panic!("there is no such length"),
                };
                let distance = match reader.symbol(distances) {
                    symbol @ 0..4 => 1 + symbol,
                    symbol @ 4..30 => {
                        let bits = symbol / 2 - 1;
                        1 + ((2 + symbol % 2) << bits) + reader.number(bits)
                    }
                    _ => panic!("there is no such distance"),
                };
                *farthest = distance.max(*farthest);
                for _ in 0..len {
                    out.push(out[out.len() - distance]);
                }
            }
        }
    }
}

static FIXED: OnceLock<(Codes, Codes)> = OnceLock::new();

fn fixed_codes() -> (Codes, Codes) {
    let lengths = [vec![8; 144], vec![9; 112], vec![7; 24], vec![8; 8]];
    (codes_of(&lengths.concat()), codes_of(&[5; 32]))
}

fn own_codes(reader: &mut Reader<'_>) -> (Codes, Codes) {
    const ORDER: [usize; 19] = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ];
    let literals = 257 + reader.number(5);
    let distances = 1 + reader.number(5);
    let written = 4 + reader.number(4);
    assert!(literals <= 286 && distances <= 30);
    let mut kinds = vec![0; 19];
    for kind in &ORDER[..written] {
        kinds[*kind] = reader.number(3);
    }
    let kinds = codes_of(&kinds);
    let mut lengths = Vec::new();
    while lengths.len() < literals + distances {
        let (len, times) = match reader.symbol(&kinds) {
            16 => (lengths[lengths.len() - 1], 3 + reader.number(2)),
            17 => (0, 3 + reader.number(3)),
            18 => (0, 11 + reader.number(7)),
            len => (len, 1),
        };
        lengths.extend(vec![len; times]);
    }
    assert_eq!(lengths.len(), literals + distances);
    let distances = lengths.split_off(literals);
    (codes_of(&lengths), codes_of(&distances))
}
