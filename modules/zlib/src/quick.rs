//! Level 1, all at once: where the result is to be there soon, a stream is in the way.

use crate::container::{Container, level_number};
use crate::output::LARGEST_STEP;
use crate::{Error, one_shot};
use codec_deflate::{QUICK_PAIRS, Quick};
use cpython_api::memory::{OutOfMemory, Vec};
use cpython_api::prelude::*;

/// `data`, compressed, if that is to be done at level 1.
pub(crate) fn compress<'py>(
    cx: &mut Context<'py>,
    data: &[u8],
    level: i32,
    wbits: i32,
) -> PyResult<Option<Bound<'py, PyBytes>>> {
    let (Some(container), 1) = (Container::of(wbits), level_number(level)) else {
        return Ok(None);
    };
    let Ok(mut work) = zeros() else {
        return Err(MemoryError::raise(cx, one_shot::OUT_OF_MEMORY));
    };
    let work = work.first_chunk_mut();
    let Some(mut quick) = work.and_then(|work| Quick::new(data, container.window(), work)) else {
        return Ok(None);
    };
    let mut writer = BytesWriter::new(cx, one_shot::compressed_guess(data.len()))?;
    writer.reserve(cx, container.len())?;
    writer
        .write(|out| container.write_head(1, out))
        .or_raise::<Error>(cx)?;
    // What there is no room for.
    let mut missing = Some(0);
    while let Some(len) = missing {
        let more = writer.len().min(LARGEST_STEP).max(len + container.len());
        writer.reserve(cx, more)?;
        let written = cx.detach(|_| {
            writer.write(|out| {
                missing = quick.next_len();
                while let Some(len) = missing {
                    if out.remaining() < len + container.len() {
                        return Ok(());
                    }
                    quick.write(out)?;
                    missing = quick.next_len();
                }
                container.write_checksum(data, out)
            })
        });
        written.or_raise::<Error>(cx)?;
    }
    writer.finish(cx).map(Some)
}

/// Memory to work in.
fn zeros() -> Result<Vec<[u32; 2]>, OutOfMemory> {
    const AT_ONCE: usize = 256;
    const { assert!(QUICK_PAIRS % AT_ONCE == 0) };
    let mut pairs = Vec::new();
    pairs.try_reserve(QUICK_PAIRS)?;
    for _ in 0..QUICK_PAIRS / AT_ONCE {
        pairs.try_extend_from_slice(&[[0; 2]; AT_ONCE])?;
    }
    Ok(pairs)
}
