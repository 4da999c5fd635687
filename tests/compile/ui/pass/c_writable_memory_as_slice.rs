//! The nearest thing to `c_writable_memory_as_slice` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: BufferMut<'py>, other: Borrowed<'py>) -> PyResult<()> {
    let len = other.len(cx)?;
    data.write_at(cx, 0, &[0, 1, 2][..len.min(3)])
}

fn main() {}
