//! Compressing bit by bit.

use crate::DEFLATED;
use crate::dictionary::check_len;
use crate::failure::{inconsistent, not_copied, not_made, raise};
use crate::output::run;
use cpython_api::prelude::*;
use zlib_stream::{Code, Deflate, Failure, Parameters, Python, flush};

const PURPOSE: &str = "compression";

// What compressobj() returns. It has no docstring in C.
#[class(hidden, mutable)]
pub(crate) struct Compress {
    /// `None` after the end.
    #[no_gc]
    stream: Mutex<Option<Deflate<Python>>>,
}

/// Return an object that compresses what it is given bit by bit.
///
/// level, wbits and zdict are as for compress() and decompressobj(); memLevel, 1 to 9, is how much
/// memory it uses, and strategy what it looks for: a Z_... constant.
#[allow(non_snake_case, reason = "memLevel is Python's name of a parameter")]
#[function(level = -1, method = 8, wbits = 15, memLevel = 8, strategy = 0, zdict = None)]
pub(crate) fn compressobj<'py>(
    cx: &mut Context<'py>,
    level: i32,
    method: i32,
    wbits: i32,
    memLevel: i32,
    strategy: i32,
    zdict: Option<Buffer<'py>>,
) -> PyResult<Bound<'py, Compress>> {
    let dictionary = zdict.map(|zdict| zdict.bytes(cx));
    check_len(cx, dictionary.unwrap_or_default())?;
    let parameters = Parameters {
        level,
        window_bits: wbits,
        mem_level: memLevel,
        strategy,
    };
    let stream = match method {
        DEFLATED => Deflate::new(parameters),
        _ => Err(Failure {
            code: Code::StreamError,
            message: None,
        }),
    };
    let mut stream = stream.map_err(|failure| not_made(cx, failure, PURPOSE))?;
    if let Some(dictionary) = dictionary {
        if stream.set_dictionary(dictionary).is_err() {
            return Err(ValueError::raise(cx, "Invalid dictionary"));
        }
    }
    Compress::create(
        cx,
        Compress {
            stream: Mutex::new(Some(stream)),
        },
    )
}

#[methods(twin = "Compress")]
impl Compress {
    /// Return as much of what is compressed as there is, after data was added.
    #[method(data, /)]
    fn compress<'py>(
        &self,
        cx: &mut Context<'py>,
        data: Buffer<'py>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut input = data.bytes(cx);
        // Most of it comes when a block is full, or at the end.
        let guess = (input.len() / 4).clamp(64, 256 * 1024);
        let mut stream = self.stream.lock(cx)?;
        let mut writer = BytesWriter::new(cx, guess)?;
        let code = advance(cx, &mut stream, &mut input, &mut writer, flush::NONE)?;
        match code {
            Code::Ok | Code::BufError => writer.finish(cx),
            code => Err(raise(cx, code, message(&stream), "while compressing data")),
        }
    }

    /// Return the rest of what is compressed.
    ///
    /// After Z_FINISH that is the end; after Z_SYNC_FLUSH or Z_FULL_FLUSH more data can follow.
    #[method(mode = 4, /)]
    fn flush<'py>(&self, cx: &mut Context<'py>, mode: i32) -> PyResult<Bound<'py, PyBytes>> {
        if mode == flush::NONE {
            return PyBytes::new(cx, b"");
        }
        let mut stream = self.stream.lock(cx)?;
        let mut writer = BytesWriter::new(cx, 1024)?;
        match advance(cx, &mut stream, &mut &[][..], &mut writer, mode)? {
            Code::StreamEnd => *stream = None,
            Code::Ok | Code::BufError => (),
            code => return Err(raise(cx, code, message(&stream), "while flushing")),
        }
        drop(stream);
        writer.finish(cx)
    }

    /// Return a copy, which goes on as this does.
    #[method]
    fn copy<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Compress>> {
        let mut stream = self.stream.lock(cx)?;
        let copy = match &mut *stream {
            Some(stream) => stream
                .copy()
                .map_err(|failure| not_copied(cx, failure, PURPOSE))?,
            None => return Err(inconsistent(cx)),
        };
        drop(stream);
        Compress::create(
            cx,
            Compress {
                stream: Mutex::new(Some(copy)),
            },
        )
    }

    #[method]
    fn __copy__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Compress>> {
        self.copy(cx)
    }

    #[method(memo, /)]
    fn __deepcopy__<'py>(
        &self,
        cx: &mut Context<'py>,
        memo: Borrowed<'py>,
    ) -> PyResult<Bound<'py, Compress>> {
        let _ = memo;
        self.copy(cx)
    }
}

/// Compresses `input`. A stream that has ended says so as zlib's does.
fn advance<'py>(
    cx: &mut Context<'py>,
    stream: &mut Option<Deflate<Python>>,
    input: &mut &[u8],
    writer: &mut BytesWriter<'py>,
    flush: i32,
) -> PyResult<Code> {
    let Some(stream) = stream else {
        return Ok(Code::StreamError);
    };
    run(cx, input, writer, usize::MAX, |input, out, most| {
        stream.run(input, out, most, flush)
    })
}

fn message(stream: &Option<Deflate<Python>>) -> Option<&'static str> {
    stream.as_ref().and_then(Deflate::message)
}
