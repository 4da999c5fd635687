//! A sequence with an iterator: objects in fields, which the garbage collector finds by itself.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use cpython_api::prelude::*;

const PLACES: usize = 4;

/// A shelf with four places, for any objects.
#[class(subclassable, weakref, dict, sequence)]
pub(crate) struct Shelf {
    places: [Field; PLACES],
    label: Field<PyStr>,
}

impl Shelf {
    fn place<'py>(&self, cx: &mut Context<'py>, index: isize) -> PyResult<&Field> {
        let place = usize::try_from(index).ok();
        match place.and_then(|place| self.places.get(place)) {
            Some(place) => Ok(place),
            None => Err(IndexError::raise(cx, "the shelf has four places")),
        }
    }
}

#[methods]
impl Shelf {
    #[new(label = None)]
    fn new<'py>(cx: &mut Context<'py>, label: Option<Borrowed<'py, PyStr>>) -> PyResult<Shelf> {
        Ok(Shelf {
            places: Default::default(),
            label: label.map_or(Field::new(), |label| Field::of(cx, label.clone_ref(cx))),
        })
    }

    /// Make a shelf of this class with one object on it.
    #[classmethod(object, /)]
    fn holding<'py>(
        class: Borrowed<'py, PyType>,
        cx: &mut Context<'py>,
        object: Borrowed<'py>,
    ) -> PyResult<Bound<'py, Shelf>> {
        let shelf = Shelf::new(cx, None)?;
        let object = object.clone_ref(cx);
        shelf.places[0].set(cx, Some(object))?;
        Shelf::create_as(cx, class, shelf)
    }

    /// Put an object on the first free place, and return where that is.
    #[method(object, /)]
    fn put<'py>(&self, cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<usize> {
        for (index, place) in self.places.iter().enumerate() {
            if place.get(cx).is_none() {
                let object = object.clone_ref(cx);
                place.set(cx, Some(object))?;
                return Ok(index);
            }
        }
        Err(IndexError::raise(cx, "the shelf is full"))
    }

    /// What is written on it.
    #[getter]
    fn label<'py>(&self, cx: &mut Context<'py>) -> Option<Bound<'py, PyStr>> {
        self.label.get(cx)
    }

    #[setter]
    fn set_label<'py>(&self, cx: &mut Context<'py>, label: Borrowed<'py, PyStr>) -> PyResult<()> {
        let label = label.clone_ref(cx);
        // What was in a field before may end here, with Python code of its own.
        self.label.set(cx, Some(label))
    }

    #[deleter]
    fn delete_label(&self, cx: &mut Context<'_>) -> PyResult<()> {
        self.label.set(cx, None)
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(PLACES)
    }

    // None stands for an empty place.
    fn __getitem__<'py>(
        &self,
        cx: &mut Context<'py>,
        index: isize,
    ) -> PyResult<Option<Bound<'py>>> {
        Ok(self.place(cx, index)?.get(cx))
    }

    fn __setitem__<'py>(
        &self,
        cx: &mut Context<'py>,
        index: isize,
        object: Borrowed<'py>,
    ) -> PyResult<()> {
        let object = object.clone_ref(cx);
        self.place(cx, index)?.set(cx, Some(object))
    }

    fn __delitem__(&self, cx: &mut Context<'_>, index: isize) -> PyResult<()> {
        self.place(cx, index)?.set(cx, None)
    }

    fn __contains__<'py>(&self, cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<bool> {
        let is_it = |place: &Field| place.get(cx).is_some_and(|there| there.is(&object));
        Ok(self.places.iter().any(is_it))
    }

    fn __iter__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, ShelfIterator>> {
        let shelf = Field::of(cx, this.clone_ref(cx));
        let next = AtomicUsize::new(0);
        ShelfIterator::create(cx, ShelfIterator { shelf, next })
    }

    #[method()]
    fn __enter__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> Bound<'py, Self> {
        this.clone_ref(cx)
    }

    /// Empty the shelf.
    #[method(*exception)]
    fn __exit__<'py>(&self, cx: &mut Context<'py>, exception: Args<'py>) -> PyResult<()> {
        let _ = exception;
        for place in &self.places {
            place.set(cx, None)?;
        }
        Ok(())
    }
}

/// What is on a shelf, from the left to the right.
#[class]
pub(crate) struct ShelfIterator {
    // A cycle through it is found, too.
    shelf: Field<Shelf>,
    next: AtomicUsize,
}

// Without `#[new]` only Rust can make it.
#[methods]
impl ShelfIterator {
    fn __iter__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    // None from Rust ends the iteration.
    fn __next__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        // The garbage collector empties fields, so this one may have been left without a shelf.
        let Some(shelf) = self.shelf.get(cx) else {
            return Ok(None);
        };
        while let Some(place) = shelf
            .payload(cx)
            .places
            .get(self.next.fetch_add(1, Relaxed))
        {
            if let Some(object) = place.get(cx) {
                return Ok(Some(object));
            }
        }
        Ok(None)
    }
}
