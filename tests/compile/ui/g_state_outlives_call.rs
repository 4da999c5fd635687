//! Module state kept after the call, when the module may be gone.

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

fn f<'py>(cx: &mut Context<'py>) -> &'static State {
    State::of(cx).expect("the module is executed")
}

fn main() {}
