//! Attributes at will, a descriptor, and a class that Python code cannot call.

use cpython_api::AttributeError;
use cpython_api::prelude::*;

/// Has every attribute; the last one that was set or deleted is remembered.
#[class]
pub(crate) struct Record {
    last: Field,
}

#[methods]
impl Record {
    /// Begins with its arguments, and how many attributes there are.
    #[new(*values, **attributes)]
    fn new<'py>(
        cx: &mut Context<'py>,
        values: Args<'py>,
        attributes: Kwargs<'py>,
    ) -> PyResult<Record> {
        let first = (values.to_tuple(cx)?, attributes.len()).into_python(cx)?;
        Ok(Record {
            last: Field::of(cx, first),
        })
    }

    /// Of all that is passed, what is called `name`.
    #[method(*values, name = None, **others)]
    fn __call__<'py>(
        &self,
        cx: &mut Context<'py>,
        values: Args<'py>,
        name: Option<Borrowed<'py>>,
        others: Kwargs<'py>,
    ) -> PyResult<Option<Borrowed<'py>>> {
        let _ = (values, others.get(cx, "other"));
        Ok(name)
    }

    /// What was set or deleted last.
    #[getter]
    fn last<'py>(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        Ok(self.last.get(cx))
    }

    fn __getattr__<'py>(
        &self,
        _cx: &mut Context<'py>,
        name: Borrowed<'py, PyStr>,
    ) -> PyResult<Borrowed<'py, PyStr>> {
        Ok(name)
    }

    fn __setattr__<'py>(
        &self,
        cx: &mut Context<'py>,
        name: Borrowed<'py, PyStr>,
        value: Borrowed<'py>,
    ) -> PyResult<()> {
        let pair = (name, value).into_python(cx)?;
        self.last.set(cx, Some(pair))
    }

    fn __delattr__<'py>(&self, cx: &mut Context<'py>, name: Borrowed<'py, PyStr>) -> PyResult<()> {
        let name = name.clone_ref(cx).into_any();
        self.last.set(cx, Some(name))
    }
}

/// A descriptor that gives whom it was asked for.
#[class]
pub(crate) struct Typed;

#[methods]
impl Typed {
    #[new()]
    fn new() -> PyResult<Typed> {
        Ok(Typed)
    }

    fn __get__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
        instance: Option<Borrowed<'py>>,
        owner: Option<Borrowed<'py>>,
    ) -> PyResult<Bound<'py>> {
        let _ = owner;
        Ok(match instance {
            Some(instance) => instance.clone_ref(cx),
            None => this.clone_ref(cx).into_any(),
        })
    }

    fn __set__<'py>(
        &self,
        cx: &mut Context<'py>,
        instance: Borrowed<'py>,
        value: Borrowed<'py>,
    ) -> PyResult<()> {
        let _ = (instance, value);
        Err(AttributeError::raise(cx, "not this one"))
    }
}

/// Made by Rust only.
#[class]
pub(crate) struct Token;

#[methods]
impl Token {
    /// The other way round: a class method makes one nevertheless.
    #[staticmethod()]
    fn issue<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, Token>> {
        Token::create(cx, Token)
    }
}
