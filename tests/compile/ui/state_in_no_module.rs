//! A state that no module names.

use cpython_api::prelude::*;

#[state]
pub struct State {}

impl ModuleState for State {
    fn new<'py>(_cx: &mut Context<'py>) -> PyResult<State> {
        Ok(State {})
    }
}

fn f<'py>(cx: &mut Context<'py>) -> PyResult<()> {
    State::of(cx)?;
    Ok(())
}

fn main() {}
