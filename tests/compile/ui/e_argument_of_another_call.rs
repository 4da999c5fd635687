//! Arguments, and what is in them, kept for another call.

use cpython_api::prelude::*;

fn f<'py, 'other>(args: Args<'py>) -> Option<Borrowed<'other>> {
    args.first().copied()
}

fn main() {}
