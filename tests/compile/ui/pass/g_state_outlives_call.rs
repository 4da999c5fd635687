//! The nearest thing to `g_state_outlives_call` that is accepted.

use cpython_api::prelude::*;

module! {
    Example = "example",
    doc: "An example.",
    state: State,
    functions: [],
}

#[state]
pub struct State {}

impl ModuleState for State {
    fn new<'py>(_cx: &mut Context<'py>) -> PyResult<State> {
        Ok(State {})
    }
}

fn f<'py>(cx: &mut Context<'py>) -> &'py State {
    State::of(cx).expect("the module is executed")
}

fn main() {}
