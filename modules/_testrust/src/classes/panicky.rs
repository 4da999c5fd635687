//! Panics, in every function that CPython can call.

use cpython_api::prelude::*;

/// Panics wherever it is called, at its end included.
#[class(subclassable)]
pub(crate) struct Panicky {
    field: Field,
    /// Whether its end is nothing special.
    quiet: bool,
}

impl Drop for Panicky {
    fn drop(&mut self) {
        if !self.quiet {
            panic!("dropped");
        }
    }
}

#[methods]
impl Panicky {
    #[new(now = false, quiet = false)]
    fn new(now: bool, quiet: bool) -> PyResult<Panicky> {
        if now {
            panic!("new");
        }
        Ok(Panicky {
            field: Field::new(),
            quiet,
        })
    }

    #[method()]
    fn method(&self) -> PyResult<()> {
        panic!("method")
    }

    #[classmethod()]
    fn class_method<'py>(_class: Borrowed<'py, PyType>, _cx: &mut Context<'py>) -> PyResult<()> {
        panic!("class method")
    }

    #[staticmethod()]
    fn static_method(_cx: &mut Context<'_>) -> PyResult<()> {
        panic!("static method")
    }

    #[getter]
    fn value(&self) -> PyResult<()> {
        panic!("getter")
    }

    #[setter]
    fn set_value<'py>(&self, _cx: &mut Context<'py>, _value: Borrowed<'py>) -> PyResult<()> {
        panic!("setter")
    }

    #[deleter]
    fn delete_value(&self) -> PyResult<()> {
        panic!("deleter")
    }

    /// What is kept, which leads back to it in the tests.
    #[method(value, /)]
    fn keep<'py>(&self, cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<()> {
        let value = value.clone_ref(cx);
        self.field.set(cx, Some(value))
    }

    #[method()]
    fn __call__(&self) -> PyResult<()> {
        panic!("__call__")
    }

    fn __repr__(&self) -> PyResult<()> {
        panic!("__repr__")
    }

    fn __hash__(&self) -> PyResult<isize> {
        panic!("__hash__")
    }

    fn __len__(&self) -> PyResult<usize> {
        panic!("__len__")
    }

    fn __bool__(&self) -> PyResult<bool> {
        panic!("__bool__")
    }

    fn __contains__<'py>(&self, _cx: &mut Context<'py>, _value: Borrowed<'py>) -> PyResult<bool> {
        panic!("__contains__")
    }

    fn __getitem__<'py>(&self, _cx: &mut Context<'py>, _key: Borrowed<'py>) -> PyResult<()> {
        panic!("__getitem__")
    }

    fn __setitem__<'py>(
        &self,
        _cx: &mut Context<'py>,
        _key: Borrowed<'py>,
        _value: Borrowed<'py>,
    ) -> PyResult<()> {
        panic!("__setitem__")
    }

    fn __delitem__<'py>(&self, _cx: &mut Context<'py>, _key: Borrowed<'py>) -> PyResult<()> {
        panic!("__delitem__")
    }

    fn __add__<'py>(&self, _cx: &mut Context<'py>, _other: Borrowed<'py>) -> PyResult<()> {
        panic!("__add__")
    }

    fn __iadd__<'py>(&self, _cx: &mut Context<'py>, _other: Borrowed<'py>) -> PyResult<()> {
        panic!("__iadd__")
    }

    fn __eq__<'py>(&self, _cx: &mut Context<'py>, _other: Borrowed<'py>) -> PyResult<bool> {
        panic!("__eq__")
    }

    fn __iter__(&self) -> PyResult<()> {
        panic!("__iter__")
    }

    fn __next__(&self) -> PyResult<Option<()>> {
        panic!("__next__")
    }

    fn __buffer__(&self) -> PyResult<&[u8]> {
        panic!("__buffer__")
    }
}
