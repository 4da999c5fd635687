//! What must not compile with handles of built-in types, each next to the nearest thing that does.

/// (c) An item of a tuple that is gone.
///
/// ```no_run
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, pair: Bound<'py, PyTuple>) -> usize {
///     let items = pair.as_slice(cx).len();
///     pair.release(cx);
///     items
/// }
/// ```
/// ```compile_fail,E0505
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, pair: Bound<'py, PyTuple>) -> usize {
///     let items = pair.as_slice(cx);
///     pair.release(cx);
///     items.len()
/// }
/// ```
mod c_item_of_a_tuple_that_is_gone {}

/// (c) The characters of a text that is gone; those of an argument stay for the call.
///
/// ```no_run
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, text: Borrowed<'py, PyStr>) -> PyResult<&'py str> {
///     text.into_utf8(cx)
/// }
/// ```
/// ```compile_fail,E0515
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, text: Bound<'py, PyStr>) -> PyResult<&'py str> {
///     text.utf8(cx)
/// }
/// ```
mod c_characters_of_a_text_that_is_gone {}

/// A handle that is lent for a moment, taken for one that is lent for the call.
///
/// ```compile_fail,E0597
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &Context<'py>) -> PyResult<Borrowed<'py, PyList>> {
///     let list = PyList::new(cx)?;
///     Ok(Borrowed::from_lent(&list))
/// }
/// ```
mod lent_for_too_long {}

/// (e) A value in a capsule that its thread must keep: a capsule can end anywhere.
///
/// ```no_run
/// use cpython_api::{PyCapsule, prelude::*};
/// fn f<'py>(cx: &Context<'py>) -> PyResult<Bound<'py, PyCapsule>> {
///     PyCapsule::new(cx, std::sync::Arc::new(1), c"module.name")
/// }
/// ```
/// ```compile_fail,E0277
/// use cpython_api::{PyCapsule, prelude::*};
/// fn f<'py>(cx: &Context<'py>) -> PyResult<Bound<'py, PyCapsule>> {
///     PyCapsule::new(cx, std::rc::Rc::new(1), c"module.name")
/// }
/// ```
mod e_value_of_one_thread_in_a_capsule {}

/// Iterating over a list while Python code can change it needs the context at each step.
///
/// ```compile_fail,E0277
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, list: Bound<'py, PyList>) {
///     for item in &list {}
/// }
/// ```
mod iterating_without_a_context {}
