//! Functions with every kind of signature: `test_signatures.py` has the same ones in Python.
//!
//! Those that report their arguments return a tuple of them, in the order of the signature: `()` for
//! one that was left out, a tuple for `*args`, and names and values in turn for `**kwargs`.

use cpython_api::prelude::*;
use cpython_api::types::{Unconverted, Unconverted::LeftOut};

/// A tuple of what was given.
fn shown<'py>(
    cx: &Context<'py>,
    arguments: &[Option<&Bound<'py>>],
) -> PyResult<Bound<'py, PyTuple>> {
    let nothing = PyTuple::of(cx, &[])?;
    let mut items = [nothing.as_any(); 8];
    for (item, argument) in items.iter_mut().zip(arguments) {
        *item = argument.unwrap_or(nothing.as_any());
    }
    PyTuple::of(cx, &items[..arguments.len()])
}

/// The first four of the keywords, and their values.
fn pairs<'py>(cx: &Context<'py>, kwargs: Kwargs<'py>) -> PyResult<Bound<'py, PyTuple>> {
    let nothing = PyTuple::of(cx, &[])?;
    let pairs: [_; 4] = {
        let mut iter = kwargs.iter();
        core::array::from_fn(|_| iter.next())
    };
    let mut items = [nothing.as_any(); 8];
    for (pair, places) in pairs.iter().flatten().zip(items.chunks_mut(2)) {
        places[0] = pair.0.as_any();
        places[1] = pair.1.as_any();
    }
    PyTuple::of(cx, &items[..2 * kwargs.len().min(4)])
}

/// The answer.
#[function]
pub(crate) fn answer() -> u32 {
    42
}

/// The answer, if there were one.
#[function()]
pub(crate) fn no_answer(cx: &mut Context<'_>) -> PyResult<u32> {
    Err(ValueError::raise(cx, "there is no answer"))
}

/// One argument.
#[function(a, /)]
pub(crate) fn one<'py>(_cx: &Context<'py>, a: Borrowed<'py>) -> Borrowed<'py> {
    a
}

/// All kinds without stars.
#[function(a, /, b, c = None, *, d, e = None)]
pub(crate) fn kinds<'py>(
    cx: &mut Context<'py>,
    a: Borrowed<'py>,
    b: Borrowed<'py>,
    c: Option<Borrowed<'py>>,
    d: Borrowed<'py>,
    e: Option<Borrowed<'py>>,
) -> PyResult<Bound<'py, PyTuple>> {
    shown(
        cx,
        &[Some(&a), Some(&b), c.as_deref(), Some(&d), e.as_deref()],
    )
}

/// Any arguments.
#[function(*args)]
pub(crate) fn args_only<'py>(cx: &Context<'py>, args: Args<'py>) -> PyResult<Bound<'py, PyTuple>> {
    args.to_tuple(cx)
}

/// As `posonly_req_opt_varpos` in 3.15's `_testclinic`.
#[function(a, b = None, /, *args)]
pub(crate) fn positional_args<'py>(
    cx: &Context<'py>,
    a: Borrowed<'py>,
    b: Option<Borrowed<'py>>,
    args: Args<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let args = args.to_tuple(cx)?;
    shown(cx, &[Some(&a), b.as_deref(), Some(&args)])
}

/// As `_testclinic.posonly_vararg`.
#[function(a, /, b, *args)]
pub(crate) fn posonly_vararg<'py>(
    cx: &Context<'py>,
    a: Borrowed<'py>,
    b: Borrowed<'py>,
    args: Args<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let args = args.to_tuple(cx)?;
    shown(cx, &[Some(&a), Some(&b), Some(&args)])
}

/// As `_testclinic.vararg`.
#[function(a, *args)]
pub(crate) fn vararg<'py>(
    cx: &Context<'py>,
    a: Borrowed<'py>,
    args: Args<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let args = args.to_tuple(cx)?;
    shown(cx, &[Some(&a), Some(&args)])
}

/// As `_testclinic.vararg_kwonly_req_opt`.
#[function(*args, a, b = None, c = None)]
pub(crate) fn vararg_kwonly_req_opt<'py>(
    cx: &Context<'py>,
    args: Args<'py>,
    a: Borrowed<'py>,
    b: Option<Borrowed<'py>>,
    c: Option<Borrowed<'py>>,
) -> PyResult<Bound<'py, PyTuple>> {
    let args = args.to_tuple(cx)?;
    shown(cx, &[Some(&args), Some(&a), b.as_deref(), c.as_deref()])
}

/// Any keywords.
#[function(**kwargs)]
pub(crate) fn kwargs_only<'py>(
    cx: &Context<'py>,
    kwargs: Kwargs<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    pairs(cx, kwargs)
}

/// Positional-only parameters, whose names are free for keywords.
#[function(a, b = None, /, **kwargs)]
pub(crate) fn positional_kwargs<'py>(
    cx: &Context<'py>,
    a: Borrowed<'py>,
    b: Option<Borrowed<'py>>,
    kwargs: Kwargs<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let kwargs = pairs(cx, kwargs)?;
    shown(cx, &[Some(&a), b.as_deref(), Some(&kwargs)])
}

/// Parameters that keywords can be for, or not.
#[function(a, b = None, **kwargs)]
pub(crate) fn named_kwargs<'py>(
    cx: &Context<'py>,
    a: Borrowed<'py>,
    b: Option<Borrowed<'py>>,
    kwargs: Kwargs<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let kwargs = pairs(cx, kwargs)?;
    shown(cx, &[Some(&a), b.as_deref(), Some(&kwargs)])
}

/// Everything that a `def` statement knows.
#[expect(clippy::too_many_arguments, reason = "one of every kind")]
#[function(a, /, b, c = None, *args, d, e = None, **kwargs)]
pub(crate) fn everything<'py>(
    cx: &Context<'py>,
    a: Borrowed<'py>,
    b: Borrowed<'py>,
    c: Option<Borrowed<'py>>,
    args: Args<'py>,
    d: Borrowed<'py>,
    e: Option<Borrowed<'py>>,
    kwargs: Kwargs<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let args = args.to_tuple(cx)?;
    let kwargs = pairs(cx, kwargs)?;
    shown(
        cx,
        &[
            Some(&a),
            Some(&b),
            c.as_deref(),
            Some(&args),
            Some(&d),
            e.as_deref(),
            Some(&kwargs),
        ],
    )
}

/// The value of the keyword `größe`, or nothing.
#[function(**kwargs)]
pub(crate) fn keyword_value<'py>(
    cx: &Context<'py>,
    kwargs: Kwargs<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let value = kwargs.get(cx, "größe");
    shown(cx, &[value.as_deref()])
}

/// A name that is a keyword of Rust.
#[function(r#type, /, r#move = None)]
pub(crate) fn r#match<'py>(
    cx: &Context<'py>,
    r#type: Borrowed<'py>,
    r#move: Option<Borrowed<'py>>,
) -> PyResult<Bound<'py, PyTuple>> {
    shown(cx, &[Some(&r#type), r#move.as_deref()])
}

/// A name that is another function's in Rust.
#[function(a = 1; name = "renamed")]
pub(crate) fn with_another_name(_a: i32) -> u32 {
    7
}

/// How defaults are shown.
#[function(
    a = 1, b = -2, c = 1_000i32, d = 0xff, e = true, f = false, g = Wrapping(3), h = Some(4)
)]
#[expect(clippy::too_many_arguments, reason = "one for each kind of default")]
pub(crate) fn defaults(
    a: i32,
    b: i32,
    c: i32,
    d: i32,
    e: bool,
    f: bool,
    g: Wrapping<u32>,
    h: Option<i32>,
) -> u32 {
    let sum = a + b + c + d + i32::from(e) + i32::from(f) + h.unwrap_or(0);
    sum.unsigned_abs() + g.0
}

/// Arguments that are not converted before the function comes to them, and then one of them.
#[function(which, a = LeftOut(false), b = LeftOut(b"b\n"))]
pub(crate) fn unconverted<'py>(
    cx: &mut Context<'py>,
    which: bool,
    a: Unconverted<'py, bool>,
    b: Unconverted<'py, &'static [u8; 2]>,
) -> PyResult<Bound<'py>> {
    match (which, b) {
        (true, _) => a.is_true(cx)?.into_python(cx),
        (false, Unconverted::Given(b)) => Ok(b.clone_ref(cx)),
        (false, LeftOut(b)) => b[..].into_python(cx),
    }
}

/// A default that Python cannot be shown.
#[function(a = i32::MAX - 1)]
pub(crate) fn unrepresentable(a: i32) -> u32 {
    a.unsigned_abs()
}

/// One line.
///
/// ```text
/// >>> "quotes", 'and' \n
///     indented, /* with stars */ and a tab:	.
/// ```
///
/// Größe: 💡
#[doc = "\tEscapes: \u{e9} \x41 \\ \' \" \
         joined"]
#[doc = r#"Raw: \n "quoted""#]
#[function]
#[expect(clippy::tabs_in_doc_comments, reason = "the docstring has it as it is")]
pub(crate) fn documented() -> u32 {
    0
}

/**
 * A comment
 *   in stars.
 */
#[function]
pub(crate) fn documented_in_stars() -> u32 {
    0
}

/// Says that nothing is held, and holds a buffer.
pub(crate) struct Liar;

impl<'py> cpython_api::FromArgument<'py> for Liar {
    const HOLDS: bool = false;

    fn from_argument(
        cx: &mut Context<'py>,
        argument: cpython_api::Argument<'py>,
    ) -> PyResult<Self> {
        <Buffer<'py> as cpython_api::FromArgument<'py>>::from_argument(cx, argument).map(|_| Liar)
    }
}

/// A call in which nothing can be held.
#[function(data, /)]
pub(crate) fn held_by_a_liar(_data: Liar) {}
