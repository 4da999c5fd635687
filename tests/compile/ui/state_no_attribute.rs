//! A state without `#[state]`.

use cpython_api::prelude::*;

module! {
    Example = "example",
    doc: "An example.",
    state: State,
    functions: [],
}

pub struct State {
    hits: Guarded<u64>,
}

impl ModuleState for State {
    fn new<'py>(_cx: &mut Context<'py>) -> PyResult<State> {
        Ok(State { hits: Guarded::new(0) })
    }
}

fn main() {}
