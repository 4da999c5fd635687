//! Small data, compressed without a stream: to begin one takes longer than the work.

use crate::container::{Container, level_number};
use crate::streams::Streams;
use crate::{Error, one_shot};
use codec_deflate::{LIMIT, Level};
use cpython_api::prelude::*;

/// `data`, compressed, if it is small and the parameters are those of a compressing level.
pub(crate) fn compress<'py>(
    cx: &mut Context<'py>,
    data: &[u8],
    level: i32,
    wbits: i32,
) -> PyResult<Option<Bound<'py, PyBytes>>> {
    if data.len() > LIMIT {
        return Ok(None);
    }
    let number = level_number(level);
    let (Some(container), Some(level)) = (Container::of(wbits), Level::new(number)) else {
        return Ok(None);
    };
    let streams = Streams::of(cx)?;
    let mut words = match streams.words(cx) {
        Ok(words) => words,
        Err(_) => return Err(MemoryError::raise(cx, one_shot::OUT_OF_MEMORY)),
    };
    let Some(work) = words.first_chunk_mut() else {
        return Ok(None);
    };
    let Some(block) = codec_deflate::deflate(data, level, container.window(), work) else {
        return Ok(None);
    };
    let bytes = PyBytes::build(cx, block.len() + container.len(), |out| {
        container.write_head(number, out)?;
        block.write(out)?;
        container.write_checksum(data, out)
    });
    let bytes = bytes.or_raise::<Error>(cx);
    streams.give_back_words(cx, words);
    bytes.map(Some)
}
