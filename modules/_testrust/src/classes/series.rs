//! A sequence.

use cpython_api::prelude::*;

/// Eight places for objects.
#[class(sequence)]
pub(crate) struct Series {
    places: [Field; 8],
    start: usize,
    len: usize,
}

impl Series {
    fn place<'py>(&self, cx: &mut Context<'py>, index: i64) -> PyResult<&Field> {
        let len = self.len as i64;
        let index = if index < 0 { index + len } else { index };
        match usize::try_from(index) {
            Ok(index) if index < self.len => Ok(&self.places[self.start + index]),
            _ => Err(IndexError::raise(cx, "series index out of range")),
        }
    }
}

#[methods]
impl Series {
    #[new(len = 8, /)]
    fn new(cx: &mut Context<'_>, len: i64) -> PyResult<Series> {
        match usize::try_from(len) {
            Ok(len) if len <= 8 => Ok(Series {
                places: Default::default(),
                start: 0,
                len,
            }),
            _ => Err(ValueError::raise(cx, "a series has at most 8 places")),
        }
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.len)
    }

    fn __getitem__<'py>(&self, cx: &mut Context<'py>, index: i64) -> PyResult<Option<Bound<'py>>> {
        Ok(self.place(cx, index)?.get(cx))
    }

    fn __setitem__<'py>(
        &self,
        cx: &mut Context<'py>,
        index: i64,
        value: Borrowed<'py>,
    ) -> PyResult<()> {
        let value = value.clone_ref(cx);
        self.place(cx, index)?.set(cx, Some(value))
    }

    fn __delitem__(&self, cx: &mut Context<'_>, index: i64) -> PyResult<()> {
        self.place(cx, index)?.set(cx, None)
    }

    /// Identity is enough here.
    fn __contains__<'py>(&self, cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<bool> {
        Ok(self
            .places
            .iter()
            .any(|place| place.get(cx).is_some_and(|there| there.is(&value))))
    }

    fn __concat__<'py>(
        &self,
        cx: &mut Context<'py>,
        other: Borrowed<'py, Series>,
    ) -> PyResult<Bound<'py, Series>> {
        let len = (self.len + other.payload(cx).len) as i64;
        let payload = Series::new(cx, len)?;
        Series::create(cx, payload)
    }

    fn __repeat__<'py>(&self, cx: &mut Context<'py>, times: i64) -> PyResult<Bound<'py, Series>> {
        let payload = Series::new(cx, self.len as i64 * times)?;
        Series::create(cx, payload)
    }
}
