//! An iterator, and an asynchronous one with what it awaits.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use cpython_api::StopAsyncIteration;
use cpython_api::prelude::*;

/// From a number down to 1.
#[class]
pub(crate) struct Countdown {
    left: AtomicU32,
    end: Field,
}

#[methods]
impl Countdown {
    /// The iteration ends with `end`, as a generator's `return end` does.
    #[new(start, /, end = None)]
    fn new<'py>(
        cx: &mut Context<'py>,
        start: i64,
        end: Option<Borrowed<'py>>,
    ) -> PyResult<Countdown> {
        Ok(Countdown {
            left: AtomicU32::new(start.unsigned_abs() as u32),
            end: end.map_or(Field::new(), |end| Field::of(cx, end.clone_ref(cx))),
        })
    }

    fn __iter__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    fn __next__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Next<u32, Option<Bound<'py>>>> {
        let one_less = |left: u32| left.checked_sub(1);
        match self.left.fetch_update(Relaxed, Relaxed, one_less) {
            Ok(left) => Ok(Next::Yield(left)),
            Err(_) => Ok(Next::Return(self.end.get(cx))),
        }
    }
}

/// An asynchronous countdown.
#[class]
pub(crate) struct Ticker(AtomicU32);

#[methods]
impl Ticker {
    #[new(start, /)]
    fn new(start: i64) -> PyResult<Ticker> {
        Ok(Ticker(AtomicU32::new(start.unsigned_abs() as u32)))
    }

    fn __aiter__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    fn __anext__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Ready>> {
        match self
            .0
            .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1))
        {
            Ok(left) => Ready::create(cx, Ready(left)),
            Err(_) => Err(StopAsyncIteration::raise(cx, "no more")),
        }
    }
}

/// To be awaited: it is there already.
#[class]
pub(crate) struct Ready(u32);

#[methods]
impl Ready {
    fn __await__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Countdown>> {
        let value = self.0.into_python(cx)?;
        let end = Field::of(cx, value);
        Countdown::create(
            cx,
            Countdown {
                left: AtomicU32::new(0),
                end,
            },
        )
    }
}
