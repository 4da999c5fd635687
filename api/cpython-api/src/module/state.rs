//! What a module keeps for itself, once per module object.

use super::memory::memory;
use super::{Module, not_its_time};
use crate::class::{Members, Visitor};
use crate::{Context, PyResult, raw};
use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::AtomicU8;
use core::sync::atomic::Ordering::{AcqRel, Acquire, Release};

/// A struct whose members the garbage collector can look into. `#[state]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the state of a module",
    note = "put `#[state]` above the struct"
)]
pub trait StateMembers: Sized + Send + Sync + 'static {
    /// Its members without those under `#[no_gc]`.
    type Members: Members;

    /// Where they are.
    const OFFSETS: &'static [usize];

    /// They, lent.
    fn members(&self) -> <Self::Members as Members>::Lent<'_>;
}

/// What a module keeps for itself: a value for each module object, hence for each interpreter.
///
/// ```no_run
/// # #![forbid(unsafe_code)]
/// use cpython_api::prelude::*;
///
/// module! {
///     Example = "example",
///     doc: "Counting.",
///     state: State,
///     functions: [hit],
/// }
///
/// #[state]
/// pub struct State {
///     hits: Guarded<u64>,
///     last: Field,
/// }
///
/// impl ModuleState for State {
///     fn new<'py>(_cx: &mut Context<'py>) -> PyResult<State> {
///         Ok(State { hits: Guarded::new(0), last: Field::new() })
///     }
/// }
///
/// /// Count a call, and keep its argument.
/// #[function(argument, /)]
/// fn hit<'py>(cx: &mut Context<'py>, argument: Borrowed<'py>) -> PyResult<u64> {
///     let state = State::of(cx)?;
///     state.last.set(cx, Some(argument.clone_ref(cx)))?;
///     let (mut hits, _) = state.hits.lock(cx);
///     *hits += 1;
///     Ok(*hits)
/// }
/// # fn main() {}
/// ```
///
/// It is only ever lent as `&State`, and is `Sync`, as the payload of a class is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the state of a module",
    note = "write `impl ModuleState for {Self} {{ fn new(cx) … }}`"
)]
pub trait ModuleState: StateMembers {
    /// The state of a module that has its exception types, classes, names and constants, and is
    /// not executed any further yet.
    ///
    /// # Errors
    /// The module cannot be imported.
    fn new<'py>(cx: &mut Context<'py>) -> PyResult<Self>;

    /// The state of the module that was called, lent for the call, which keeps the module alive.
    ///
    /// # Errors
    /// `SystemError` before [`new`](Self::new) has returned and after the garbage collector has
    /// begun to clear the module; and if what was called does not belong to the module, as
    /// the destructor of a capsule.
    #[doc(alias = "PyModule_GetState")]
    #[doc(alias = "PyType_GetModuleState")]
    #[inline]
    fn of<'py>(cx: &Context<'py>) -> PyResult<&'py Self>
    where
        Self: StateOf,
    {
        memory(cx, Self::Module::definition())
            .and_then(|memory| memory.state::<Self>()?.get())
            .ok_or_else(|| not_its_time(cx))
    }
}

/// The state of a module that names it. `module!` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the state of no module",
    note = "write `state: {Self}` in `module!`"
)]
pub trait StateOf: ModuleState {
    /// The module.
    type Module: Module;
}

/// Nothing.
impl StateMembers for () {
    type Members = ();

    const OFFSETS: &'static [usize] = &[];

    fn members(&self) {}
}

impl ModuleState for () {
    fn new<'py>(_cx: &mut Context<'py>) -> PyResult<()> {
        Ok(())
    }
}

/// What is in a [`Cell`]. Zero is what CPython's memory has at first.
const NOTHING: u8 = 0;
/// Nothing, but a value is being made.
const BEGUN: u8 = 1;
const READY: u8 = 2;
/// A value that nobody is given any more.
const CLEARED: u8 = 3;
/// Nothing any more, or a value whose members are not where they were said to be, which is leaked.
const GONE: u8 = 4;

/// The place of a state in a module's memory.
///
/// # Invariants
/// If `phase` is `READY` or `CLEARED`, there is a value, with its members at `OFFSETS`. From then on,
/// until `end`, it is only lent as `&S`.
#[repr(C)]
pub(super) struct Cell<S> {
    phase: AtomicU8,
    value: UnsafeCell<MaybeUninit<S>>,
}

impl<S: ModuleState> Cell<S> {
    /// Makes the value; a module that is executed again keeps the one that it has.
    pub(super) fn fill(&self, cx: &mut Context<'_>) -> PyResult<()> {
        match self.phase.compare_exchange(NOTHING, BEGUN, AcqRel, Acquire) {
            Ok(_) => {}
            Err(READY) => return Ok(()),
            Err(_) => return Err(not_its_time(cx)),
        }
        if !S::Members::are_apart(S::OFFSETS, size_of::<S>()) {
            return Err(raw::system_error(cx, c"the members of a state overlap"));
        }
        let value = match S::new(cx) {
            Ok(value) => value,
            Err(raised) => {
                self.phase.store(NOTHING, Release);
                return Err(raised);
            }
        };
        // SAFETY: only who has set `BEGUN` writes, and nobody reads before `READY`.
        let place = unsafe { &mut *self.value.get() };
        let lent: &S = place.write(value);
        let here = ptr::from_ref(lent).cast();
        if !S::Members::are_at(lent.members(), here, S::OFFSETS) {
            self.phase.store(GONE, Release);
            return Err(raw::system_error(cx, c"a state has its members elsewhere"));
        }
        self.phase.store(READY, Release);
        Ok(())
    }

    /// The value, during its time.
    #[inline]
    pub(super) fn get(&self) -> Option<&S> {
        (self.phase.load(Acquire) == READY).then(|| {
            // SAFETY: it lives as long as `self`, and is only lent while it is READY.
            let value = unsafe { &*self.value.get() };
            // SAFETY: by the invariant there is a value.
            unsafe { value.assume_init_ref() }
        })
    }

    /// Where the value is, if there is one, cleared or not.
    fn place(&self) -> Option<*const u8> {
        let there = matches!(self.phase.load(Acquire), READY | CLEARED);
        there.then(|| self.value.get().cast_const().cast())
    }

    pub(super) fn traverse(&self, visitor: &mut Visitor) {
        if let Some(place) = self.place() {
            // SAFETY: by the invariant the members are there, lent.
            let _ = unsafe { S::Members::traverse(place, S::OFFSETS, visitor) };
        }
    }

    /// Gives up what could be part of a cycle. It can be called twice.
    pub(super) fn clear(&self, cx: &mut Context<'_>) {
        // Not before it is ready: whoever makes it has a reference to the module.
        let _ = self.phase.compare_exchange(READY, CLEARED, AcqRel, Acquire);
        if let Some(place) = self.place() {
            // SAFETY: by the invariant the members are there, lent.
            unsafe { S::Members::clear(place, S::OFFSETS, cx) };
        }
    }

    /// Drops the value, once.
    ///
    /// # Safety
    /// Nobody has a reference to the value, or will get one.
    pub(super) unsafe fn end(&self) {
        if matches!(self.phase.swap(GONE, AcqRel), READY | CLEARED) {
            // SAFETY: by this function's condition nobody else has or gets a reference to it.
            let value = unsafe { &mut *self.value.get() };
            // SAFETY: there is a value, by the invariant, which is not used again. If the drop
            // panics, the rest of it is leaked.
            unsafe { value.assume_init_drop() };
        }
    }
}
