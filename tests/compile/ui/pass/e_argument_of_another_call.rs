//! The nearest thing to `e_argument_of_another_call` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(args: Args<'py>, kwargs: Kwargs<'py>) -> Option<Borrowed<'py>> {
    let keyword = kwargs.iter().next().map(|(_, value)| value);
    args.first().copied().or(keyword)
}

fn main() {}
