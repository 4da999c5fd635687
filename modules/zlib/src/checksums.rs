//! Checksums.

use cpython_api::prelude::*;

/// To detach takes 50 ns, which is 1 % of the time for so many bytes.
const DETACH_ABOVE: usize = 128 * 1024;

/// Compute an Adler-32 checksum of data, which follows what value is the checksum of.
#[function(data, value = Wrapping(1), /)]
pub(crate) fn adler32<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    value: Wrapping<u32>,
) -> PyResult<u32> {
    Ok(checksum(cx, data, value, codec_adler::adler32))
}

/// Compute a CRC-32 checksum of data, which follows what value is the checksum of.
#[function(data, value = Wrapping(0), /)]
pub(crate) fn crc32<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    value: Wrapping<u32>,
) -> PyResult<u32> {
    Ok(checksum(cx, data, value, codec_crc::crc32))
}

fn checksum<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    value: Wrapping<u32>,
    of: impl Fn(&[u8], u32) -> u32,
) -> u32 {
    let data = data.bytes(cx);
    match data.len() > DETACH_ABOVE {
        true => cx.detach(|_| of(data, value.0)),
        false => of(data, value.0),
    }
}
