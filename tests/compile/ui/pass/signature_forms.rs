//! Everything that `#[function(…)]` accepts.

use cpython_api::prelude::*;

#[function]
fn no_parentheses() -> u32 {
    0
}

#[function()]
fn no_parameters(_: &Context<'_>) -> PyResult<u32> {
    Ok(0)
}

#[function(a, /, b, c = None, *args, d, e = Some(1), **kwargs; name = "all")]
#[allow(clippy::too_many_arguments)]
pub fn everything<'a>(
    #[allow(unused)] cx: &mut Context<'a>,
    a: Borrowed<'a>,
    mut b: i32,
    c: Option<Borrowed<'a, PyStr>>,
    args: Args<'a>,
    d: Buffer<'a>,
    _e: Option<i32>,
    kwargs: Kwargs<'a>,
) -> PyResult<Borrowed<'a>> {
    b += d.bytes(cx).len() as i32 + kwargs.len() as i32;
    let first = if b > 0 { args.first().copied() } else { None };
    Ok(first.or(c.map(Borrowed::into_any)).unwrap_or(a))
}

#[function(a, b = 1 << 3, c = [1, 2].len() as i32, d = -1,)]
pub(crate) const fn expressions(a: bool, b: i32, c: i32, d: i32) -> u32 {
    if a { (b + c + d).unsigned_abs() } else { 0 }
}

#[function(r#type; name = "is")]
fn r#match(r#type: bool) -> PyResult<impl for<'py> IntoPython<'py>> {
    Ok(u32::from(r#type))
}

#[function(a)]
fn unnamed_result<'py>(a: Borrowed<'py>) -> impl IntoPython<'py>
where
    u32: IntoPython<'py>,
{
    a
}

#[function(*numbers)]
fn own_type_for_args(numbers: Count) -> u32 {
    numbers.0
}

struct Count(u32);

impl FromArgs<'_> for Count {
    fn from_args(args: Args<'_>) -> Self {
        Count(args.len() as u32)
    }
}

use cpython_api::{FromArgs, IntoPython};

module! {
    Forms = "forms",
    doc: "Each of them can be called.",
    exceptions: [],
    functions: [
        no_parentheses, no_parameters, everything, expressions, r#match, unnamed_result,
        own_type_for_args,
    ],
}

fn main() {}
