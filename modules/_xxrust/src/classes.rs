//! The worked example for classes: one of each kind of slot, and each as short as it can be.
//!
//!     class Counter: count, call back, weakly referable, with a __dict__, to be derived from
//!     class Modular: a number; operators on either side
//!     class Series: a sequence
//!     class Countdown: an iterator
//!     class Ticker, Ready: an asynchronous iterator, and what it awaits
//!     class Blob, Room: lending memory, constant and writable
//!     class Node: a list as long as you like; cycles
//!     class Record, Typed: attributes at will; a descriptor
//!     class Token: only made by Rust
//!     class Panicky: panics wherever Python can call it
// Fields are emptied by the garbage collector, so a class takes an empty one in its stride.

use core::fmt::Write;
use core::sync::atomic::{AtomicI64, AtomicU32, Ordering::Relaxed};
use cpython_api::class::{interim_pair, not_implemented};
use cpython_api::memory::String;
use cpython_api::prelude::*;
use cpython_api::{AttributeError, IndexError, StopAsyncIteration};

/// The text, in Python's memory.
fn written(cx: &mut Context<'_>, text: core::fmt::Arguments<'_>) -> PyResult<String> {
    let mut string = String::new();
    match string.write_fmt(text) {
        Ok(()) => Ok(string),
        Err(_) => Err(MemoryError::none(cx)),
    }
}

/// A counter that calls back.
#[class(subclassable, weakref, dict)]
pub(crate) struct Counter {
    count: AtomicI64,
    callback: Field,
}

#[methods]
impl Counter {
    #[new(start = 0, /)]
    fn new(start: i64) -> PyResult<Counter> {
        Ok(Counter {
            count: AtomicI64::new(start),
            callback: Field::new(),
        })
    }

    /// Add, call back, and return the count.
    #[method(by = 1, /)]
    fn add<'py>(&self, cx: &mut Context<'py>, by: i64) -> PyResult<i64> {
        let count = self.count.fetch_add(by, Relaxed) + by;
        if let Some(callback) = self.callback.get(cx) {
            let count = cpython_api::IntoPython::into_python(count, cx)?;
            // The callback can do anything, calling this very method included.
            callback.interim_call(cx, &[&count])?;
        }
        Ok(count)
    }

    /// Return the object itself, with so much added.
    #[method(by, *, times = 1)]
    fn added<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
        by: i64,
        times: i64,
    ) -> PyResult<Bound<'py, Self>> {
        this.payload(cx).count.fetch_add(by * times, Relaxed);
        Ok(this.clone_ref(cx))
    }

    /// Make a counter of this class that starts at 100.
    #[classmethod()]
    fn hundred<'py>(
        class: Borrowed<'py, PyType>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Counter>> {
        let payload = Counter::new(100)?;
        Counter::create_as(cx, class, payload)
    }

    /// Return the larger of two counters.
    #[staticmethod(a, b, /)]
    fn larger<'py>(
        cx: &mut Context<'py>,
        a: Borrowed<'py, Counter>,
        b: Borrowed<'py, Counter>,
    ) -> PyResult<Borrowed<'py, Counter>> {
        let larger = a.payload(cx).count.load(Relaxed) >= b.payload(cx).count.load(Relaxed);
        Ok(if larger { a } else { b })
    }

    /// The count.
    #[getter]
    fn value(&self) -> PyResult<i64> {
        Ok(self.count.load(Relaxed))
    }

    #[setter]
    fn set_value(&self, value: i64) -> PyResult<()> {
        self.count.store(value, Relaxed);
        Ok(())
    }

    /// What is called with the new count, if anything.
    #[getter]
    fn callback<'py>(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        Ok(self.callback.get(cx))
    }

    #[setter]
    fn set_callback<'py>(&self, cx: &mut Context<'py>, callback: Borrowed<'py>) -> PyResult<()> {
        let callback = callback.clone_ref(cx);
        self.callback.set(cx, Some(callback))
    }

    #[deleter]
    fn delete_callback(&self, cx: &mut Context<'_>) -> PyResult<()> {
        self.callback.set(cx, None)
    }

    /// Count, as `add` does, but by name.
    #[method(by = 1, *, twice = false)]
    fn __call__(&self, cx: &mut Context<'_>, by: i64, twice: bool) -> PyResult<i64> {
        let by = if twice { 2 * by } else { by };
        self.add(cx, by)
    }

    fn __repr__(&self, cx: &mut Context<'_>) -> PyResult<String> {
        written(cx, format_args!("Counter({})", self.count.load(Relaxed)))
    }

    fn __hash__(&self) -> PyResult<isize> {
        Ok(self.count.load(Relaxed) as isize)
    }

    fn __eq__<'py>(&self, cx: &mut Context<'py>, other: Borrowed<'py, Counter>) -> PyResult<bool> {
        Ok(self.count.load(Relaxed) == other.payload(cx).count.load(Relaxed))
    }

    fn __lt__<'py>(&self, cx: &mut Context<'py>, other: Borrowed<'py, Counter>) -> PyResult<bool> {
        Ok(self.count.load(Relaxed) < other.payload(cx).count.load(Relaxed))
    }

    /// Begin to count anew, until the block ends.
    #[method()]
    fn __enter__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Self>> {
        this.payload(cx).count.store(0, Relaxed);
        Ok(this.clone_ref(cx))
    }

    /// Count the end of the block; exceptions go on.
    #[method(exception_type, exception, traceback, /)]
    fn __exit__<'py>(
        &self,
        cx: &mut Context<'py>,
        exception_type: Borrowed<'py>,
        exception: Borrowed<'py>,
        traceback: Borrowed<'py>,
    ) -> PyResult<bool> {
        let _ = (exception_type, exception, traceback);
        self.add(cx, 1)?;
        Ok(false)
    }

    /// How to make it again: its class, and the count.
    #[method()]
    fn __reduce__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        let count = this.payload(cx).count.load(Relaxed);
        reduced(cx, this, count)
    }
}

/// What `__reduce__` gives for an object that is made of one number.
fn reduced<'py>(cx: &mut Context<'py>, object: &Bound<'py>, number: i64) -> PyResult<Bound<'py>> {
    let class = object.interim_class(cx);
    let number = cpython_api::IntoPython::into_python(number, cx)?;
    let nothing = cpython_api::IntoPython::into_python((), cx)?;
    let arguments = interim_pair(cx, &number, &nothing)?.interim_first(cx)?;
    interim_pair(cx, &class, &arguments)
}

/// A whole number modulo 97.
#[class]
pub(crate) struct Modular(u32);

const MODULUS: u32 = 97;

impl Modular {
    fn made<'py>(cx: &mut Context<'py>, value: u64) -> PyResult<Bound<'py, Modular>> {
        Modular::create(cx, Modular((value % u64::from(MODULUS)) as u32))
    }
}

/// What an operator takes: another one, or a number.
struct Operand(u32);

impl<'py> cpython_api::FromArgument<'py> for Operand {
    fn from_argument(
        cx: &mut Context<'py>,
        argument: cpython_api::Argument<'py>,
    ) -> PyResult<Self> {
        if let Some(modular) = argument.value.cast::<Modular>(cx) {
            return Ok(Operand(modular.payload(cx).0));
        }
        let value = i64::from_argument(cx, argument)?;
        Ok(Operand(value.rem_euclid(i64::from(MODULUS)) as u32))
    }
}

#[methods]
impl Modular {
    #[new(value, /)]
    fn new(value: Operand) -> PyResult<Modular> {
        Ok(Modular(value.0))
    }

    fn __repr__(&self, cx: &mut Context<'_>) -> PyResult<String> {
        written(cx, format_args!("Modular({})", self.0))
    }

    fn __add__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(self.0) + u64::from(other.0))
    }

    fn __radd__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        self.__add__(cx, other)
    }

    fn __sub__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(self.0 + MODULUS - other.0))
    }

    fn __rsub__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(other.0 + MODULUS - self.0))
    }

    fn __mul__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(self.0) * u64::from(other.0))
    }

    fn __pow__<'py>(
        &self,
        cx: &mut Context<'py>,
        exponent: i64,
        modulus: Borrowed<'py>,
    ) -> PyResult<Bound<'py>> {
        let _ = modulus;
        if exponent < 0 {
            return Ok(not_implemented(cx));
        }
        let power = (0..exponent).fold(1, |power, _| power * u64::from(self.0) % 97);
        Modular::made(cx, power).map(Bound::into_any)
    }

    /// `+=` need not give the same object.
    fn __iadd__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        self.__add__(cx, other)
    }

    fn __neg__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(MODULUS - self.0))
    }

    fn __bool__(&self) -> PyResult<bool> {
        Ok(self.0 != 0)
    }

    fn __int__(&self) -> PyResult<u32> {
        Ok(self.0)
    }

    fn __index__(&self) -> PyResult<u32> {
        Ok(self.0)
    }

    fn __eq__(&self, other: Operand) -> PyResult<bool> {
        Ok(self.0 == other.0)
    }

    fn __hash__(&self) -> PyResult<isize> {
        Ok(self.0 as isize)
    }
}

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

/// From a number down to 1.
#[class]
pub(crate) struct Countdown {
    left: AtomicU32,
    end: Field,
}

#[methods]
impl Countdown {
    /// The iteration ends with `end`, as a generator's `return end` does.
    #[new(start, /, end = None)]
    fn new<'py>(
        cx: &mut Context<'py>,
        start: i64,
        end: Option<Borrowed<'py>>,
    ) -> PyResult<Countdown> {
        Ok(Countdown {
            left: AtomicU32::new(start.unsigned_abs() as u32),
            end: end.map_or(Field::new(), |end| Field::of(cx, end.clone_ref(cx))),
        })
    }

    fn __iter__<'py>(this: &Bound<'py, Self>, cx: &mut Context<'py>) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    fn __next__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Next<u32, Option<Bound<'py>>>> {
        let one_less = |left: u32| left.checked_sub(1);
        match self.left.fetch_update(Relaxed, Relaxed, one_less) {
            Ok(left) => Ok(Next::Yield(left)),
            Err(_) => Ok(Next::Return(self.end.get(cx))),
        }
    }
}

/// An asynchronous countdown.
#[class]
pub(crate) struct Ticker(AtomicU32);

#[methods]
impl Ticker {
    #[new(start, /)]
    fn new(start: i64) -> PyResult<Ticker> {
        Ok(Ticker(AtomicU32::new(start.unsigned_abs() as u32)))
    }

    fn __aiter__<'py>(
        this: &Bound<'py, Self>,
        cx: &mut Context<'py>,
    ) -> PyResult<Bound<'py, Self>> {
        Ok(this.clone_ref(cx))
    }

    fn __anext__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Ready>> {
        match self
            .0
            .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1))
        {
            Ok(left) => Ready::create(cx, Ready(left)),
            Err(_) => Err(StopAsyncIteration::raise(cx, "no more")),
        }
    }
}

/// To be awaited: it is there already.
#[class]
pub(crate) struct Ready(u32);

#[methods]
impl Ready {
    fn __await__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Countdown>> {
        let value = cpython_api::IntoPython::into_python(self.0, cx)?;
        let end = Field::of(cx, value);
        Countdown::create(
            cx,
            Countdown {
                left: AtomicU32::new(0),
                end,
            },
        )
    }
}

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
        let values = values.to_tuple(cx)?.into_any();
        let count = cpython_api::IntoPython::into_python(attributes.len() as i64, cx)?;
        let first = interim_pair(cx, &values, &count)?;
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
        let pair = interim_pair(cx, &name, &value)?;
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

/// Panics wherever it is called, at its end included.
#[class(subclassable)]
pub(crate) struct Panicky {
    field: Field,
}

impl Drop for Panicky {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[methods]
impl Panicky {
    #[new(now = false)]
    fn new(now: bool) -> PyResult<Panicky> {
        if now {
            panic!("new");
        }
        Ok(Panicky {
            field: Field::new(),
        })
    }

    #[method()]
    fn method(&self) -> PyResult<()> {
        panic!("method")
    }

    #[classmethod()]
    fn class_method<'py>(_class: Borrowed<'py, PyType>, _cx: &mut Context<'py>) -> PyResult<()> {
        panic!("class method")
    }

    #[staticmethod()]
    fn static_method(_cx: &mut Context<'_>) -> PyResult<()> {
        panic!("static method")
    }

    #[getter]
    fn value(&self) -> PyResult<()> {
        panic!("getter")
    }

    #[setter]
    fn set_value<'py>(&self, _cx: &mut Context<'py>, _value: Borrowed<'py>) -> PyResult<()> {
        panic!("setter")
    }

    #[deleter]
    fn delete_value(&self) -> PyResult<()> {
        panic!("deleter")
    }

    /// What is kept, which leads back to it in the tests.
    #[method(value, /)]
    fn keep<'py>(&self, cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<()> {
        let value = value.clone_ref(cx);
        self.field.set(cx, Some(value))
    }

    #[method()]
    fn __call__(&self) -> PyResult<()> {
        panic!("__call__")
    }

    fn __repr__(&self) -> PyResult<()> {
        panic!("__repr__")
    }

    fn __hash__(&self) -> PyResult<isize> {
        panic!("__hash__")
    }

    fn __len__(&self) -> PyResult<usize> {
        panic!("__len__")
    }

    fn __bool__(&self) -> PyResult<bool> {
        panic!("__bool__")
    }

    fn __contains__<'py>(&self, _cx: &mut Context<'py>, _value: Borrowed<'py>) -> PyResult<bool> {
        panic!("__contains__")
    }

    fn __getitem__<'py>(&self, _cx: &mut Context<'py>, _key: Borrowed<'py>) -> PyResult<()> {
        panic!("__getitem__")
    }

    fn __setitem__<'py>(
        &self,
        _cx: &mut Context<'py>,
        _key: Borrowed<'py>,
        _value: Borrowed<'py>,
    ) -> PyResult<()> {
        panic!("__setitem__")
    }

    fn __delitem__<'py>(&self, _cx: &mut Context<'py>, _key: Borrowed<'py>) -> PyResult<()> {
        panic!("__delitem__")
    }

    fn __add__<'py>(&self, _cx: &mut Context<'py>, _other: Borrowed<'py>) -> PyResult<()> {
        panic!("__add__")
    }

    fn __iadd__<'py>(&self, _cx: &mut Context<'py>, _other: Borrowed<'py>) -> PyResult<()> {
        panic!("__iadd__")
    }

    fn __eq__<'py>(&self, _cx: &mut Context<'py>, _other: Borrowed<'py>) -> PyResult<bool> {
        panic!("__eq__")
    }

    fn __iter__(&self) -> PyResult<()> {
        panic!("__iter__")
    }

    fn __next__(&self) -> PyResult<Option<()>> {
        panic!("__next__")
    }

    fn __buffer__(&self) -> PyResult<&[u8]> {
        panic!("__buffer__")
    }
}
