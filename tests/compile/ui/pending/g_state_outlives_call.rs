//! Module state kept after the call, when the module may be gone.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>) -> &'static State {
    State::of(cx).expect("the module is executed")
}

struct State;

fn main() {}
