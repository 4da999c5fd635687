//! What is remembered of an interpreter: whether it is alive, and what is to be released there.
//!
//! A reference can be dropped where it cannot be given up: on a detached thread, in another
//! interpreter, or where Python code must not run. Then it is queued here, with its interpreter,
//! and given up by the next call that returns to Python there, or when the interpreter ends.

use crate::context::Origin;
use crate::{Context, ExceptionType, PyResult, RuntimeError, panic, raw};
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};
use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use core::sync::atomic::{AtomicBool, AtomicIsize, AtomicPtr, AtomicUsize};
use cpython_sys::PyObject;

/// The record of one interpreter.
///
/// Records are never freed, but used again: `count` is 0 for one that is free. The interpreter
/// itself counts while it is alive, and so does each [`Home`].
pub(crate) struct Interpreter {
    /// Numbers count interpreters, from 0. CPython's have 64 bits, for which not every processor with 32 has
    /// atomics; so [`ensure`](Self::ensure) refuses what does not fit.
    id: AtomicIsize,
    alive: AtomicBool,
    count: AtomicUsize,
    queue: AtomicPtr<Node>,
    /// References that wait without memory for a node, so that a few are not lost.
    reserve: [AtomicPtr<PyObject>; RESERVE],
    next: AtomicPtr<Interpreter>,
}

/// How many references can wait while there is no memory at all.
const RESERVE: usize = 16;

/// A reference that waits to be given up.
struct Node {
    object: NonNull<PyObject>,
    next: *mut Node,
}

/// A place in a queue, for a reference that may have to wait.
///
/// Who has one beforehand needs no memory to drop the reference.
///
/// # Invariants
/// A node that was written, and is reachable from here only.
pub(crate) struct Ticket(NonNull<Node>);

impl Ticket {
    /// None if there is no memory for it.
    pub(crate) fn new(object: NonNull<PyObject>) -> Option<Self> {
        let place = raw::raw_alloc::<Node>()?;
        let node = Node {
            object,
            next: ptr::null_mut(),
        };
        // SAFETY: just allocated, for a value of this type.
        unsafe { place.write(node) };
        Some(Ticket(place))
    }

    /// The reference.
    pub(crate) fn object(&self) -> NonNull<PyObject> {
        // SAFETY: the invariant.
        unsafe { self.0.as_ref() }.object
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        // SAFETY: allocated by `new`, and not used again.
        unsafe { raw::raw_free(self.0) }
    }
}

/// All records, the newest first. Only ever added to.
static RECORDS: AtomicPtr<Interpreter> = AtomicPtr::new(ptr::null_mut());

/// How many references wait, in all interpreters together.
///
/// A hint to look at the queue: it is read at the end of each call, so it must be cheap.
static WAITING: AtomicUsize = AtomicUsize::new(0);

impl Interpreter {
    /// The record of the interpreter of `cx`, if it has one: since the first module of this
    /// library was executed there.
    pub(crate) fn current(cx: &Context<'_>) -> Option<&'static Interpreter> {
        Self::with_id(raw::interpreter_id(cx))
    }

    /// The record of the living interpreter with this id.
    pub(crate) fn with_id(id: i64) -> Option<&'static Interpreter> {
        let mut next = RECORDS.load(Acquire);
        loop {
            // SAFETY: null, or a record, which is never freed and fully written before it
            // is reachable; all its fields are atomic.
            let record = unsafe { next.as_ref() }?;
            // Ids are never used twice while the first bearer is alive, so a record that is
            // being made for another interpreter at this moment does not match.
            if record.has_id(id) && record.alive.load(Acquire) {
                return Some(record);
            }
            next = record.next.load(Acquire);
        }
    }

    /// Makes the record of the interpreter of `cx`, unless there is one.
    ///
    /// The interpreter ends it: its dictionary owns a capsule whose destructor does.
    ///
    /// # Errors
    /// `MemoryError`, and `RuntimeError` on a processor with 32 bits after two thousand million interpreters.
    pub(crate) fn ensure(cx: &mut Context<'_>) -> PyResult<()> {
        if Self::current(cx).is_some() {
            return Ok(());
        }
        let Ok(id) = isize::try_from(raw::interpreter_id(cx)) else {
            return Err(RuntimeError::raise(cx, "too many interpreters"));
        };
        raw::watch_forks();
        panic::watch();
        let record = Self::claim(cx)?;
        record.id.store(id, Release);
        match raw::add_interpreter_end(cx, NonNull::from(record).cast(), end) {
            // From now on it is found.
            Ok(true) => record.alive.store(true, Release),
            // Another thread was faster.
            Ok(false) => record.leave(),
            Err(raised) => {
                record.leave();
                return Err(raised);
            }
        }
        Ok(())
    }

    /// A record that nobody uses, counted once.
    fn claim(cx: &Context<'_>) -> PyResult<&'static Interpreter> {
        let mut next = RECORDS.load(Acquire);
        // SAFETY: as in `with_id`.
        while let Some(record) = unsafe { next.as_ref() } {
            if record.count.compare_exchange(0, 1, AcqRel, Relaxed).is_ok() {
                return Ok(record);
            }
            next = record.next.load(Acquire);
        }
        let record = Interpreter {
            id: AtomicIsize::new(-1),
            alive: AtomicBool::new(false),
            count: AtomicUsize::new(1),
            queue: AtomicPtr::new(ptr::null_mut()),
            reserve: [const { AtomicPtr::new(ptr::null_mut()) }; RESERVE],
            next: AtomicPtr::new(ptr::null_mut()),
        };
        let Some(place) = raw::raw_alloc::<Interpreter>() else {
            return Err(raw::no_memory(cx));
        };
        // SAFETY: just allocated, for a value of this type.
        unsafe { place.write(record) };
        // SAFETY: written, and never freed.
        let record: &'static Interpreter = unsafe { place.as_ref() };
        let mut first = RECORDS.load(Acquire);
        loop {
            record.next.store(first, Release);
            match RECORDS.compare_exchange(first, place.as_ptr(), AcqRel, Acquire) {
                Ok(_) => return Ok(record),
                Err(now) => first = now,
            }
        }
    }

    /// Whether its interpreter has this id.
    fn has_id(&self, id: i64) -> bool {
        isize::try_from(id).is_ok_and(|id| id == self.id.load(Acquire))
    }

    /// Counts one user less. The last one leaves the record free, and empty.
    fn leave(&self) {
        // What came after the interpreter's end cannot be given up any more.
        if self.count.load(Acquire) == 1 {
            self.take_all(|_| ());
        }
        self.count.fetch_sub(1, AcqRel);
    }

    /// Queues a reference that cannot be given up here and now. After the interpreter's end, or
    /// if there is no memory and the reserve is full, it is never given up.
    pub(crate) fn defer(&self, object: NonNull<PyObject>) {
        if !self.alive.load(Acquire) {
            return;
        }
        if let Some(ticket) = Ticket::new(object) {
            self.queue(ticket);
            return;
        }
        for place in &self.reserve {
            let taken = place.compare_exchange(ptr::null_mut(), object.as_ptr(), AcqRel, Relaxed);
            if taken.is_ok() {
                WAITING.fetch_add(1, Release);
                return;
            }
        }
    }

    /// Queues a reference for which there is memory already.
    fn queue(&self, ticket: Ticket) {
        let place = ManuallyDrop::new(ticket).0;
        let mut first = self.queue.load(Acquire);
        loop {
            // SAFETY: a node of our own, not reachable yet.
            unsafe { (*place.as_ptr()).next = first };
            match self
                .queue
                .compare_exchange(first, place.as_ptr(), AcqRel, Acquire)
            {
                Ok(_) => break,
                Err(now) => first = now,
            }
        }
        WAITING.fetch_add(1, Release);
    }

    /// Gives up a reference wherever this thread is, without running Python code.
    ///
    /// # Safety
    /// The caller owns a reference to `object`, which belongs to this record's
    /// interpreter, and does not use it again.
    pub(crate) unsafe fn give_up(&self, object: NonNull<PyObject>) {
        if !self.alive.load(Acquire) {
            return;
        }
        let is_here = raw::interpreter_id_if_attached().is_some_and(|id| self.has_id(id));
        // SAFETY: attached to the interpreter of the object, and the condition of this function.
        if !(is_here && unsafe { raw::release_quietly(object) }) {
            self.defer(object);
        }
    }

    /// Takes everything that waits, oldest last.
    fn take_all(&self, mut each: impl FnMut(NonNull<PyObject>)) {
        let mut next = self.queue.swap(ptr::null_mut(), AcqRel);
        while let Some(place) = NonNull::new(next) {
            // SAFETY: a node that was written, and that nobody else reaches since the swap.
            let node = unsafe { place.read() };
            // SAFETY: allocated by `defer`, and not used again.
            unsafe { raw::raw_free(place) };
            WAITING.fetch_sub(1, Release);
            each(node.object);
            next = node.next;
        }
        for place in &self.reserve {
            if let Some(object) = NonNull::new(place.swap(ptr::null_mut(), AcqRel)) {
                WAITING.fetch_sub(1, Release);
                each(object);
            }
        }
    }

    /// The interpreter ends: gives up what waits, and remembers that it is gone.
    ///
    /// # Safety
    /// Attached to the interpreter of this record, where Python code may run; called once.
    pub(crate) unsafe fn end(&self) {
        self.take_all(|object| {
            // SAFETY: attached to its interpreter; a reference that was queued once, and taken
            // off the queue once.
            unsafe { raw::decref(object) }
        });
        self.alive.store(false, Release);
        self.leave();
    }
}

/// Gives up what waits in the interpreter of `cx`, which can run Python code.
#[inline]
pub(crate) fn release_waiting(cx: &mut Context<'_>) {
    if WAITING.load(Relaxed) != 0 {
        let _ = cx;
        // SAFETY: `cx` is attached, and lent until this returns.
        unsafe { release_queue() }
    }
}

/// It needs no context but that there is one, so that a short call keeps its own nowhere.
///
/// # Safety
/// As for [`Context::enter`].
#[cold]
#[inline(never)]
unsafe fn release_queue() {
    // SAFETY: exactly the condition of this function.
    let cx = unsafe { Context::enter(Origin::Nothing) };
    let Some(record) = Interpreter::current(&cx) else {
        return;
    };
    // Python code that runs meanwhile may queue more, which its own call gives up.
    record.take_all(|object| {
        // SAFETY: attached to its interpreter, and code may run; a reference that was
        // queued once, and taken off the queue once.
        unsafe { raw::decref(object) }
    });
}

/// Called by the capsule in an interpreter's dictionary: the interpreter ends.
fn end(record: NonNull<()>) {
    // SAFETY: what `ensure` gave to the capsule: a record, and those are never freed.
    let record: &Interpreter = unsafe { record.cast().as_ref() };
    // SAFETY: capsules are destroyed attached to their interpreter, once.
    unsafe { record.end() }
}

/// Gives up a reference of this thread's call without running Python code, even if the thread
/// has detached.
///
/// # Safety
/// - The caller owns a reference to `object` and does not use it again.
/// - This thread is attached to the interpreter of `object`, or has been until it detached by
///   [`Context::detach`].
#[inline]
pub(crate) unsafe fn give_up(object: NonNull<PyObject>) {
    if let Some(interpreter) = crate::detach::detached_from() {
        interpreter.defer(object);
        return;
    }
    // SAFETY: attached, since this thread has not detached, and an owned reference.
    if unsafe { !raw::release_quietly(object) } {
        defer_here(object);
    }
}

#[cold]
fn defer_here(object: NonNull<PyObject>) {
    // SAFETY: attached, by the caller.
    if let Some(record) = Interpreter::with_id(unsafe { raw::attached_interpreter_id() }) {
        record.defer(object);
    }
}

/// Gives up a reference to an object of the interpreter with this id, wherever this thread is,
/// without running Python code.
///
/// # Safety
/// The caller owns a reference to `object`, of this interpreter, and does not use it again.
pub(crate) unsafe fn give_up_in(id: i64, object: NonNull<PyObject>) {
    // After its end there is nothing to give up.
    if let Some(record) = Interpreter::with_id(id) {
        // SAFETY: exactly the condition of this function.
        unsafe { record.give_up(object) }
    }
}

/// A counted reference to the record of an interpreter.
pub(crate) struct Home(&'static Interpreter);

impl Home {
    /// The interpreter of `cx`.
    pub(crate) fn of(cx: &Context<'_>) -> Option<Self> {
        let record = Interpreter::current(cx)?;
        record.count.fetch_add(1, AcqRel);
        Some(Home(record))
    }

    /// Whether `cx` is attached to this interpreter.
    #[inline]
    pub(crate) fn is_here(&self, cx: &Context<'_>) -> bool {
        self.0.alive.load(Acquire) && self.0.has_id(raw::interpreter_id(cx))
    }

    /// Gives up the reference of `ticket`, to an object of this interpreter, wherever this thread
    /// is, without running Python code or needing memory.
    ///
    /// # Safety
    /// The caller owns the reference, and does not use it again.
    pub(crate) unsafe fn give_up(&self, ticket: Ticket) {
        if !self.0.alive.load(Acquire) {
            return;
        }
        let is_here = raw::interpreter_id_if_attached().is_some_and(|id| self.0.has_id(id));
        // SAFETY: attached to the interpreter of the object, and the condition of this function.
        if !(is_here && unsafe { raw::release_quietly(ticket.object()) }) {
            self.0.queue(ticket);
        }
    }

    pub(crate) fn as_ptr(&self) -> *mut core::ffi::c_void {
        // CAST: read again by `detach::detached_from`, as a shared reference.
        ptr::from_ref(self.0).cast_mut().cast()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.0.leave();
    }
}
