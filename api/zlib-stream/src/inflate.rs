//! Decompressing.

use crate::code::{Code, Failure, message};
use crate::deflate::tail;
use crate::lent::lend;
use crate::memory::{Memory, without_stream};
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;
use outbuf::Out;
use zlib_rs::c_api::z_stream;
use zlib_rs::inflate::{self, InflateStream};
use zlib_rs::{InflateConfig, InflateFlush, ReturnCode};

/// A stream that decompresses.
///
/// # Invariants
/// `stream` was made by zlib-rs' `init` or `copy`, with the functions of `M`, and has not ended.
/// Between calls it has pointers to its own memory only.
pub struct Inflate<M: Memory> {
    stream: z_stream,
    /// What was wrong with the data, once something was.
    wrong: Option<&'static str>,
    memory: PhantomData<fn() -> M>,
}

// SAFETY: it owns its memory, which any thread can free; nothing in it belongs to a thread.
unsafe impl<M: Memory> Send for Inflate<M> {}
// SAFETY: what `&self` can do is to read.
unsafe impl<M: Memory> Sync for Inflate<M> {}

impl<M: Memory> Inflate<M> {
    /// A stream that begins. `window_bits` is 8 to 15 or 0 for what is in zlib's header, with 16 more for
    /// gzip's, with 32 more for either; negative for neither.
    ///
    /// # Errors
    /// [`Code::StreamError`] for one that there is not, [`Code::MemError`].
    pub fn new(window_bits: i32) -> Result<Self, Failure> {
        let mut stream = without_stream::<M>();
        match inflate::init(&mut stream, InflateConfig { window_bits }) {
            ReturnCode::Ok => Ok(Inflate {
                stream,
                wrong: None,
                memory: PhantomData,
            }),
            code => Err(Failure::of(code, &stream)),
        }
    }

    /// Decompresses `input` into `out`, as much as there is of the one and room in the other, but no more
    /// than `most` bytes of output, and [`MOST`](crate::MOST) of either. What was read is taken off `input`.
    ///
    /// With `flush::FINISH` all is there that there will be, and if there is room as well, the end
    /// comes with this call. [`StreamError`](Code::StreamError) says that there is no such `flush`.
    pub fn run(&mut self, input: &mut &[u8], out: &mut Out<'_>, most: usize, flush: i32) -> Code {
        let Ok(flush) = InflateFlush::try_from(flush) else {
            return Code::StreamError;
        };
        // SAFETY: what it reads and writes are the memory that `lend` has put there.
        let run = |stream: &mut z_stream| unsafe { inflate::inflate(of(stream), flush) };
        // SAFETY: `run` calls zlib-rs with this stream.
        let code = Code::of(unsafe { lend(&mut self.stream, input, out, most, run) });
        if code == Code::DataError && self.wrong.is_none() {
            self.wrong = match message(&self.stream) {
                Some(REPEATED) => Some(UNKNOWN),
                message => message,
            };
        }
        code
    }

    /// Has it know `dictionary`: when it [asks for it](Code::NeedDict) or, without a header, before
    /// the first input.
    ///
    /// # Errors
    /// [`Code::DataError`] if it is not the one that is asked for; [`Code::StreamError`] if none is.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> Result<(), Failure> {
        match inflate::set_dictionary(of(&mut self.stream), tail(dictionary)) {
            ReturnCode::Ok => Ok(()),
            code => Err(Failure::of(code, &self.stream)),
        }
    }

    /// A second stream that goes on as this one does.
    ///
    /// # Errors
    /// [`Code::MemError`].
    pub fn copy(&mut self) -> Result<Self, Failure> {
        // It wants to have been lent some room, if none.
        self.stream.next_out = NonNull::dangling().as_ptr();
        let copied = copied(of(&mut self.stream));
        self.stream.next_out = core::ptr::null_mut();
        let mut stream = copied.map_err(|code| Failure::of(code, &self.stream))?;
        stream.next_out = core::ptr::null_mut();
        Ok(Inflate {
            stream,
            wrong: self.wrong,
            memory: PhantomData,
        })
    }

    /// Begins anew, with other parameters, if you like.
    ///
    /// # Errors
    /// [`Code::StreamError`] for parameters that there are not; then it has not begun anew.
    pub fn reset(&mut self, window_bits: i32) -> Result<(), Failure> {
        let config = InflateConfig { window_bits };
        match inflate::reset_with_config(of(&mut self.stream), config) {
            ReturnCode::Ok => {
                self.wrong = None;
                Ok(())
            }
            code => Err(Failure::of(code, &self.stream)),
        }
    }

    /// What zlib says of the last error: of data that was wrong, as often as it is asked.
    pub fn message(&self) -> Option<&'static str> {
        self.wrong.or_else(|| message(&self.stream))
    }

    /// What is wrong with `data`, from its beginning, where [`message`](Self::message) does not know: it is read
    /// again, slowly. `None` if nothing is, or there is no memory.
    pub fn reason(window_bits: i32, data: &[u8]) -> Option<&'static str> {
        let mut stream = Inflate::<M>::new(window_bits).ok()?;
        let mut scratch = [MaybeUninit::uninit(); 1024];
        let mut rest = data;
        loop {
            // Too little for the way that is fast.
            let mut piece = &rest[..rest.len().min(SLOW)];
            let before = piece.len();
            let mut code = Code::Ok;
            let written = outbuf::fill(&mut scratch, |out| {
                code = stream.run(&mut piece, out, usize::MAX, crate::flush::SYNC);
                Ok::<_, core::convert::Infallible>(())
            });
            let idle = written.is_ok_and(|written| written.is_empty()) && piece.len() == before;
            rest = &rest[before - piece.len()..];
            if idle || code != Code::Ok {
                return stream.wrong;
            }
        }
    }
}

/// What zlib-rs says of a stream that it has found wrong before; but also of a code that is wrong, if it
/// meets it where it reads fast.
const REPEATED: &str = "repeated call with bad state";

/// What is said instead: in the data is something that there cannot be.
pub const UNKNOWN: &str = "invalid code or distance";

/// Where it reads fast, zlib-rs wants to have more than so many bytes.
const SLOW: usize = 8;

/// The stream, as zlib-rs' functions have it.
fn of<'a>(stream: &'a mut z_stream) -> &'a mut InflateStream<'a> {
    // SAFETY: only called for that of an `Inflate`, which has one by its invariant.
    let stream = unsafe { InflateStream::from_stream_mut(stream) };
    stream.expect("a stream that has not ended")
}

fn copied(source: &InflateStream<'_>) -> Result<z_stream, ReturnCode> {
    let mut copy = MaybeUninit::uninit();
    // SAFETY: it looks at no memory but the stream's own.
    match unsafe { inflate::copy(&mut copy, source) } {
        // SAFETY: it was initialised, and has the layout of a `z_stream`.
        ReturnCode::Ok => Ok(unsafe { copy.as_ptr().cast::<z_stream>().read() }),
        code => Err(code),
    }
}

impl<M: Memory> Drop for Inflate<M> {
    fn drop(&mut self) {
        let _ = inflate::end(of(&mut self.stream));
    }
}

impl<M: Memory> fmt::Debug for Inflate<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inflate")
    }
}
