//! Memory that counts what is given back, and can run out.

extern crate std;

use super::{Code, Deflate, Inflate, Parameters};
use crate::Memory;
use core::cell::Cell;
use core::ffi::c_void;
use std::alloc::{Layout, alloc, dealloc};

std::thread_local! {
    /// How many more allocations succeed.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    /// What has not been given back.
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// Rust's own, with the size before it.
pub(crate) struct Counted;

const HEADER: usize = 16;

fn layout(size: usize) -> Layout {
    Layout::from_size_align(HEADER + size, HEADER).expect("it is small")
}

// SAFETY: memory of Rust's allocator, aligned to 16.
unsafe impl Memory for Counted {
    fn allocate(size: usize) -> *mut c_void {
        let Some(left) = LEFT.get().checked_sub(1) else {
            return core::ptr::null_mut();
        };
        LEFT.set(left);
        // SAFETY: the size is not 0.
        let place = unsafe { alloc(layout(size)) };
        assert!(!place.is_null());
        // SAFETY: there is room for it.
        unsafe { place.cast::<usize>().write(size) };
        TAKEN.set(TAKEN.get() + 1);
        // SAFETY: within the memory.
        unsafe { place.add(HEADER) }.cast()
    }

    unsafe fn free(place: *mut c_void) {
        // SAFETY: `allocate` returned it.
        let place = unsafe { place.cast::<u8>().sub(HEADER) };
        // SAFETY: `allocate` wrote it.
        let size = unsafe { place.cast::<usize>().read() };
        TAKEN.set(TAKEN.get() - 1);
        // SAFETY: allocated with this layout.
        unsafe { dealloc(place, layout(size)) }
    }
}

/// Lets each allocation of `f` fail once, and then all succeed; how many there are.
fn failing<T: core::fmt::Debug>(mut f: impl FnMut() -> Result<T, crate::Failure>) -> usize {
    let taken = TAKEN.get();
    for left in 0.. {
        LEFT.set(left);
        let result = f();
        let was_left = LEFT.replace(usize::MAX);
        match result {
            Ok(_) if was_left > 0 || left > 0 => {
                drop(result);
                assert_eq!(TAKEN.get(), taken);
                return left;
            }
            Ok(_) => return 0,
            Err(failure) => assert_eq!(failure.code, Code::MemError),
        }
        assert_eq!(TAKEN.get(), taken, "what there was is given back");
    }
    unreachable!("there is an end")
}

#[test]
fn without_memory_there_is_no_stream() {
    let usual = Parameters::default();
    assert!(failing(|| Deflate::<Counted>::new(usual)) >= 1);
    assert!(failing(|| Inflate::<Counted>::new(15)) >= 1);
}

#[test]
fn without_memory_there_is_no_copy_and_the_stream_is_as_before() {
    let mut stream = Deflate::<Counted>::new(Parameters::default()).expect("memory");
    assert!(failing(|| stream.copy()) >= 1);
    let mut input = &b"data"[..];
    let step = |out: &mut outbuf::Out<'_>| stream.run(&mut input, out, usize::MAX, 4);
    assert_eq!(super::until_done(100, step).1, Code::StreamEnd);

    let mut stream = Inflate::<Counted>::new(15).expect("memory");
    assert!(failing(|| stream.copy()) >= 1);
}

#[test]
fn nothing_is_allocated_later() {
    let mut stream = Deflate::<Counted>::new(Parameters::default()).expect("memory");
    let mut reader = Inflate::<Counted>::new(15).expect("memory");
    LEFT.set(0);
    let data = std::vec![7; 100_000];
    let mut input = &data[..];
    let (written, _) = super::until_done(999, |out| stream.run(&mut input, out, usize::MAX, 4));
    let mut input = &written[..];
    let (read, _) = super::until_done(999, |out| reader.run(&mut input, out, usize::MAX, 2));
    LEFT.set(usize::MAX);
    assert_eq!(read, data);
    drop((stream, reader));
    assert_eq!(TAKEN.get(), 0);
}
