//! Objects that lend their memory, constant and writable.

use cpython_api::prelude::*;

/// Constant bytes.
#[class]
pub(crate) struct Blob {
    content: &'static [u8],
}

#[methods]
impl Blob {
    #[new()]
    fn new() -> PyResult<Blob> {
        Ok(Blob {
            content: b"constant",
        })
    }

    fn __buffer__(&self) -> PyResult<&[u8]> {
        Ok(self.content)
    }
}

/// Bytes that Python code can change.
#[class]
pub(crate) struct Room {
    memory: Memory,
}

#[methods]
impl Room {
    #[new(size, /)]
    fn new(cx: &mut Context<'_>, size: i64) -> PyResult<Room> {
        let memory = Memory::zeroed(cx, size.unsigned_abs() as usize)?;
        Ok(Room { memory })
    }

    fn __buffer__(&self) -> PyResult<&Memory> {
        Ok(&self.memory)
    }

    /// How many views there are.
    #[getter]
    fn exports(&self) -> PyResult<i64> {
        Ok(self.memory.exports() as i64)
    }

    /// The first byte.
    #[getter]
    fn first(&self) -> PyResult<Option<u32>> {
        Ok(self.memory.get(0).map(u32::from))
    }
}
