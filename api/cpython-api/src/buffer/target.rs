//! Memory of Python's that is written to: the argument of a `readinto()`.

use super::Held;
use super::snapshot::{copy_shared, store_shared};
use crate::context::Call;
use crate::{Argument, Context, ExceptionType, FromArgument, PyResult, ValueError};
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::sync::atomic::AtomicU8;

/// A writable bytes-like object, held for the time of one call: a `bytearray`, say.
///
/// Others may read and write its memory at the same time. So there is no `&mut [u8]` of it:
/// bytes are copied in and out. While it is held a `bytearray` cannot be resized.
///
/// # Invariants
/// `memory` is what a view shows that is released after the call.
#[doc(alias = "Py_buffer")]
#[derive(Clone, Copy)]
pub struct BufferMut<'py> {
    memory: &'py [AtomicU8],
    call: PhantomData<Call<'py>>,
}

impl<'py> BufferMut<'py> {
    /// How many bytes it has.
    pub fn len(self, _cx: &Context<'py>) -> usize {
        self.memory.len()
    }

    /// Copies `bytes` to the place `offset`.
    ///
    /// # Errors
    /// `ValueError` if they do not fit; then nothing is written.
    pub fn write_at(self, cx: &mut Context<'py>, offset: usize, bytes: &[u8]) -> PyResult<()> {
        let target = self.memory.get(offset..).and_then(|m| m.get(..bytes.len()));
        let Some(target) = target else {
            return Err(ValueError::raise(
                cx,
                "the buffer is too small for the data",
            ));
        };
        store_shared(bytes, target);
        Ok(())
    }

    /// Copies what is at the place `offset` to `room`; returns as many bytes as there are.
    ///
    /// # Errors
    /// `ValueError` if there are fewer than `room` takes.
    pub fn read_at<'r>(
        self,
        cx: &mut Context<'py>,
        offset: usize,
        room: &'r mut [MaybeUninit<u8>],
    ) -> PyResult<&'r [u8]> {
        let source = self.memory.get(offset..).and_then(|m| m.get(..room.len()));
        match source.map(|source| outbuf::fill(room, |out| copy_shared(source, out))) {
            Some(Ok(read)) => Ok(read),
            _ => Err(ValueError::raise(cx, "the buffer has less data than that")),
        }
    }
}

impl<'py> FromArgument<'py> for BufferMut<'py> {
    #[doc(alias = "PyObject_GetBuffer")]
    #[doc(alias = "PyBUF_WRITABLE")]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let held = argument.holdings.hold(cx, |cx, place| {
            Held::acquire_writable(cx, &argument.value, place)
        })?;
        // SAFETY: the view is released after `'py`.
        let memory = unsafe { held.shared() };
        Ok(BufferMut {
            memory,
            call: PhantomData,
        })
    }
}
