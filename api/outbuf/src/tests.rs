//! What `Out` promises, and what safe code may try against it.

extern crate std;

use core::mem::MaybeUninit;
use core::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::vec::Vec;

use super::{Full, Lines, Out, TryWindow, Window, fill};

fn memory<const N: usize>() -> [MaybeUninit<u8>; N] {
    [MaybeUninit::uninit(); N]
}

#[test]
fn what_is_written_is_returned_and_no_more() {
    let mut memory = memory::<8>();
    let written = fill(&mut memory, |out| {
        assert_eq!((out.remaining(), out.written()), (8, &b""[..]));
        out.push(b'a')?;
        out.extend(b"bc")?;
        out.extend_array(*b"de")?;
        assert_eq!((out.remaining(), out.written()), (3, &b"abcde"[..]));
        Ok::<(), Full>(())
    });
    assert_eq!(written.unwrap(), b"abcde");
}

#[test]
fn a_write_that_does_not_fit_writes_nothing() {
    let written = fill(&mut memory::<3>(), |out| {
        assert_eq!(out.extend(b"abcd"), Err(Full));
        assert_eq!(out.extend_array(*b"abcd"), Err(Full));
        assert_eq!(out.written(), b"");
        out.extend(b"abc")?;
        assert_eq!(out.push(b'd'), Err(Full));
        assert_eq!(out.extend(b""), Ok(()));
        Ok::<(), Full>(())
    })
    .map(|written| written.to_vec());
    assert_eq!(written.unwrap(), b"abc");
}

#[test]
fn a_prefix_is_kept_and_the_rest_written_over() {
    fill(&mut memory::<4>(), |out| {
        out.extend_prefix(*b"abc", 1)?;
        assert_eq!((out.written(), out.remaining()), (&b"a"[..], 3));
        out.extend_prefix(*b"def", 0)?;
        out.extend_prefix(*b"ghi", 3)?;
        assert_eq!(out.written(), b"aghi");
        // Room is needed for the whole, however little is kept.
        assert_eq!(out.extend_prefix(*b"j", 0), Err(Full));
        Ok::<(), Full>(())
    })
    .unwrap();
}

#[test]
#[should_panic = "cannot keep more"]
fn a_prefix_longer_than_the_whole_is_refused() {
    let _ = fill(&mut memory::<4>(), |out| out.extend_prefix(*b"a", 2));
}

#[test]
fn pop_gives_bytes_back_last_first() {
    fill(&mut memory::<2>(), |out| {
        out.extend(b"ab")?;
        assert_eq!(
            (out.pop(), out.pop(), out.pop()),
            (Some(b'b'), Some(b'a'), None)
        );
        assert_eq!(out.remaining(), 2);
        Ok::<(), Full>(())
    })
    .unwrap();
}

#[test]
fn rewinding_stops_at_the_start() {
    fill(&mut memory::<4>(), |out| {
        out.extend(b"abcd")?;
        out.rewind(3);
        assert_eq!((out.written(), out.remaining()), (&b"a"[..], 3));
        out.rewind(2);
        assert_eq!((out.written(), out.remaining()), (&b""[..], 4));
        Ok::<(), Full>(())
    })
    .unwrap();
}

#[test]
fn a_local_cursor_continues_where_the_outer_one_was() {
    let mut memory = memory::<4>();
    let written = fill(&mut memory, |out| {
        out.push(b'a')?;
        out.local(|out| out.extend(b"bc"))?;
        out.push(b'd')
    });
    assert_eq!(written.unwrap(), b"abcd");
}

#[test]
#[should_panic = "exchanged"]
fn a_panic_in_a_local_cursor_leaves_nothing_to_return() {
    let _ = fill(&mut memory::<4>(), |out| {
        let _ = catch_unwind(AssertUnwindSafe(|| out.local(|_| panic!())));
        Ok::<(), Full>(())
    });
}

#[test]
fn the_error_of_the_closure_is_the_error_of_fill() {
    assert_eq!(fill(&mut memory::<2>(), |_| Err("no")), Err("no"));
}

#[test]
fn chunks_are_mapped_while_source_and_room_last() {
    type Case = (usize, &'static [u8], &'static [u8], &'static [u8]);
    let cases: [Case; 5] = [
        (9, b"abcdef", b"baXdcXfeX", b""),   // both come out even
        (9, b"abcdefg", b"baXdcXfeX", b"g"), // half a chunk of source is left
        (8, b"abcdef", b"baXdcX", b"ef"),    // no room for a third
        (9, b"a", b"", b"a"),
        (0, b"abcdef", b"", b"abcdef"),
    ];
    for (room, source, expected, left) in cases {
        let mut memory = memory::<9>();
        let mut rest = source;
        let written = fill(&mut memory[..room], |out| {
            rest = out.map_chunks(source, |&[a, b]| [b, a, b'X']);
            Ok::<(), Full>(())
        });
        assert_eq!(
            (&*written.unwrap(), rest),
            (expected, left),
            "{room} {source:?}"
        );
    }
}

#[test]
fn mapping_stops_before_the_chunk_that_has_no_image() {
    let mut rest = &b""[..];
    let mut memory = memory::<9>();
    let written = fill(&mut memory, |out| {
        out.push(b'>')?;
        rest = out.try_map_chunks(b"ab!def", |&[byte]| (byte != b'!').then_some([byte]));
        Ok::<(), Full>(())
    });
    assert_eq!((&*written.unwrap(), rest), (&b">ab"[..], &b"!def"[..]));
}

#[test]
fn a_panic_in_the_middle_of_mapping_leaves_only_what_was_complete() {
    let mut memory = memory::<9>();
    let written = fill(&mut memory, |out| {
        out.push(b'>')?;
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            out.map_chunks(
                b"ab!",
                |&[byte]| if byte == b'!' { panic!() } else { [byte] },
            );
        }));
        assert!(panicked.is_err());
        assert_eq!(out.written(), b">");
        Ok::<(), Full>(())
    });
    assert_eq!(written.unwrap(), b">");
}

/// `fill` hands out an `Out` with a lifetime of its own, so that code outside
/// cannot even express this (the example in the crate's documentation does not
/// compile). Here, where an `Out` can be made at will, the check must hold.
#[test]
fn an_out_that_was_exchanged_for_another_one_is_refused() {
    fn exchange(own: &mut [MaybeUninit<u8>], other: &'static mut [MaybeUninit<u8>]) -> bool {
        let mut other = Out::new(other);
        // Would make `fill` return uninitialised bytes of `own`.
        while other.push(b'x').is_ok() {}
        let attack = AssertUnwindSafe(|| {
            let _ = fill(own, move |out| {
                *out = other;
                Ok::<(), Full>(())
            });
        });
        catch_unwind(attack).is_err()
    }
    fn leak(size: usize) -> &'static mut [MaybeUninit<u8>] {
        let mut memory = Vec::new();
        memory.resize(size, MaybeUninit::uninit());
        memory.leak()
    }
    assert!(exchange(&mut memory::<4>(), leak(4)));
    assert!(exchange(&mut memory::<4>(), leak(5)));
    // The same address with another length is other memory, too.
    let (empty, rest) = leak(4).split_at_mut(0);
    assert!(exchange(empty, rest));
}

struct FirstAndThird;

impl Window<3, 4> for FirstAndThird {
    fn map(&mut self, &[a, _, c]: &[u8; 3]) -> [u8; 4] {
        [a, c, a, c]
    }
}

#[test]
fn windows_overlap_where_they_are_read_and_where_they_are_written() {
    // (room, source) → (what is written, what is left): reads 3 and uses 2, writes 4 and keeps 1.
    type Case = (usize, &'static [u8], &'static [u8], &'static [u8]);
    let cases: [Case; 6] = [
        (9, b"abcdefg", b"ace", b"g"),
        (9, b"abcdef", b"ac", b"ef"),
        (5, b"abcdefg", b"ac", b"efg"), // no room for a third window
        (3, b"abcdefg", b"", b"abcdefg"),
        (9, b"ab", b"", b"ab"),
        (9, b"", b"", b""),
    ];
    for (room, source, expected, left) in cases {
        let mut memory = memory::<9>();
        let mut rest = source;
        let written = fill(&mut memory[..room], |out| {
            rest = out.map_windows::<3, 2, 4, 1>(source, FirstAndThird);
            Ok::<(), Full>(())
        });
        assert_eq!(
            (&*written.unwrap(), rest),
            (expected, left),
            "{room} {source:?}"
        );
    }
}

#[test]
fn what_other_means_have_written_counts_when_it_is_said() {
    let mut memory = memory::<4>();
    let written = fill(&mut memory, |out| {
        out.push(b'a')?;
        let spare = out.spare();
        assert_eq!(spare.len(), 3);
        spare[0].write(b'b');
        // SAFETY: one byte was just written.
        unsafe { out.advance(1) };
        out.push(b'c')
    });
    assert_eq!(written.unwrap(), b"abc");
}

#[test]
fn windows_end_before_the_first_that_has_no_output() {
    struct NoX;

    impl TryWindow<3, 4> for NoX {
        fn try_map(&mut self, window: &[u8; 3]) -> Option<[u8; 4]> {
            window[0].ne(&b'x').then(|| FirstAndThird.map(window))
        }
    }

    for (source, expected, left) in [
        (b"abcdexg", &b"ace"[..], &b"g"[..]),
        (b"abxdefg", b"a", b"xdefg"),
        (b"xbcdefg", b"", b"xbcdefg"),
    ] {
        let mut memory = memory::<9>();
        let mut rest = &source[..];
        let written = fill(&mut memory, |out| {
            rest = out.try_map_windows::<3, 2, 4, 1>(source, NoX);
            Ok::<(), Full>(())
        });
        assert_eq!((&*written.unwrap(), rest), (expected, left));
    }
}

#[test]
fn text_is_dealt_out_in_lines() {
    for (width, expected) in [
        (1, &b"a\nb\nc\nd\ne"[..]),
        (2, b"ab\ncd\ne"),
        (5, b"abcde"),
        (6, b"abcde"),
    ] {
        let width = NonZero::new(width).unwrap();
        assert_eq!(Lines::len(5, width), Some(expected.len()));
        for first in 0..=5 {
            let mut memory = memory::<9>();
            let (a, b) = b"abcde".split_at(first);
            let written = fill(&mut memory, |out| {
                let mut lines = Lines::new(width);
                lines.write(a, out)?;
                lines.write(b, out)
            });
            assert_eq!(&*written.unwrap(), expected);
        }
    }
    assert_eq!(Lines::len(0, NonZero::<usize>::MIN), Some(0));
    assert_eq!(Lines::len(usize::MAX, NonZero::<usize>::MIN), None);
}
