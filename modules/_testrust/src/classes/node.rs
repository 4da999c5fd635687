//! A list as long as you like, and cycles.

use cpython_api::prelude::*;

/// Part of a list: the next one, and whatever it carries.
#[class(subclassable, weakref)]
pub(crate) struct Node {
    next: Field<Node>,
    value: Field,
}

#[methods]
impl Node {
    #[new(next = None, value = None)]
    fn new<'py>(
        cx: &mut Context<'py>,
        next: Option<Borrowed<'py, Node>>,
        value: Option<Borrowed<'py>>,
    ) -> PyResult<Node> {
        Ok(Node {
            next: next.map_or(Field::new(), |next| Field::of(cx, next.clone_ref(cx))),
            value: value.map_or(Field::new(), |value| Field::of(cx, value.clone_ref(cx))),
        })
    }

    /// The next one.
    #[getter]
    fn next<'py>(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py, Node>>> {
        Ok(self.next.get(cx))
    }

    #[setter]
    fn set_next<'py>(&self, cx: &mut Context<'py>, next: Borrowed<'py, Node>) -> PyResult<()> {
        let next = next.clone_ref(cx);
        self.next.set(cx, Some(next))
    }

    /// What it carries.
    #[getter]
    fn value<'py>(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        Ok(self.value.get(cx))
    }

    #[setter]
    fn set_value<'py>(&self, cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<()> {
        let value = value.clone_ref(cx);
        self.value.set(cx, Some(value))
    }
}
