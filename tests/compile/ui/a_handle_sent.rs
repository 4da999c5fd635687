//! A handle used in another thread.

use cpython_api::prelude::*;

fn f(data: Borrowed<'_>) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _data = data;
        });
    });
}

fn main() {}
