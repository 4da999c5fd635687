//! What a module keeps for itself, and the last step of its initialisation: `test_modules.py`.

use core::sync::atomic::{AtomicBool, AtomicI32, Ordering::Relaxed};
use cpython_api::prelude::*;

use crate::names;

/// The states that there are, in all interpreters.
static STATES: AtomicI32 = AtomicI32::new(0);

#[state]
pub struct State {
    hits: Guarded<u64>,
    /// What the tests put there. The first is cleared first.
    kept: [Field; 2],
    #[no_gc]
    counted: Counted,
}

impl ModuleState for State {
    fn new<'py>(cx: &mut Context<'py>) -> PyResult<State> {
        // The tests decide whether it works, and what Python code runs meanwhile.
        let sys = PyModule::import(cx, "sys")?;
        if let Some(hook) = sys.get_attr_opt(cx, "_testrust_state")? {
            hook.call(cx, ())?;
        }
        Ok(State {
            hits: Guarded::new(0),
            kept: [Field::new(), Field::new()],
            counted: Counted::new(),
        })
    }
}

/// Counts states, and panics when one ends if it is told to.
struct Counted {
    panics: AtomicBool,
}

impl Counted {
    fn new() -> Self {
        STATES.fetch_add(1, Relaxed);
        Counted {
            panics: AtomicBool::new(false),
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        STATES.fetch_sub(1, Relaxed);
        assert!(!self.panics.load(Relaxed), "a state ends");
    }
}

/// The last step: whatever the tests have put into the module before they execute it.
pub(crate) fn finish<'py>(cx: &mut Context<'py>, module: Borrowed<'py, PyModule>) -> PyResult<()> {
    if let Some(step) = module.get_attr_opt(cx, "last_step")? {
        step.call(cx, ())?;
    }
    module.set_attr(cx, "is_complete", &PyBool::new(cx, true))
}

fn count(cx: &mut Context<'_>) -> PyResult<u64> {
    let (mut hits, _) = State::of(cx)?.hits.lock(cx);
    *hits += 1;
    Ok(*hits)
}

/// How many hits this module has had.
#[function]
pub(crate) fn count_hit(cx: &mut Context<'_>) -> PyResult<u64> {
    count(cx)
}

/// Keep an object in the module's state: in the first place, or in the second.
#[function(object, /, *, second = false)]
pub(crate) fn state_keep<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    second: bool,
) -> PyResult<()> {
    let place = &State::of(cx)?.kept[usize::from(second)];
    place.set(cx, Some(object.clone_ref(cx)))
}

/// What is kept in the first place.
#[function]
pub(crate) fn state_kept<'py>(cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
    Ok(State::of(cx)?.kept[0].get(cx))
}

/// The state, lent before Python code runs and looked at afterwards.
#[function(callback, /)]
pub(crate) fn state_during<'py>(cx: &mut Context<'py>, callback: Borrowed<'py>) -> PyResult<u64> {
    let state = State::of(cx)?;
    callback.call(cx, ())?;
    let (hits, _) = state.hits.lock(cx);
    Ok(*hits)
}

/// Have the end of this module's state panic.
#[function]
pub(crate) fn state_panics(cx: &mut Context<'_>) -> PyResult<()> {
    State::of(cx)?.counted.panics.store(true, Relaxed);
    Ok(())
}

/// How many states there are, in all interpreters.
#[function]
pub(crate) fn states() -> i32 {
    STATES.load(Relaxed)
}

/// Append to anything that has such a method.
#[function(target, value, /)]
pub(crate) fn append_to<'py>(
    cx: &mut Context<'py>,
    target: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<Bound<'py>> {
    let append = target.get_attr(cx, &*names::append(cx)?)?;
    append.call(cx, (&*value,))
}

/// `object.__class__`.
#[function(object, /)]
pub(crate) fn class_of<'py>(cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<Bound<'py>> {
    object.get_attr(cx, &*names::__class__(cx)?)
}

/// Finds the state of its module from wherever it is called.
#[class(subclassable)]
pub(crate) struct Guest {}

#[methods]
impl Guest {
    #[new()]
    fn new(_cx: &mut Context<'_>) -> PyResult<Guest> {
        Ok(Guest {})
    }

    /// By the instance.
    #[method()]
    fn count_hit(&self, cx: &mut Context<'_>) -> PyResult<u64> {
        count(cx)
    }

    /// By the class.
    #[classmethod()]
    fn count_class_hit<'py>(_class: Borrowed<'py, PyType>, cx: &mut Context<'py>) -> PyResult<u64> {
        count(cx)
    }

    /// By the class, which is not passed.
    #[staticmethod()]
    fn count_static_hit(cx: &mut Context<'_>) -> PyResult<u64> {
        count(cx)
    }

    fn __len__(&self, cx: &mut Context<'_>) -> PyResult<usize> {
        count(cx).map(|hits| hits as usize)
    }
}
