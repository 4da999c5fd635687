//! Handles: `Borrowed` lasts as long as the call, `Bound` is owned, and a type such as `PyDict` was
//! checked already. An operation that can run Python code takes `&mut Context`.

use cpython_api::{LookupError, prelude::*};

use crate::Error;

/// Count equal items, in a new dict or in one that is given.
#[function(items, /, into = None)]
pub(crate) fn tally<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py>,
    into: Option<Borrowed<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    let counts = match into {
        Some(counts) => counts.clone_ref(cx),
        None => PyDict::new(cx)?,
    };
    let iterator = items.iter(cx)?;
    while let Some(item) = iterator.next(cx)? {
        // Hashing an item, or comparing it, can run Python code: the context is lent to that.
        let count = match counts.get(cx, &item)? {
            Some(count) => count.index(cx)?.to_u64(cx)? + 1,
            None => 1,
        };
        let count = count.into_python(cx)?;
        counts.set(cx, &item, &count)?;
    }
    Ok(counts)
}

/// Return the first character of each word.
#[function(text, /)]
pub(crate) fn initials<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
) -> PyResult<Bound<'py, PyStr>> {
    // A str never changes, so its characters can be looked at whatever runs meanwhile.
    let data = text.into_data(cx);
    let mut writer = StrWriter::new();
    let mut in_word = false;
    for code in (0..data.len()).filter_map(|index| data.get(index)) {
        let is_space = code == u32::from(' ');
        if !is_space && !in_word {
            writer.push_code(cx, code)?;
        }
        in_word = !is_space;
    }
    writer.finish(cx)
}

/// Return mapping[key]; a LookupError becomes the cause of an Error.
#[function(mapping, key, /)]
pub(crate) fn look_up<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py>,
    key: Borrowed<'py>,
) -> PyResult<Bound<'py>> {
    match mapping.get_item(cx, &key) {
        // `Raised` stands for the exception that is pending. It is passed on, or else used up.
        Err(raised) if raised.matches::<LookupError>(cx) => {
            Err(Error::raise(cx, "nothing is there").with_cause(cx, raised))
        }
        result => result,
    }
}
