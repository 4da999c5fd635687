//! A mapping, which keeps what it has in a dict of its own.

use cpython_api::prelude::*;

/// Names, and what they stand for.
#[class(mapping)]
pub(crate) struct Names {
    dict: Field<PyDict>,
}

impl Names {
    fn dict<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyDict>> {
        match self.dict.get(cx) {
            Some(dict) => Ok(dict),
            None => Err(RuntimeError::raise(cx, "it was taken apart already")),
        }
    }
}

#[methods]
impl Names {
    #[new()]
    fn new(cx: &mut Context<'_>) -> PyResult<Names> {
        let dict = PyDict::new(cx)?;
        Ok(Names {
            dict: Field::of(cx, dict),
        })
    }

    /// Return the value of a name, or default.
    #[method(name, default = None, /)]
    fn get<'py>(
        &self,
        cx: &mut Context<'py>,
        name: Borrowed<'py>,
        default: Option<Borrowed<'py>>,
    ) -> PyResult<Option<Bound<'py>>> {
        let value = self.dict(cx)?.get(cx, &name)?;
        Ok(value.or_else(|| default.map(|default| default.clone_ref(cx))))
    }

    fn __len__(&self, cx: &mut Context<'_>) -> PyResult<usize> {
        Ok(self.dict(cx)?.len(cx))
    }

    fn __getitem__<'py>(
        &self,
        cx: &mut Context<'py>,
        name: Borrowed<'py, PyStr>,
    ) -> PyResult<Bound<'py>> {
        match self.dict(cx)?.get(cx, &name)? {
            Some(value) => Ok(value),
            None => Err(KeyError::raise_key(cx, name)),
        }
    }

    fn __setitem__<'py>(
        &self,
        cx: &mut Context<'py>,
        name: Borrowed<'py, PyStr>,
        value: Borrowed<'py>,
    ) -> PyResult<()> {
        self.dict(cx)?.set(cx, &name, &value)
    }

    fn __delitem__<'py>(&self, cx: &mut Context<'py>, name: Borrowed<'py, PyStr>) -> PyResult<()> {
        self.dict(cx)?.del(cx, &name)
    }

    fn __contains__<'py>(
        &self,
        cx: &mut Context<'py>,
        name: Borrowed<'py, PyStr>,
    ) -> PyResult<bool> {
        self.dict(cx)?.contains(cx, &name)
    }

    fn __iter__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.dict(cx)?.iter(cx)
    }
}
