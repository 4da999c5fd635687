//! Decompressing bit by bit.

use crate::dictionary::Dictionary;
use crate::failure::{inconsistent, negative, not_copied, not_made, raise};
use crate::output::{finishing, first_guess, run};
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use cpython_api::prelude::*;
use zlib_stream::{Code, Inflate, Python, flush};

const PURPOSE: &str = "decompression";
const WHEN: &str = "while decompressing data";

// What decompressobj() returns. It has no docstring in C.
#[class(hidden, mutable)]
pub(crate) struct Decompress {
    /// `None` after the end.
    #[no_gc]
    stream: Mutex<Option<Inflate<Python>>>,
    dictionary: Field<PyBytes>,
    unused_data: Field<PyBytes>,
    unconsumed_tail: Field<PyBytes>,
    eof: AtomicBool,
}

/// Return an object that decompresses what it is given bit by bit.
///
/// wbits says which format it has; zdict is the dictionary with which it was compressed.
#[function(wbits = 15, zdict = None)]
pub(crate) fn decompressobj<'py>(
    cx: &mut Context<'py>,
    wbits: i32,
    zdict: Option<Dictionary<'py>>,
) -> PyResult<Bound<'py, Decompress>> {
    let (stream, dictionary) = begin(cx, wbits, zdict)?;
    let nothing = PyBytes::new(cx, b"")?;
    let payload = Decompress {
        stream: Mutex::new(Some(stream)),
        dictionary: dictionary.map_or(Field::new(), |bytes| Field::of(cx, bytes)),
        unused_data: Field::of(cx, nothing.clone_ref(cx)),
        unconsumed_tail: Field::of(cx, nothing),
        eof: AtomicBool::new(false),
    };
    Decompress::create(cx, payload)
}

/// A stream and its dictionary, which one without a header knows already.
pub(crate) fn begin<'py>(
    cx: &mut Context<'py>,
    wbits: i32,
    zdict: Option<Dictionary<'py>>,
) -> PyResult<(Inflate<Python>, Option<Bound<'py, PyBytes>>)> {
    let mut stream = match Inflate::new(wbits) {
        Ok(stream) => stream,
        Err(failure) => return Err(not_made(cx, failure, PURPOSE)),
    };
    let dictionary = match zdict {
        Some(zdict) => Some(zdict.keep(cx)?),
        None => None,
    };
    if let (Some(dictionary), ..0) = (&dictionary, wbits) {
        set_dictionary(cx, &mut stream, dictionary)?;
    }
    Ok((stream, dictionary))
}

pub(crate) fn set_dictionary<'py>(
    cx: &mut Context<'py>,
    stream: &mut Inflate<Python>,
    dictionary: &Bound<'py, PyBytes>,
) -> PyResult<()> {
    match stream.set_dictionary(dictionary.as_bytes(cx)) {
        Ok(()) => Ok(()),
        Err(failure) => {
            let when = "while setting zdict";
            Err(raise(cx, failure.code, failure.message, when))
        }
    }
}

/// Decompresses `input` to `writer`, `limit` bytes at most, with the dictionary if it is asked for.
pub(crate) fn advance<'py>(
    cx: &mut Context<'py>,
    stream: &mut Inflate<Python>,
    dictionary: Option<Bound<'py, PyBytes>>,
    input: &mut &[u8],
    writer: &mut BytesWriter<'py>,
    limit: usize,
) -> PyResult<Code> {
    loop {
        let code = run(cx, input, writer, limit, |input, out, most| {
            stream.run(input, out, most, flush::SYNC)
        })?;
        match (code, &dictionary) {
            (Code::NeedDict, Some(dictionary)) => set_dictionary(cx, stream, dictionary)?,
            _ => return Ok(code),
        }
    }
}

#[methods(twin = "Decompress")]
impl Decompress {
    /// Return as much of what is decompressed as there is, after data was added.
    ///
    /// If max_length is not 0, that is no more than so many bytes, and what was not looked at is kept in
    /// unconsumed_tail.
    #[method(data, /, max_length = 0)]
    fn decompress<'py>(
        &self,
        cx: &mut Context<'py>,
        data: Buffer<'py>,
        max_length: isize,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let limit = match usize::try_from(max_length) {
            Ok(0) => usize::MAX,
            Ok(limit) => limit,
            Err(_) => return Err(negative(cx, "max_length")),
        };
        let mut input = data.bytes(cx);
        let mut locked = self.stream.lock(cx)?;
        let mut writer = BytesWriter::new(cx, limit.min(first_guess(input.len())))?;
        let code = match &mut *locked {
            Some(stream) => {
                let dictionary = self.dictionary.get(cx);
                advance(cx, stream, dictionary, &mut input, &mut writer, limit)?
            }
            None => Code::StreamError,
        };
        self.keep(cx, input, code)?;
        match code {
            Code::StreamEnd => self.eof.store(true, Relaxed),
            Code::Ok | Code::BufError => (),
            code => return Err(raise(cx, code, message(&locked), WHEN)),
        }
        drop(locked);
        writer.finish(cx)
    }

    /// Return what is left, of what was kept as well.
    #[method(length = 16384, /)]
    fn flush<'py>(&self, cx: &mut Context<'py>, length: isize) -> PyResult<Bound<'py, PyBytes>> {
        let room = match usize::try_from(length) {
            Ok(room) if room > 0 => room,
            _ => {
                return Err(ValueError::raise(cx, "length must be greater than zero"));
            }
        };
        let mut locked = self.stream.lock(cx)?;
        let tail = self.unconsumed_tail.get(cx);
        let mut input = tail.as_ref().map_or(&[][..], |tail| tail.as_bytes(cx));
        let mut writer = BytesWriter::new(cx, room)?;
        let code = match &mut *locked {
            Some(stream) => run(
                cx,
                &mut input,
                &mut writer,
                usize::MAX,
                |input, out, most| stream.run(input, out, most, finishing(input)),
            )?,
            // It has ended already.
            None => Code::BufError,
        };
        self.keep(cx, input, code)?;
        match code {
            Code::StreamEnd => {
                self.eof.store(true, Relaxed);
                *locked = None;
            }
            Code::Ok | Code::BufError => (),
            code if cfg!(Py_3_14) => return Err(raise(cx, code, message(&locked), WHEN)),
            // What is wrong with the data is said when it is given.
            _ => (),
        }
        drop(locked);
        writer.finish(cx)
    }

    /// Return a copy, which goes on as this does.
    #[method]
    fn copy<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Decompress>> {
        let mut locked = self.stream.lock(cx)?;
        let copy = match &mut *locked {
            Some(stream) => stream
                .copy()
                .map_err(|failure| not_copied(cx, failure, PURPOSE))?,
            None => return Err(inconsistent(cx)),
        };
        let same = |field: &Field<PyBytes>| {
            field
                .get(cx)
                .map_or(Field::new(), |bytes| Field::of(cx, bytes))
        };
        let payload = Decompress {
            stream: Mutex::new(Some(copy)),
            dictionary: same(&self.dictionary),
            unused_data: same(&self.unused_data),
            unconsumed_tail: same(&self.unconsumed_tail),
            eof: AtomicBool::new(self.eof.load(Relaxed)),
        };
        drop(locked);
        Decompress::create(cx, payload)
    }

    #[method]
    fn __copy__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Decompress>> {
        self.copy(cx)
    }

    #[method(memo, /)]
    fn __deepcopy__<'py>(
        &self,
        cx: &mut Context<'py>,
        memo: Borrowed<'py>,
    ) -> PyResult<Bound<'py, Decompress>> {
        let _ = memo;
        self.copy(cx)
    }

    #[getter]
    fn unused_data<'py>(&self, cx: &mut Context<'py>) -> Option<Bound<'py, PyBytes>> {
        self.unused_data.get(cx)
    }

    #[getter]
    fn unconsumed_tail<'py>(&self, cx: &mut Context<'py>) -> Option<Bound<'py, PyBytes>> {
        self.unconsumed_tail.get(cx)
    }

    #[getter]
    fn eof(&self) -> bool {
        self.eof.load(Relaxed)
    }

    /// Keeps the rest of the input: behind the end, or where it is asked for again.
    fn keep<'py>(&self, cx: &mut Context<'py>, rest: &[u8], code: Code) -> PyResult<()> {
        let is_behind = code == Code::StreamEnd;
        if is_behind && !rest.is_empty() {
            let before = self.unused_data.get(cx);
            let before = before.as_ref().map_or(&[][..], |bytes| bytes.as_bytes(cx));
            let mut writer = BytesWriter::new(cx, before.len().saturating_add(rest.len()))?;
            writer.extend(cx, before)?;
            writer.extend(cx, rest)?;
            let all = writer.finish(cx)?;
            self.unused_data.set(cx, Some(all))?;
        }
        let had_tail = self
            .unconsumed_tail
            .get(cx)
            .is_some_and(|tail| !tail.as_bytes(cx).is_empty());
        if had_tail || (!is_behind && !rest.is_empty()) {
            // Before 3.14, what is behind is in the tail as well.
            let rest = if is_behind && cfg!(Py_3_14) {
                b""
            } else {
                rest
            };
            let rest = PyBytes::new(cx, rest)?;
            self.unconsumed_tail.set(cx, Some(rest))?;
        }
        Ok(())
    }
}

fn message(stream: &Option<Inflate<Python>>) -> Option<&'static str> {
    stream.as_ref().and_then(Inflate::message)
}
