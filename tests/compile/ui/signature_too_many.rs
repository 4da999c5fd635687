//! More parameters than there is room for.

use cpython_api::prelude::*;

#[function(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)]
fn f() -> u32 {
    0
}

fn main() {}
