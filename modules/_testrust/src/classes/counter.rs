//! What most classes have: methods of all kinds, attributes, comparisons, context management, pickling.

use core::sync::atomic::{AtomicIsize, Ordering::Relaxed};
use cpython_api::memory::String;
use cpython_api::prelude::*;

use super::written;

/// A counter that calls back.
#[class(subclassable, weakref, dict)]
pub(crate) struct Counter {
    count: AtomicIsize,
    callback: Field,
}

#[methods]
impl Counter {
    #[new(start = 0, /)]
    fn new(start: isize) -> PyResult<Counter> {
        Ok(Counter {
            count: AtomicIsize::new(start),
            callback: Field::new(),
        })
    }

    /// Add, call back, and return the count.
    #[method(by = 1, /)]
    fn add<'py>(&self, cx: &mut Context<'py>, by: isize) -> PyResult<isize> {
        let count = self.count.fetch_add(by, Relaxed) + by;
        if let Some(callback) = self.callback.get(cx) {
            // The callback can do anything, calling this very method included.
            callback.call(cx, (count,))?;
        }
        Ok(count)
    }

    /// Return the object itself, with so much added.
    #[method(by, *, times = 1)]
    fn added<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
        by: isize,
        times: isize,
    ) -> PyResult<Bound<'py, Self>> {
        this.payload(cx).count.fetch_add(by * times, Relaxed);
        Ok(this.clone_ref(cx))
    }

    /// Make a counter of this class that starts at 100.
    #[classmethod()]
    fn hundred<'py>(
        class: Borrowed<'py, PyType>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Counter>> {
        let payload = Counter::new(100)?;
        Counter::create_as(cx, class, payload)
    }

    /// Return the larger of two counters.
    #[staticmethod(a, b, /)]
    fn larger<'py>(
        cx: &mut Context<'py>,
        a: Borrowed<'py, Counter>,
        b: Borrowed<'py, Counter>,
    ) -> PyResult<Borrowed<'py, Counter>> {
        let larger = a.payload(cx).count.load(Relaxed) >= b.payload(cx).count.load(Relaxed);
        Ok(if larger { a } else { b })
    }

    /// The count.
    #[getter]
    fn value(&self) -> PyResult<isize> {
        Ok(self.count.load(Relaxed))
    }

    #[setter]
    fn set_value(&self, value: isize) -> PyResult<()> {
        self.count.store(value, Relaxed);
        Ok(())
    }

    /// What is called with the new count, if anything.
    #[getter]
    fn callback<'py>(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        Ok(self.callback.get(cx))
    }

    #[setter]
    fn set_callback<'py>(&self, cx: &mut Context<'py>, callback: Borrowed<'py>) -> PyResult<()> {
        let callback = callback.clone_ref(cx);
        self.callback.set(cx, Some(callback))
    }

    #[deleter]
    fn delete_callback(&self, cx: &mut Context<'_>) -> PyResult<()> {
        self.callback.set(cx, None)
    }

    /// Count, as `add` does, but by name.
    #[method(by = 1, *, twice = false)]
    fn __call__(&self, cx: &mut Context<'_>, by: isize, twice: bool) -> PyResult<isize> {
        let by = if twice { 2 * by } else { by };
        self.add(cx, by)
    }

    fn __repr__(&self, cx: &mut Context<'_>) -> PyResult<String> {
        written(cx, format_args!("Counter({})", self.count.load(Relaxed)))
    }

    fn __hash__(&self) -> PyResult<isize> {
        Ok(self.count.load(Relaxed))
    }

    fn __eq__<'py>(&self, cx: &mut Context<'py>, other: Borrowed<'py, Counter>) -> PyResult<bool> {
        Ok(self.count.load(Relaxed) == other.payload(cx).count.load(Relaxed))
    }

    fn __lt__<'py>(&self, cx: &mut Context<'py>, other: Borrowed<'py, Counter>) -> PyResult<bool> {
        Ok(self.count.load(Relaxed) < other.payload(cx).count.load(Relaxed))
    }

    /// Begin to count anew, until the block ends.
    #[method()]
    fn __enter__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Self>> {
        this.payload(cx).count.store(0, Relaxed);
        Ok(this.clone_ref(cx))
    }

    /// Count the end of the block; exceptions go on.
    #[method(exception_type, exception, traceback, /)]
    fn __exit__<'py>(
        &self,
        cx: &mut Context<'py>,
        exception_type: Borrowed<'py>,
        exception: Borrowed<'py>,
        traceback: Borrowed<'py>,
    ) -> PyResult<bool> {
        let _ = (exception_type, exception, traceback);
        self.add(cx, 1)?;
        Ok(false)
    }

    /// How to make it again: its class, and the count.
    #[method()]
    fn __reduce__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        let count = this.payload(cx).count.load(Relaxed);
        reduced(cx, this, count)
    }
}

/// What `__reduce__` gives for an object that is made of one number.
fn reduced<'py>(cx: &mut Context<'py>, object: &Bound<'py>, number: isize) -> PyResult<Bound<'py>> {
    (object.type_object(cx)?, (number,)).into_python(cx)
}
