//! `tuple`, `list`, `dict`, `set`, `frozenset` and `slice`.

use cpython_api::prelude::*;
use cpython_api::types::Indices;

type Set<'py> = Bound<'py, PySet>;
type FrozenSet<'py> = Bound<'py, PyFrozenSet>;

/// A pair, and its length.
#[function(a, b, /)]
pub(crate) fn tuple_pair<'py>(
    cx: &mut Context<'py>,
    a: Borrowed<'py>,
    b: Borrowed<'py>,
) -> PyResult<(Bound<'py, PyTuple>, usize)> {
    let pair = PyTuple::new(cx, [a.clone_ref(cx), b.clone_ref(cx)])?;
    let length = pair.len(cx);
    Ok((pair, length))
}

/// One item, or None.
#[function(items, index, /)]
pub(crate) fn tuple_get<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyTuple>,
    index: usize,
) -> PyResult<Option<Borrowed<'py>>> {
    Ok(items.item(cx, index))
}

/// The first `count` items in the opposite order: SystemError if there are not so many.
#[function(items, count, /)]
pub(crate) fn tuple_reversed<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyTuple>,
    count: usize,
) -> PyResult<Bound<'py, PyTuple>> {
    let reversed = items.into_slice(cx).iter().rev();
    PyTuple::from_iter(cx, count, reversed.map(|item| Ok(item.clone_ref(cx))))
}

/// `items[index]`
#[function(items, index, /)]
pub(crate) fn list_get<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyList>,
    index: usize,
) -> PyResult<Bound<'py>> {
    items.get(cx, index)
}

/// `items[index] = value`
#[function(items, index, value, /)]
pub(crate) fn list_set<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyList>,
    index: usize,
    value: Borrowed<'py>,
) -> PyResult<()> {
    let value = value.clone_ref(cx);
    items.set(cx, index, value)
}

/// Appends, inserts and extends; the length.
#[function(items, value, more, /)]
pub(crate) fn list_add<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyList>,
    value: Borrowed<'py>,
    more: Borrowed<'py>,
) -> PyResult<usize> {
    items.append(cx, &value)?;
    items.insert(cx, 0, &value)?;
    items.extend(cx, &more)?;
    Ok(items.len(cx))
}

/// A slice, which is then replaced by all of the items.
#[function(items, start, end, /)]
pub(crate) fn list_slices<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyList>,
    start: usize,
    end: usize,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyTuple>)> {
    let slice = items.slice(cx, start, end)?;
    let all = items.to_tuple(cx)?;
    items.set_slice(cx, start, end, &all)?;
    Ok((slice, all))
}

/// Sorts backwards, and takes the last out.
#[function(items, /)]
pub(crate) fn list_sort<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyList>,
) -> PyResult<Bound<'py>> {
    items.sort(cx)?;
    items.reverse(cx)?;
    items.pop(cx)
}

/// `items.clear()`, and a new list.
#[function(items, /)]
pub(crate) fn list_clear<'py>(
    cx: &mut Context<'py>,
    items: Borrowed<'py, PyList>,
) -> PyResult<Bound<'py, PyList>> {
    items.clear(cx)?;
    PyList::new(cx)
}

/// `mapping.get(key)`
#[function(mapping, key, /)]
pub(crate) fn dict_get<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    key: Borrowed<'py>,
) -> PyResult<Option<Bound<'py>>> {
    mapping.get(cx, &key)
}

/// `mapping.get("text")` after `mapping["text"] = value`.
#[function(mapping, value, /)]
pub(crate) fn dict_text<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    value: Borrowed<'py>,
) -> PyResult<Option<Bound<'py>>> {
    mapping.set_str(cx, "text", &value)?;
    mapping.get_str(cx, "text")
}

/// Sets a value; whether it is there, and how many there are.
#[function(mapping, key, value, /)]
pub(crate) fn dict_set<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    key: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<(bool, usize)> {
    mapping.set(cx, &key, &value)?;
    Ok((mapping.contains(cx, &key)?, mapping.len(cx)))
}

/// `mapping.setdefault(key, value)`
#[function(mapping, key, value, /)]
pub(crate) fn dict_set_default<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    key: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<Bound<'py>> {
    mapping.set_default(cx, &key, &value)
}

/// `del mapping[key]`
#[function(mapping, key, /)]
pub(crate) fn dict_del<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    key: Borrowed<'py>,
) -> PyResult<()> {
    mapping.del(cx, &key)
}

/// `mapping.pop(key, None)`
#[function(mapping, key, /)]
pub(crate) fn dict_pop<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    key: Borrowed<'py>,
) -> PyResult<Option<Bound<'py>>> {
    mapping.pop(cx, &key)
}

/// Keys, values and items as lists.
#[function(mapping, /)]
pub(crate) fn dict_lists<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyList>, Bound<'py, PyList>)> {
    Ok((mapping.keys(cx)?, mapping.values(cx)?, mapping.items(cx)?))
}

/// `{**mapping, **other}`; and `mapping` is empty afterwards.
#[function(mapping, other, /)]
pub(crate) fn dict_merge<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py, PyDict>,
    other: Borrowed<'py>,
) -> PyResult<Bound<'py, PyDict>> {
    let copy = mapping.copy(cx)?;
    copy.update(cx, &other)?;
    mapping.clear(cx);
    Ok(copy)
}

/// `{*values, value}`, the same as a frozenset, whether both have it, and their lengths.
#[function(values, value, /)]
pub(crate) fn set_build<'py>(
    cx: &mut Context<'py>,
    values: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<(Set<'py>, FrozenSet<'py>, bool, (usize, usize))> {
    let set = PySet::from_iterable(cx, &values)?;
    set.add(cx, &value)?;
    let frozen = PyFrozenSet::from_iterable(cx, &set)?;
    let found = frozen.contains(cx, &value)? && set.contains(cx, &value)?;
    let lengths = (set.len(cx), frozen.len(cx));
    Ok((set, frozen, found, lengths))
}

/// `values.discard(value)`, whether it was there, and whether it would be in an empty set.
#[function(values, value, /)]
pub(crate) fn set_discard<'py>(
    cx: &mut Context<'py>,
    values: Borrowed<'py, PySet>,
    value: Borrowed<'py>,
) -> PyResult<(bool, bool)> {
    let found = values.discard(cx, &value)?;
    let empty = PySet::new(cx)?;
    Ok((found, empty.discard(cx, &value)?))
}

/// `values.pop()`, and `values.clear()`.
#[function(values, /)]
pub(crate) fn set_take<'py>(
    cx: &mut Context<'py>,
    values: Borrowed<'py, PySet>,
) -> PyResult<Bound<'py>> {
    let value = values.pop(cx)?;
    values.clear(cx)?;
    Ok(value)
}

/// `part.indices(length)`, and how many items that are.
#[function(part, length, /)]
pub(crate) fn slice_indices<'py>(
    cx: &mut Context<'py>,
    part: Borrowed<'py, PySlice>,
    length: usize,
) -> PyResult<(isize, isize, isize, usize)> {
    let Indices {
        start,
        stop,
        step,
        len,
    } = part.indices(cx, |_| length)?;
    Ok((start, stop, step, len))
}

/// `slice(start, None)`
#[function(start, /)]
pub(crate) fn slice_from<'py>(
    cx: &mut Context<'py>,
    start: Borrowed<'py>,
) -> PyResult<Bound<'py, PySlice>> {
    PySlice::new(cx, Some(&start), None, None)
}

/// What an iterable gives.
#[function(values, /)]
pub(crate) fn iterate<'py>(
    cx: &mut Context<'py>,
    values: Borrowed<'py>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::new(cx)?;
    let iterator = values.iter(cx)?;
    while let Some(value) = iterator.next(cx)? {
        list.append(cx, &value)?;
    }
    Ok(list)
}

/// `next(iterator, None)`
#[function(iterator, /)]
pub(crate) fn iterate_once<'py>(
    cx: &mut Context<'py>,
    iterator: Borrowed<'py, PyIterator>,
) -> PyResult<Option<Bound<'py>>> {
    iterator.next(cx)
}
