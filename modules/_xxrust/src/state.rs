//! What a module keeps for itself, and the last step of its initialisation.

use cpython_api::prelude::*;

use crate::names;

/// One for each module object, hence for each interpreter.
#[state]
pub struct State {
    // Some object, which the garbage collector finds.
    last: Field,
    count: Guarded<u64>,
}

impl ModuleState for State {
    fn new<'py>(_cx: &mut Context<'py>) -> PyResult<State> {
        Ok(State {
            last: Field::new(),
            count: Guarded::new(0),
        })
    }
}

/// Append object to a target that has such a method, and return which call this is.
#[function(target, object, /)]
pub(crate) fn append_to<'py>(
    cx: &mut Context<'py>,
    target: Borrowed<'py>,
    object: Borrowed<'py>,
) -> PyResult<u64> {
    // A string that the module always has at hand.
    let append = target.get_attr(cx, &*names::append(cx)?)?;
    append.call(cx, (&*object,))?;
    let state = State::of(cx)?;
    state.last.set(cx, Some(object.clone_ref(cx)))?;
    // While a `Guarded` is held there is only a `&Context`: no Python code can run, so that it
    // costs nothing where there is a GIL.
    let (mut count, _cx) = state.count.lock(cx);
    *count += 1;
    Ok(*count)
}

/// Return the object that was appended last.
#[function]
pub(crate) fn last<'py>(cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
    Ok(State::of(cx)?.last.get(cx))
}

/// The last step.
pub(crate) fn finish<'py>(cx: &mut Context<'py>, module: Borrowed<'py, PyModule>) -> PyResult<()> {
    module.set_attr(cx, "is_complete", &PyBool::new(cx, true))
}
