//! A number: operators, comparison, pickling. It never changes, so its payload is plain numbers.

use cpython_api::prelude::*;

/// A point of the plane.
#[class]
pub(crate) struct Point {
    x: i64,
    y: i64,
}

#[methods]
impl Point {
    #[new(x, y = 0)]
    fn new(x: i64, y: i64) -> PyResult<Point> {
        Ok(Point { x, y })
    }

    /// Make a point from a pair.
    #[staticmethod(pair, /)]
    fn of<'py>(cx: &mut Context<'py>, pair: Borrowed<'py, PyTuple>) -> PyResult<Bound<'py, Point>> {
        let [x, y] = pair.into_slice(cx) else {
            return Err(ValueError::raise(cx, "a pair has two items"));
        };
        let x = x.index(cx)?.to_i64(cx)?;
        let y = y.index(cx)?.to_i64(cx)?;
        Point::create(cx, Point { x, y })
    }

    /// The distance to the right.
    #[getter]
    fn x(&self) -> i64 {
        self.x
    }

    /// The distance upwards.
    #[getter]
    fn y(&self) -> i64 {
        self.y
    }

    // An argument of another type than that of the parameter makes the operator give NotImplemented.
    fn __add__<'py>(
        &self,
        cx: &mut Context<'py>,
        other: Borrowed<'py, Point>,
    ) -> PyResult<Bound<'py, Point>> {
        let other = other.payload(cx);
        match (self.x.checked_add(other.x), self.y.checked_add(other.y)) {
            (Some(x), Some(y)) => Point::create(cx, Point { x, y }),
            _ => Err(OverflowError::raise(cx, "that is too far away")),
        }
    }

    fn __bool__(&self) -> PyResult<bool> {
        Ok((self.x, self.y) != (0, 0))
    }

    fn __eq__<'py>(&self, cx: &mut Context<'py>, other: Borrowed<'py, Point>) -> PyResult<bool> {
        let other = other.payload(cx);
        Ok((self.x, self.y) == (other.x, other.y))
    }

    fn __hash__(&self) -> PyResult<isize> {
        Ok(self.x.wrapping_mul(31).wrapping_add(self.y) as isize)
    }

    fn __repr__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        let pair = (self.x, self.y).into_python(cx)?.repr(cx)?;
        let mut text = StrWriter::new();
        text.push_str(cx, "Point")?;
        text.push_object(cx, &pair)?;
        text.finish(cx)
    }

    /// What pickle makes it from again: the class, and its arguments.
    #[method()]
    fn __reduce__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        let &Point { x, y } = this.payload(cx);
        (this.type_object(cx)?, (x, y)).into_python(cx)
    }
}
