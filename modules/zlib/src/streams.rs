//! Streams that are used again: to make one takes longer than to compress a short text.

use codec_deflate::WORDS;
use cpython_api::memory::{OutOfMemory, Vec};
use cpython_api::prelude::*;
use zlib_stream::{Deflate, Failure, Inflate, Parameters, Python};

const WORDS_AT_ONCE: usize = 256;
const _: () = assert!(WORDS % WORDS_AT_ONCE == 0);

/// One of each kind that nobody uses, per interpreter.
#[state]
pub struct Streams {
    /// With the usual window and memory.
    #[no_gc]
    deflate: Guarded<Option<Deflate<Python>>>,
    #[no_gc]
    inflate: Guarded<Option<Inflate<Python>>>,
    /// Memory to compress small data in; empty if there is none or somebody uses it.
    #[no_gc]
    words: Guarded<Vec<u16>>,
}

impl ModuleState for Streams {
    fn new<'py>(_: &mut Context<'py>) -> PyResult<Streams> {
        Ok(Streams {
            deflate: Guarded::new(None),
            inflate: Guarded::new(None),
            words: Guarded::new(Vec::new()),
        })
    }
}

impl Streams {
    /// A stream that begins, as [`Deflate::new`].
    pub(crate) fn deflate(
        &self,
        cx: &mut Context<'_>,
        parameters: Parameters,
    ) -> Result<Deflate<Python>, Failure> {
        if !is_usual(parameters) {
            return Deflate::new(parameters);
        }
        let free = self.deflate.lock(cx).0.take();
        match free {
            Some(mut stream) => {
                stream.reset(parameters.level, parameters.strategy)?;
                Ok(stream)
            }
            None => Deflate::new(parameters),
        }
    }

    /// Keeps a stream, if it is one for the next call.
    pub(crate) fn give_back_deflate(
        &self,
        cx: &mut Context<'_>,
        stream: Deflate<Python>,
        parameters: Parameters,
    ) {
        if is_usual(parameters) {
            // A former one is dropped after the lock is free.
            let _former = self.deflate.lock(cx).0.replace(stream);
        }
    }

    /// A stream that begins, as [`Inflate::new`].
    pub(crate) fn inflate(
        &self,
        cx: &mut Context<'_>,
        window_bits: i32,
    ) -> Result<Inflate<Python>, Failure> {
        let free = self.inflate.lock(cx).0.take();
        match free {
            Some(mut stream) => {
                stream.reset(window_bits)?;
                Ok(stream)
            }
            None => Inflate::new(window_bits),
        }
    }

    /// Keeps a stream for the next call.
    pub(crate) fn give_back_inflate(&self, cx: &mut Context<'_>, stream: Inflate<Python>) {
        let _former = self.inflate.lock(cx).0.replace(stream);
    }

    /// [`WORDS`] words, for [`codec_deflate::deflate`].
    pub(crate) fn words(&self, cx: &mut Context<'_>) -> Result<Vec<u16>, OutOfMemory> {
        let mut words = core::mem::take(&mut *self.words.lock(cx).0);
        words.try_reserve(WORDS - words.len())?;
        while words.len() < WORDS {
            words.try_extend_from_slice(&[0; WORDS_AT_ONCE])?;
        }
        Ok(words)
    }

    /// Keeps them for the next call.
    pub(crate) fn give_back_words(&self, cx: &mut Context<'_>, words: Vec<u16>) {
        let _former = core::mem::replace(&mut *self.words.lock(cx).0, words);
    }
}

/// Only the level and the strategy of a stream can be changed.
fn is_usual(parameters: Parameters) -> bool {
    let usual = Parameters::default();
    (parameters.window_bits, parameters.mem_level) == (usual.window_bits, usual.mem_level)
}
