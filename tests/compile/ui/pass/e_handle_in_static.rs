//! The nearest thing to `e_handle_in_static` that is accepted.

use cpython_api::prelude::*;

static KEPT: std::sync::Mutex<Option<Stored>> = std::sync::Mutex::new(None);

fn f<'py>(cx: &mut Context<'py>, object: Bound<'py>) -> PyResult<()> {
    let stored = object.store(cx)?;
    let old = KEPT.lock().map(|mut kept| kept.replace(stored));
    drop(old);
    Ok(())
}

fn main() {}
