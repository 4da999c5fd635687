//! What must not compile, each next to the nearest thing that does.
//!
//! The letters are those of the list of attacks in the project's design.

/// (c) A loan of Python's memory kept across a call that can run Python code.
///
/// ```no_run
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>, other: Borrowed<'py>) -> PyResult<usize> {
///     let length = other.len(cx)?;
///     let bytes = data.bytes(cx);
///     Ok(bytes.len() + length)
/// }
/// ```
/// ```compile_fail,E0502
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>, other: Borrowed<'py>) -> PyResult<usize> {
///     let bytes = data.bytes(cx);
///     let length = other.len(cx)?;
///     Ok(bytes.len() + length)
/// }
/// ```
mod c_loan_across_python_code {}

/// (c) A loan kept while an exception is raised, whose class can be Python code.
///
/// ```no_run
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>) -> PyResult<u32> {
///     let empty = data.bytes(cx).is_empty();
///     let raised = ValueError::raise(cx, "no");
///     if empty { Err(raised) } else { Ok(0) }
/// }
/// ```
/// ```compile_fail,E0502
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>) -> PyResult<u32> {
///     let bytes = data.bytes(cx);
///     let raised = ValueError::raise(cx, "no");
///     if bytes.is_empty() { Err(raised) } else { Ok(0) }
/// }
/// ```
mod c_loan_across_raise {}

/// (c) A loan that outlives the call.
///
/// ```compile_fail,E0521
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>) {
///     let bytes = data.bytes(cx);
///     static KEPT: std::sync::Mutex<&'static [u8]> = std::sync::Mutex::new(&[]);
///     *KEPT.lock().unwrap() = bytes;
/// }
/// ```
mod c_loan_outlives_call {}

/// (c) A buffer kept for a later call: what it holds is released when this one returns.
///
/// ```compile_fail
/// use cpython_api::prelude::*;
/// fn f<'a>(data: Buffer<'a>) -> Buffer<'static> {
///     data
/// }
/// ```
mod c_buffer_kept {}

/// (a) A context sent to another thread.
///
/// ```compile_fail,E0277
/// use cpython_api::prelude::*;
/// fn f(cx: &mut Context<'_>) {
///     std::thread::scope(|scope| {
///         scope.spawn(|| { let _ = &cx; });
///     });
/// }
/// ```
mod a_context_sent {}

/// (a) A context made by safe code, or made twice.
///
/// ```compile_fail,E0624
/// use cpython_api::prelude::*;
/// fn f() {
///     let cx = Context::enter(unreachable!());
/// }
/// ```
/// ```compile_fail,E0277
/// use cpython_api::prelude::*;
/// fn f(cx: &mut Context<'_>) {
///     let second = Context::clone(cx);
/// }
/// ```
mod a_context_forged {}

/// (e) An object of one call kept for another.
///
/// ```no_run
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
///     PyBytes::build(cx, 0, |_| Ok::<(), core::fmt::Error>(())).or_raise::<ValueError>(cx)
/// }
/// ```
/// ```compile_fail
/// use cpython_api::prelude::*;
/// fn f<'py, 'other>(cx: &mut Context<'py>) -> PyResult<Bound<'other, PyBytes>> {
///     PyBytes::build(cx, 0, |_| Ok::<(), core::fmt::Error>(())).or_raise::<ValueError>(cx)
/// }
/// ```
mod e_object_of_another_call {}

/// An output that claims more than was written.
///
/// ```compile_fail,E0308
/// use cpython_api::prelude::*;
/// fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
///     PyBytes::build(cx, 8, |_| Ok::<usize, core::fmt::Error>(8)).or_raise::<ValueError>(cx)
/// }
/// ```
mod output_claimed {}

/// The attribute and the function must agree; the error is at the name that differs.
///
/// ```no_run
/// use cpython_api::prelude::*;
/// #[function(data, /, *, limit = 1)]
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>, limit: i32) -> PyResult<u32> { Ok(0) }
/// ```
/// ```compile_fail
/// use cpython_api::prelude::*;
/// #[function(data, /, *, limits = 1)]
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>, limit: i32) -> PyResult<u32> { Ok(0) }
/// ```
/// ```compile_fail
/// use cpython_api::prelude::*;
/// #[function(data, /)]
/// fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>, limit: i32) -> PyResult<u32> { Ok(0) }
/// ```
/// ```compile_fail
/// use cpython_api::prelude::*;
/// #[function(first = 1, second)]
/// fn f(cx: &mut Context<'_>, first: i32, second: i32) -> PyResult<u32> { Ok(0) }
/// ```
/// ```compile_fail,E0277
/// use cpython_api::prelude::*;
/// #[function(data)]
/// fn f(cx: &mut Context<'_>, data: std::path::PathBuf) -> PyResult<u32> { Ok(0) }
/// ```
mod signatures {}
