//! Symbols and the lengths of their codes.

use crate::huffman::{Huffman, LONGEST};
use crate::symbols::{DISTANCE, LITERALS, of_distance, of_length};
use core::cmp::Reverse;
use proptest::collection::vec as any_vec;
use proptest::prelude::*;
use std::collections::BinaryHeap;
use std::vec;
use std::vec::Vec;

/// The lengths of codes for symbols that occur so often.
fn lengths(frequencies: &[u16], limit: usize) -> Vec<u8> {
    let mut lengths = vec![0; frequencies.len()];
    Huffman::new().lengths(frequencies, limit, &mut lengths);
    lengths
}

/// That there is a code for each symbol that occurs, none too long, that there are neither too many nor
/// too few, and that what occurs more often has no longer one. How many bits all take.
fn check(frequencies: &[u16], limit: usize) -> usize {
    let lengths = lengths(frequencies, limit);
    let all = || frequencies.iter().zip(&lengths);
    let taken: usize = lengths
        .iter()
        .filter(|&&len| len > 0)
        .map(|&len| 1 << (LONGEST - usize::from(len)))
        .sum();
    assert_eq!(taken, 1 << LONGEST, "{frequencies:?} {lengths:?}");
    let used = all().filter(|(frequency, _)| **frequency > 0);
    assert!(
        used.clone()
            .all(|(_, &len)| (1..=limit).contains(&len.into()))
    );
    if used.count() >= 2 {
        assert!(all().all(|(&frequency, &len)| frequency > 0 || len == 0));
        let mut ordered: Vec<_> = all().filter(|(frequency, _)| **frequency > 0).collect();
        ordered.sort_by_key(|&(&frequency, &len)| (frequency, Reverse(len)));
        assert!(ordered.is_sorted_by_key(|&(_, &len)| Reverse(len)));
    }
    all()
        .map(|(&frequency, &len)| usize::from(frequency) * usize::from(len))
        .sum()
}

/// How many bits Huffman's codes take, without a limit: the sum of what the two rarest make together.
fn least(frequencies: &[u16]) -> usize {
    let used = frequencies.iter().filter(|&&frequency| frequency > 0);
    let mut heap: BinaryHeap<_> = used.map(|&one| Reverse(usize::from(one))).collect();
    let mut sum = 0;
    while let (Some(Reverse(one)), Some(Reverse(other))) = (heap.pop(), heap.pop()) {
        sum += one + other;
        heap.push(Reverse(one + other));
        if heap.len() == 1 {
            break;
        }
    }
    sum
}

/// How many bits the best codes of a limited length take: package-merge (Larmore and Hirschberg, 1990).
fn least_within(frequencies: &[u16], limit: usize) -> usize {
    let mut coins: Vec<usize> = frequencies
        .iter()
        .map(|&one| one.into())
        .filter(|&one| one > 0)
        .collect();
    coins.sort();
    let mut packages = coins.clone();
    for _ in 1..limit {
        let pairs = packages.chunks_exact(2).map(|pair| pair[0] + pair[1]);
        let mut next: Vec<_> = coins.iter().copied().chain(pairs).collect();
        next.sort();
        packages = next;
    }
    packages[..2 * coins.len() - 2].iter().sum()
}

#[test]
fn fewer_than_two_symbols_have_two_codes() {
    assert_eq!(lengths(&[0; 4], 15), [1, 1, 0, 0]);
    assert_eq!(lengths(&[9, 0, 0, 0], 15), [1, 1, 0, 0]);
    assert_eq!(lengths(&[0, 9, 0, 0], 15), [1, 1, 0, 0]);
    assert_eq!(lengths(&[0, 0, 0, 9], 15), [1, 0, 0, 1]);
}

#[test]
fn two_codes() {
    assert_eq!(lengths(&[0, 1, 0, 4000], 15), [0, 1, 0, 1]);
}

#[test]
fn all_as_often() {
    assert_eq!(lengths(&[7; 256], 15), [8; 256]);
    assert_eq!(check(&[1; LITERALS], 15), least(&[1; LITERALS]));
}

#[test]
fn limits_are_met() {
    // Of Fibonacci's numbers, each is rarer than all before it: the longest codes that there can be.
    let mut fibonacci = vec![1, 1];
    while fibonacci.len() < 22 {
        fibonacci.push(fibonacci[fibonacci.len() - 1] + fibonacci[fibonacci.len() - 2]);
    }
    for count in 2..=22 {
        for limit in [7, 15] {
            let frequencies = &fibonacci[..count];
            let (found, best) = (check(frequencies, limit), least_within(frequencies, limit));
            assert!(count > limit + 1 || found == best, "{count} {limit}");
            // The heuristic's price.
            assert!(found <= best + best / 8, "{count} {limit}: {found} {best}");
        }
    }
}

/// Many kinds of frequencies: alike, few, or a few very high ones.
fn frequencies(most: usize) -> impl Strategy<Value = Vec<u16>> {
    let one = prop_oneof![
        Just(0),
        Just(1),
        0..20u16,
        (0..12u32).prop_map(|power| 1 << power),
    ];
    // Their sum is less than 2^16.
    any_vec(one, 2..=most).prop_map(|mut all| {
        let mut sum = 0u16;
        for one in &mut all {
            *one = (*one).min(u16::MAX - 1 - sum);
            sum += *one;
        }
        all
    })
}

proptest! {
    #[test]
    fn codes_are_the_shortest(frequencies in frequencies(DISTANCE)) {
        let found = check(&frequencies, LONGEST);
        if frequencies.iter().filter(|&&one| one > 0).count() >= 2 {
            let best = least_within(&frequencies, LONGEST);
            let unlimited = least(&frequencies);
            prop_assert!(unlimited <= best);
            prop_assert!(found <= best + best / 100);
            prop_assert!(best != unlimited || found == best);
        }
    }

    #[test]
    fn short_codes_too(frequencies in frequencies(19)) {
        let found = check(&frequencies, 7);
        if frequencies.iter().filter(|&&one| one > 0).count() >= 2 {
            let best = least_within(&frequencies, 7);
            prop_assert!(found <= best + best / 10, "{} {}", found, best);
            prop_assert!(best != least(&frequencies) || found == best);
        }
    }
}

#[test]
fn symbols_of_lengths() {
    // The table of RFC 1951: the first length of each symbol.
    const FIRST: [u16; 29] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ];
    const BITS: [u32; 29] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ];
    for len in 3..=258 {
        let symbol = FIRST
            .iter()
            .rposition(|&first| first <= len)
            .expect("there is one");
        let found = of_length((len - 3) as u8);
        assert_eq!(
            (found.index, found.extra_bits),
            (257 + symbol, BITS[symbol]),
            "{len}"
        );
        assert_eq!(found.extra, len - FIRST[symbol]);
    }
}

#[test]
fn symbols_of_distances() {
    const FIRST: [u16; 30] = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];
    for distance in 1..=32768 {
        let symbol = FIRST
            .iter()
            .rposition(|&first| first <= distance)
            .expect("there is one");
        let bits = (symbol as u32 / 2).saturating_sub(1);
        let found = of_distance(distance);
        assert_eq!(
            (found.index, found.extra_bits),
            (DISTANCE + symbol, bits),
            "{distance}"
        );
        assert_eq!(found.extra, distance - FIRST[symbol]);
    }
}
