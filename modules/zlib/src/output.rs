//! The loop around a stream: more room while there is more to write.

use cpython_api::prelude::*;
use outbuf::Out;
use zlib_stream::{Code, MOST, flush};

/// What reads more than so many bytes lets other threads run meanwhile.
const DETACH_ABOVE: usize = 2 * 1024;

/// Output becomes twice as large, up to so many bytes more, and then half as large again.
pub(crate) const LARGEST_STEP: usize = 64 * 1024 * 1024;

/// How much room to begin with for what `len` bytes of compressed data become.
pub(crate) fn first_guess(len: usize) -> usize {
    len.saturating_mul(4).clamp(400, 1024 * 1024)
}

/// Has `step` read `input` and write to `writer`, until it leaves some room and has read all, has
/// written `limit` bytes, or says that this is the end or an error. What it said last.
///
/// `step` is told how much it may write. What is long, or writes more than was expected, is done
/// while other threads run.
pub(crate) fn run<'py>(
    cx: &mut Context<'py>,
    input: &mut &[u8],
    writer: &mut BytesWriter<'py>,
    limit: usize,
    mut step: impl FnMut(&mut &[u8], &mut Out<'_>, usize) -> Code,
) -> PyResult<Code> {
    let mut detach = input.len() > DETACH_ABOVE;
    loop {
        let before = writer.len();
        if writer.room() == 0 && before < limit {
            let more = before.clamp(1, LARGEST_STEP).min(limit - before);
            writer.reserve(cx, more)?;
        }
        let room = writer.room().min(limit - before).min(MOST);
        let mut code = Code::Ok;
        let mut once = || {
            let written = writer.write(|out| {
                code = step(input, out, room);
                Ok::<_, core::convert::Infallible>(())
            });
            // Nothing here fails.
            written.unwrap_or_else(|never| match never {})
        };
        match detach {
            true => cx.detach(|_| once()),
            false => once(),
        }
        detach = true;
        let is_full = writer.len() - before == room;
        let goes_on = match code {
            Code::Ok => is_full || !input.is_empty(),
            Code::BufError => is_full,
            _ => false,
        };
        if !goes_on || writer.len() == limit {
            return Ok(code);
        }
    }
}

/// How to flush in a step that reads all of the input, if it can: to the end.
pub(crate) fn finishing(input: &[u8]) -> i32 {
    match input.len() <= MOST {
        true => flush::FINISH,
        false => flush::NONE,
    }
}
