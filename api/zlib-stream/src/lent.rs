//! Memory that a stream may use for the time of a call.

use core::ffi::c_uint;
use core::ptr;
use outbuf::Out;
use zlib_rs::ReturnCode;
use zlib_rs::c_api::z_stream;

/// As much as a call reads or writes: it counts in C's `unsigned int`.
pub const MOST: usize = c_uint::MAX as usize;

/// Lends `input` and the room in `out`, up to `most` bytes of it, to `run`. What it has read is taken off `input`.
///
/// # Safety
/// `run` calls zlib-rs with this stream and nothing else: then it reads and writes what is lent, and
/// has written the room up to where it says that the rest begins.
pub(crate) unsafe fn lend(
    stream: &mut z_stream,
    input: &mut &[u8],
    out: &mut Out<'_>,
    most: usize,
    run: impl FnOnce(&mut z_stream) -> ReturnCode,
) -> ReturnCode {
    let room = out.spare();
    let (readable, writable) = (input.len().min(MOST), room.len().min(most).min(MOST));
    stream.next_in = input.as_ptr();
    stream.avail_in = readable as c_uint;
    // Not null, even if it is empty.
    stream.next_out = room.as_mut_ptr().cast();
    stream.avail_out = writable as c_uint;
    let code = run(stream);
    let read = readable - stream.avail_in as usize;
    let written = writable - stream.avail_out as usize;
    take_back(stream);
    *input = &input[read..];
    // SAFETY: by the condition of this function, and there is room for as many as were lent.
    unsafe { out.advance(written) };
    code
}

/// Leaves the stream with nothing that is not its own.
fn take_back(stream: &mut z_stream) {
    stream.next_in = ptr::null();
    stream.avail_in = 0;
    stream.next_out = ptr::null_mut();
    stream.avail_out = 0;
}
