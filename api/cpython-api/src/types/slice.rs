//! `slice`.

use super::PySlice;
use crate::{Bound, Context, PyResult, raw};

/// Which items of a sequence a slice means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indices {
    /// The first one.
    pub start: isize,
    /// The one that is not meant any more; -1 is before the first item, for a negative step.
    pub stop: isize,
    /// From one to the next; not zero.
    pub step: isize,
    /// How many there are.
    pub len: usize,
}

impl PySlice {
    /// `slice(start, stop, step)`; what is left out is `None`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PySlice_New")]
    pub fn new<'py>(
        cx: &Context<'py>,
        start: Option<&Bound<'py>>,
        stop: Option<&Bound<'py>>,
        step: Option<&Bound<'py>>,
    ) -> PyResult<Bound<'py, PySlice>> {
        raw::slice_new(cx, [start, stop, step])
    }
}

impl<'py> Bound<'py, PySlice> {
    /// Which items of a sequence the slice means. The length is asked for last, since the
    /// `__index__` of a part of the slice could change it.
    ///
    /// # Errors
    /// `ValueError`, if the step is zero; what an `__index__` raises.
    #[doc(alias = "PySlice_Unpack")]
    #[doc(alias = "PySlice_AdjustIndices")]
    #[doc(alias = "PySlice_GetIndicesEx")]
    pub fn indices(
        &self,
        cx: &mut Context<'py>,
        len: impl FnOnce(&Context<'py>) -> usize,
    ) -> PyResult<Indices> {
        let parts = raw::slice_unpack(cx, self)?;
        let length = raw::clip(len(cx));
        let ([start, stop, step], len) = raw::slice_adjust(cx, length, parts);
        Ok(Indices {
            start,
            stop,
            step,
            len,
        })
    }
}
