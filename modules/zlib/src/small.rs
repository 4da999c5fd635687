//! Small data, compressed without a stream: to begin one takes longer than the work.

use crate::streams::Streams;
use crate::{Error, one_shot};
use codec_adler::adler32;
use codec_crc::crc32;
use codec_deflate::{Block, LIMIT, Level};
use cpython_api::prelude::*;
use outbuf::{Full, Out};

/// The usual level, which -1 stands for.
const USUAL: u8 = 6;

/// What is around the deflated data.
#[derive(Clone, Copy)]
enum Format {
    Raw,
    Zlib,
    Gzip,
}

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
    let Some((format, window_bits)) = format(wbits) else {
        return Ok(None);
    };
    let number = match level {
        -1 => USUAL,
        level => u8::try_from(level).unwrap_or_default(),
    };
    let Some(level) = Level::new(number) else {
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
    let Some(block) = codec_deflate::deflate(data, level, 1 << window_bits, work) else {
        return Ok(None);
    };
    let around = match format {
        Format::Raw => 0,
        Format::Zlib => 2 + 4,
        Format::Gzip => 10 + 8,
    };
    let bytes = PyBytes::build(cx, block.len() + around, |out| match format {
        Format::Raw => block.write(out),
        Format::Zlib => write_zlib(data, &block, number, window_bits, out),
        Format::Gzip => write_gzip(data, &block, number, out),
    });
    let bytes = bytes.or_raise::<Error>(cx);
    streams.give_back_words(cx, words);
    bytes.map(Some)
}

/// What `wbits` says, if it is something, and the window's logarithm.
fn format(wbits: i32) -> Option<(Format, u8)> {
    let (format, bits) = match wbits {
        // zlib has no window of 256 bytes, although its header could say so.
        8 => (Format::Zlib, 9),
        9..=15 => (Format::Zlib, wbits),
        25..=31 => (Format::Gzip, wbits - 16),
        -15..=-9 => (Format::Raw, -wbits),
        _ => return None,
    };
    Some((format, bits as u8))
}

/// RFC 1950.
fn write_zlib(
    data: &[u8],
    block: &Block<'_>,
    level: u8,
    window_bits: u8,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let method = (window_bits - 8) << 4 | 8;
    let effort = match level {
        ..2 => 0,
        2..6 => 1,
        6 => 2,
        _ => 3,
    };
    let header = u16::from_be_bytes([method, effort << 6]);
    // The header is a multiple of 31.
    out.extend_array(header.next_multiple_of(31).to_be_bytes())?;
    block.write(out)?;
    out.extend_array(adler32(data, codec_adler::START).to_be_bytes())
}

/// RFC 1952.
fn write_gzip(data: &[u8], block: &Block<'_>, level: u8, out: &mut Out<'_>) -> Result<(), Full> {
    const SYSTEM: u8 = match () {
        () if cfg!(windows) => 10,
        () if cfg!(target_os = "macos") => 19,
        // Unix.
        () => 3,
    };
    let effort = match level {
        ..2 => 4,
        9.. => 2,
        _ => 0,
    };
    out.extend_array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, effort, SYSTEM])?;
    block.write(out)?;
    out.extend_array(crc32(data, 0).to_le_bytes())?;
    // LIMIT is less than 2^32.
    out.extend_array((data.len() as u32).to_le_bytes())
}
