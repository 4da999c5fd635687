//! Compressing.

use crate::code::{Code, Failure, message};
use crate::header::Header;
use crate::lent::lend;
use crate::level::Search;
use crate::memory::{Memory, without_stream};
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use outbuf::Out;
use zlib_rs::c_api::z_stream;
use zlib_rs::deflate::{self, DeflateStream, Method, Strategy};
use zlib_rs::{DeflateConfig, DeflateFlush, ReturnCode};

/// What is chosen when a stream begins: zlib's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// 0 to 9: how much to do for a small result; -1 for 6.
    pub level: i32,
    /// 9 to 15: the logarithm of the window, with zlib's header; with 16 more, gzip's; negative: none.
    /// 8 is taken for 9 where that shows in a header.
    pub window_bits: i32,
    /// 1 to 9: how much memory to use.
    pub mem_level: i32,
    /// 0 to 4: what to look for.
    pub strategy: i32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            level: -1,
            window_bits: 15,
            mem_level: 8,
            strategy: 0,
        }
    }
}

/// A stream that compresses.
///
/// # Invariants
/// `stream` was made by zlib-rs' `init` or `copy`, with the functions of `M`, and has not ended.
/// Between calls it has pointers to its own memory only.
pub struct Deflate<M: Memory> {
    stream: z_stream,
    header: Header,
    memory: PhantomData<fn() -> M>,
}

// SAFETY: it owns its memory, which any thread can free; nothing in it belongs to a thread.
unsafe impl<M: Memory> Send for Deflate<M> {}
// SAFETY: what `&self` can do is to read.
unsafe impl<M: Memory> Sync for Deflate<M> {}

impl<M: Memory> Deflate<M> {
    /// A stream that begins.
    ///
    /// # Errors
    /// [`Code::StreamError`] for a parameter that there is not, [`Code::MemError`].
    pub fn new(parameters: Parameters) -> Result<Self, Failure> {
        let Parameters {
            level,
            window_bits,
            mem_level,
            strategy: number,
        } = parameters;
        let mut stream = without_stream::<M>();
        let Ok(strategy) = Strategy::try_from(number) else {
            return Err(Failure::of(ReturnCode::StreamError, &stream));
        };
        let search = Search::of(level);
        let config = DeflateConfig {
            level: search.level,
            method: Method::Deflated,
            window_bits,
            mem_level,
            strategy,
        };
        match deflate::init(&mut stream, config) {
            ReturnCode::Ok => {
                let mut made = Deflate {
                    stream,
                    header: Header::new(window_bits, level, number),
                    memory: PhantomData,
                };
                search.begin(of(&mut made.stream), strategy);
                Ok(made)
            }
            code => Err(Failure::of(code, &stream)),
        }
    }

    /// Compresses `input` into `out`, as much as there is of the one and room in the other, but no more
    /// than `most` bytes of output, and [`MOST`](crate::MOST) of either. What was read is taken off `input`.
    ///
    /// It has to be called again, with the same `flush`, until it leaves some room.
    /// [`StreamError`](Code::StreamError) says that there is no such `flush`, or that the stream
    /// was finished.
    pub fn run(&mut self, input: &mut &[u8], out: &mut Out<'_>, most: usize, flush: i32) -> Code {
        let Ok(flush) = DeflateFlush::try_from(flush) else {
            return Code::StreamError;
        };
        let before = out.written().len();
        let run = |stream: &mut z_stream| deflate::deflate(of(stream), flush);
        // SAFETY: `run` calls zlib-rs with this stream.
        let code = unsafe { lend(&mut self.stream, input, out, most, run) };
        self.header.pass(&mut out.written_mut()[before..]);
        Code::of(code)
    }

    /// Has it know `dictionary`, before the first input: only its last 32 KiB count.
    ///
    /// # Errors
    /// [`Code::StreamError`], if it is too late, or this is a gzip stream.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> Result<(), Failure> {
        // zlib-rs counts it in an `unsigned int` before it looks at its end.
        let dictionary = tail(dictionary);
        match deflate::set_dictionary(of(&mut self.stream), dictionary) {
            ReturnCode::Ok => Ok(()),
            code => Err(Failure::of(code, &self.stream)),
        }
    }

    /// A second stream that goes on as this one does.
    ///
    /// # Errors
    /// [`Code::MemError`].
    pub fn copy(&mut self) -> Result<Self, Failure> {
        let copied = copied(of(&mut self.stream));
        let stream = copied.map_err(|code| Failure::of(code, &self.stream))?;
        Ok(Deflate {
            stream,
            header: self.header,
            memory: PhantomData,
        })
    }

    /// Begins anew, with the same parameters but for the level and the strategy.
    ///
    /// # Errors
    /// [`Code::StreamError`] for one that there is not; then the stream is of no use.
    pub fn reset(&mut self, level: i32, strategy: i32) -> Result<(), Failure> {
        let stream = of(&mut self.stream);
        let mut code = deflate::reset(stream);
        self.header = self.header.again(level, strategy);
        if code == ReturnCode::Ok {
            code = match Strategy::try_from(strategy) {
                Ok(strategy) => Search::of(level).begin(stream, strategy),
                Err(()) => ReturnCode::StreamError,
            };
        }
        match code {
            ReturnCode::Ok => Ok(()),
            code => Err(Failure::of(code, &self.stream)),
        }
    }

    /// What zlib says of the last error.
    pub fn message(&self) -> Option<&'static str> {
        message(&self.stream)
    }
}

/// The end of a dictionary that a window can hold.
pub(crate) fn tail(dictionary: &[u8]) -> &[u8] {
    &dictionary[dictionary.len().saturating_sub(u32::MAX as usize)..]
}

/// The stream, as zlib-rs' functions have it.
fn of<'a>(stream: &'a mut z_stream) -> &'a mut DeflateStream<'a> {
    // SAFETY: only called for that of a `Deflate`, which has one by its invariant.
    let stream = unsafe { DeflateStream::from_stream_mut(stream) };
    stream.expect("a stream that has not ended")
}

fn copied(source: &mut DeflateStream<'_>) -> Result<z_stream, ReturnCode> {
    let mut copy = MaybeUninit::uninit();
    match deflate::copy(&mut copy, source) {
        // SAFETY: it was initialised, and has the layout of a `z_stream`.
        ReturnCode::Ok => Ok(unsafe { copy.as_ptr().cast::<z_stream>().read() }),
        code => Err(code),
    }
}

impl<M: Memory> Drop for Deflate<M> {
    fn drop(&mut self) {
        // It says if something was still to be written.
        let _ = deflate::end(of(&mut self.stream));
    }
}

impl<M: Memory> fmt::Debug for Deflate<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deflate")
    }
}

/// As much as `len` bytes can become, with zlib's header and the usual parameters.
pub fn compress_bound(len: usize) -> usize {
    zlib_rs::compress_bound(len)
}
