//! Everything that a module can have, and nothing.

use cpython_api::prelude::*;

mod everything {
    use super::*;

    module! {
        Everything = "everything",
        doc: "Everything.",
        state: State,
        exceptions: [Error(ValueError)],
        classes: [Thing],
        constants: [ANSWER = 42, NAME = "text", RATIO = 0.5],
        names: [append, __class__],
        exec: finish,
        functions: [ask],
    }

    #[state]
    pub struct State {
        cache: Field<PyDict>,
        hits: Guarded<u64>,
    }

    impl ModuleState for State {
        fn new<'py>(cx: &mut Context<'py>) -> PyResult<State> {
            let cache = PyDict::new(cx)?;
            Ok(State {
                cache: Field::of(cx, cache),
                hits: Guarded::new(0),
            })
        }
    }

    #[class]
    pub struct Thing {}

    #[methods]
    impl Thing {}

    fn finish<'py>(cx: &mut Context<'py>, module: Borrowed<'py, PyModule>) -> PyResult<()> {
        let state = State::of(cx)?;
        if let Some(cache) = state.cache.get(cx) {
            module.set_attr(cx, "cache", &cache)?;
        }
        Ok(())
    }

    #[function(list, /)]
    fn ask<'py>(cx: &mut Context<'py>, list: Borrowed<'py>) -> PyResult<Bound<'py>> {
        let (mut hits, _) = State::of(cx)?.hits.lock(cx);
        *hits += 1;
        drop(hits);
        list.get_attr(cx, &*names::append(cx)?)
    }
}

mod nothing {
    use super::*;

    module! {
        Nothing = "nothing",
        doc: "Nothing.",
        functions: [],
    }
}

fn main() {}
