//! Decompressing bit by bit, with all that is kept inside: what gzip and zipfile read with.

use crate::DEF_BUF_SIZE;
use crate::decompressor::{advance, begin};
use crate::dictionary::Dictionary;
use crate::failure::raise;
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use cpython_api::EOFError;
use cpython_api::memory::Vec;
use cpython_api::prelude::*;
use zlib_stream::{Code, Inflate, Python};

/// So much room there is at once, if it is asked for.
const LARGEST_GUESS: usize = 16 * 1024 * 1024;

struct State {
    /// `None` after the end.
    stream: Option<Inflate<Python>>,
    /// What was given and not looked at yet: from `read` on.
    waiting: Vec<u8>,
    read: usize,
}

/// Create an object that decompresses what it is given bit by bit.
///
/// wbits says which format it has; zdict is the dictionary with which it was compressed.
#[class(name = "_ZlibDecompressor", twin = "ZlibDecompressor__new__")]
pub(crate) struct ZlibDecompressor {
    #[no_gc]
    state: Mutex<State>,
    dictionary: Field<PyBytes>,
    unused_data: Field<PyBytes>,
    eof: AtomicBool,
    needs_input: AtomicBool,
}

#[methods(twin = "ZlibDecompressor")]
impl ZlibDecompressor {
    #[new(wbits = 15, zdict = None)]
    fn new<'py>(
        cx: &mut Context<'py>,
        wbits: i32,
        zdict: Option<Dictionary<'py>>,
    ) -> PyResult<ZlibDecompressor> {
        let (stream, dictionary) = begin(cx, wbits, zdict)?;
        let nothing = PyBytes::new(cx, b"")?;
        Ok(ZlibDecompressor {
            state: Mutex::new(State {
                stream: Some(stream),
                waiting: Vec::new(),
                read: 0,
            }),
            dictionary: dictionary.map_or(Field::new(), |bytes| Field::of(cx, bytes)),
            unused_data: Field::of(cx, nothing),
            eof: AtomicBool::new(false),
            needs_input: AtomicBool::new(true),
        })
    }

    /// Return as much of what is decompressed as there is, after data was added.
    ///
    /// If max_length is not negative, that is no more than so many bytes; when needs_input is false then,
    /// the next call can be given b'' and returns more. After the end, which eof tells, it raises
    /// EOFError, and what was behind is in unused_data.
    #[method(data, max_length = -1)]
    fn decompress<'py>(
        &self,
        cx: &mut Context<'py>,
        data: Buffer<'py>,
        max_length: isize,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let data = data.bytes(cx);
        let mut locked = self.state.lock(cx)?;
        let State {
            stream,
            waiting,
            read,
        } = &mut *locked;
        let Some(running) = stream else {
            return Err(EOFError::raise(cx, "End of stream already reached"));
        };
        let (limit, guess) = match usize::try_from(max_length) {
            Ok(limit) if max_length != isize::MAX => (limit, limit.min(LARGEST_GUESS)),
            _ => (usize::MAX, DEF_BUF_SIZE),
        };
        // First: who repeats a call for which there was no memory gives the data once more.
        let mut writer = BytesWriter::new(cx, guess)?;
        if !waiting.is_empty() {
            // What was looked at makes room for what comes, as soon as it is the larger part.
            if *read > waiting.len() / 2 {
                waiting.copy_within(*read.., 0);
                let left = waiting.len() - *read;
                waiting.truncate(left);
                *read = 0;
            }
            waiting.extend_from_slice(cx, data)?;
        }
        let mut input = match waiting.is_empty() {
            true => data,
            false => &waiting[*read..],
        };
        let is_direct = waiting.is_empty();
        let total = input.len();
        let dictionary = self.dictionary.get(cx);
        let code = advance(cx, running, dictionary, &mut input, &mut writer, limit);
        let message = running.message();
        match code {
            Ok(Code::Ok | Code::BufError) => {
                let done = total - input.len();
                self.needs_input.store(done == total, Relaxed);
                if done == total {
                    waiting.clear();
                    *read = 0;
                } else if is_direct {
                    waiting.extend_from_slice(cx, &data[done..])?;
                } else {
                    *read += done;
                }
            }
            Ok(Code::StreamEnd) => {
                let rest = match input.is_empty() {
                    true => Ok(None),
                    false => PyBytes::new(cx, input).map(Some),
                };
                // It has ended, whether there is memory for that or not.
                *stream = None;
                *waiting = Vec::new();
                self.eof.store(true, Relaxed);
                self.needs_input.store(false, Relaxed);
                if let Some(rest) = rest? {
                    self.unused_data.set(cx, Some(rest))?;
                }
            }
            failed => {
                waiting.clear();
                *read = 0;
                let code = failed?;
                return Err(raise(cx, code, message, "while decompressing data"));
            }
        }
        drop(locked);
        writer.finish(cx)
    }

    /// Whether the end was reached.
    #[getter]
    fn eof(&self) -> bool {
        self.eof.load(Relaxed)
    }

    /// What was behind the end.
    #[getter]
    fn unused_data<'py>(&self, cx: &mut Context<'py>) -> Option<Bound<'py, PyBytes>> {
        self.unused_data.get(cx)
    }

    /// Whether there is no more without more input.
    #[getter]
    fn needs_input(&self) -> bool {
        self.needs_input.load(Relaxed)
    }
}
