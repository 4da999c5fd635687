//! All at once.

use crate::failure::{negative, raise};
use crate::output::{finishing, first_guess, run};
use crate::quick;
use crate::small;
use crate::streams::Streams;
use crate::{DEF_BUF_SIZE, Error};
use cpython_api::prelude::*;
use zlib_stream::{Code, Inflate, Parameters, Python, UNKNOWN, compress_bound};

pub(crate) const OUT_OF_MEMORY: &str = "Out of memory while compressing data";

/// Return data, compressed.
///
/// level is 0 to 9, or -1 for the usual one, which is 6; wbits the size of the window and the format.
#[function(data, /, level = -1, wbits = 15)]
pub(crate) fn compress<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    level: i32,
    wbits: i32,
) -> PyResult<Bound<'py, PyBytes>> {
    const WHEN: &str = "while compressing data";
    let mut input = data.bytes(cx);
    if let Some(bytes) = small::compress(cx, input, level, wbits)? {
        return Ok(bytes);
    }
    if let Some(bytes) = quick::compress(cx, input, level, wbits)? {
        return Ok(bytes);
    }
    let parameters = Parameters {
        level,
        window_bits: wbits,
        ..Parameters::default()
    };
    let streams = Streams::of(cx)?;
    let mut stream = match streams.deflate(cx, parameters) {
        Ok(stream) => stream,
        Err(failure) if failure.code == Code::StreamError => {
            return Err(Error::raise(cx, "Bad compression level"));
        }
        Err(_) => return Err(MemoryError::raise(cx, OUT_OF_MEMORY)),
    };
    let mut writer = BytesWriter::new(cx, compressed_guess(input.len()))?;
    let code = run(
        cx,
        &mut input,
        &mut writer,
        usize::MAX,
        |input, out, most| stream.run(input, out, most, finishing(input)),
    )?;
    match code {
        Code::StreamEnd => {
            streams.give_back_deflate(cx, stream, parameters);
            writer.finish(cx)
        }
        code => Err(raise(cx, code, stream.message(), WHEN)),
    }
}

/// How much room to begin with for what `len` bytes become: all that they can, if that is little.
pub(crate) fn compressed_guess(len: usize) -> usize {
    // A gzip header is longer than zlib's.
    let most = compress_bound(len).saturating_add(12);
    most.min(DEF_BUF_SIZE.max(most / 4))
}

/// Return data, decompressed.
///
/// wbits says which format it has, bufsize how much room there is to begin with.
#[function(data, /, wbits = 15, bufsize = 16384)]
pub(crate) fn decompress<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    wbits: i32,
    bufsize: isize,
) -> PyResult<Bound<'py, PyBytes>> {
    const WHEN: &str = "while decompressing data";
    let data = data.bytes(cx);
    let mut input = data;
    let Ok(room) = usize::try_from(bufsize) else {
        return Err(negative(cx, "bufsize"));
    };
    let streams = Streams::of(cx)?;
    let mut stream = match streams.inflate(cx, wbits) {
        Ok(stream) => stream,
        Err(failure) if failure.code == Code::MemError => {
            return Err(MemoryError::raise(
                cx,
                "Out of memory while decompressing data",
            ));
        }
        Err(failure) => {
            let when = "while preparing to decompress data";
            return Err(raise(cx, failure.code, failure.message, when));
        }
    };
    // What was not asked for, we know better.
    let room = match room {
        DEF_BUF_SIZE => first_guess(data.len()),
        asked => asked.max(1),
    };
    let mut writer = BytesWriter::new(cx, room)?;
    let code = run(
        cx,
        &mut input,
        &mut writer,
        usize::MAX,
        |input, out, most| stream.run(input, out, most, finishing(input)),
    )?;
    match code {
        Code::StreamEnd => {
            streams.give_back_inflate(cx, stream);
            writer.finish(cx)
        }
        code => {
            let message = match stream.message() {
                Some(UNKNOWN) => cx.detach(|_| Inflate::<Python>::reason(wbits, data)),
                message => message,
            };
            Err(raise(cx, code, message, WHEN))
        }
    }
}
