//! Memory that is lent through the buffer protocol, and an object that can be awaited.

use cpython_api::prelude::*;

/// Bytes that Python code reads and writes through a memoryview.
#[class]
pub(crate) struct Room {
    memory: Memory,
}

#[methods]
impl Room {
    #[new(size, /)]
    fn new(cx: &mut Context<'_>, size: usize) -> PyResult<Room> {
        let memory = Memory::zeroed(cx, size)?;
        Ok(Room { memory })
    }

    // `&[u8]` would lend memory that is only read.
    fn __buffer__(&self) -> PyResult<&Memory> {
        Ok(&self.memory)
    }
}

/// `await Ready(value)` is value.
#[class]
pub(crate) struct Ready {
    value: Field,
}

#[methods]
impl Ready {
    #[new(value, /)]
    fn new<'py>(cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<Ready> {
        let value = Field::of(cx, value.clone_ref(cx));
        Ok(Ready { value })
    }

    fn __await__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    fn __iter__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    // It ends at once, with a value, as a generator's `return value` does.
    fn __next__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Next<(), Option<Bound<'py>>>> {
        Ok(Next::Return(self.value.get(cx)))
    }
}
