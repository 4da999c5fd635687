//! Methods, constructors and properties.

use super::enter::{self, PackedCall};
use crate::class::Class;
use crate::context::Origin;
use crate::function::{Callable, entry};
use crate::types::PyType;
use crate::{Arguments, Borrowed, Context, Parser, PyResult, Returned, Signature, raw, trampoline};
use core::ffi::{CStr, c_int, c_void};
use core::marker::PhantomData;
use core::ptr::{self, NonNull};
use cpython_sys::{METH_CLASS, PyGetSetDef, PyMethodDef, PyObject, PyTypeObject};

/// A Rust function that is called with a receiver `R`: an instance of the class `R`, or, if it is
/// [`PyType`], a class. `#[methods]` implements it.
pub trait Call<R>: 'static {
    /// Its name, documentation and numbers of parameters.
    const SIGNATURE: Signature;

    /// Whether one of its arguments may be held until it returns.
    const HOLDS: bool = true;

    /// Whether there is such a function: `false` for [`Absent`] only.
    const PRESENT: bool = true;

    /// What it gives to its slot: [`Returned`] for a method, a `PyResult` of a number and the like.
    type Output<'py>;

    /// Its keywords, if it takes any.
    fn parser() -> Option<&'static Parser> {
        None
    }

    /// Converts the arguments, calls the function and converts the result.
    fn call<'py>(
        cx: Context<'py>,
        receiver: Borrowed<'py, R>,
        arguments: Arguments<'py>,
    ) -> Self::Output<'py>;
}

/// No function, where one can be left out: the setter of a property, a reflected operator.
pub struct Absent<O = Object>(PhantomData<fn() -> O>);

/// What [`Absent`] would give: an object.
pub enum Object {}

/// What [`Absent`] would give: nothing.
pub enum Nothing {}

const ABSENT: Signature = Signature::new(
    c"",
    c"",
    crate::Counts {
        parameters: 0,
        positional: 0,
        required_positional: 0,
        required_keyword: 0,
        positional_only: 0,
        args: false,
        kwargs: false,
    },
    &[],
);

impl<R> Call<R> for Absent<Object> {
    const SIGNATURE: Signature = ABSENT;
    const PRESENT: bool = false;
    type Output<'py> = Returned<'py>;

    fn call<'py>(cx: Context<'py>, _: Borrowed<'py, R>, _: Arguments<'py>) -> Returned<'py> {
        let object = raw::not_implemented(&cx);
        Returned::object(cx, object)
    }
}

impl<R> Call<R> for Absent<Nothing> {
    const SIGNATURE: Signature = ABSENT;
    const PRESENT: bool = false;
    type Output<'py> = PyResult<()>;

    fn call<'py>(cx: Context<'py>, _: Borrowed<'py, R>, _: Arguments<'py>) -> PyResult<()> {
        Err(raw::system_error(
            &cx,
            c"a function that is absent was called",
        ))
    }
}

/// The body of `F` for a trampoline whose origin is the receiver.
///
/// # Safety
/// The context's origin is an instance or a class, and an `R`.
#[inline]
pub(super) unsafe fn body<'py, R, F: Call<R>>(
    cx: Context<'py>,
    arguments: Arguments<'py>,
) -> F::Output<'py> {
    let (Origin::Instance(receiver) | Origin::Class(receiver)) = cx.origin() else {
        // SAFETY: excluded by this function's condition.
        unsafe { core::hint::unreachable_unchecked() }
    };
    // SAFETY: the origin is the receiver, which CPython or the slot's code has checked to be
    // an `R`, and which lives for the call.
    let receiver = unsafe { Borrowed::from_borrowed(receiver) };
    F::call(cx, receiver, arguments)
}

/// A method of the class `T`.
struct OfInstance<T, F>(PhantomData<(T, F)>);

/// A class or static method.
struct OfClass<F>(PhantomData<F>);

impl<T, F> Callable for OfInstance<T, F>
where
    T: Class,
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    const SIGNATURE: Signature = F::SIGNATURE;
    const HOLDS: bool = F::HOLDS;

    #[inline]
    fn parser() -> Option<&'static Parser> {
        F::parser()
    }

    #[inline]
    unsafe fn origin(receiver: *mut PyObject) -> Origin {
        // SAFETY: exactly the condition of this function.
        Origin::Instance(unsafe { NonNull::new_unchecked(receiver) })
    }

    #[inline]
    unsafe fn call<'py>(cx: Context<'py>, arguments: Arguments<'py>) -> Returned<'py> {
        // SAFETY: exactly the condition of this function.
        unsafe { body::<T, F>(cx, arguments) }
    }
}

impl<F> Callable for OfClass<F>
where
    F: for<'py> Call<PyType, Output<'py> = Returned<'py>>,
{
    const SIGNATURE: Signature = F::SIGNATURE;
    const HOLDS: bool = F::HOLDS;

    #[inline]
    fn parser() -> Option<&'static Parser> {
        F::parser()
    }

    #[inline]
    unsafe fn origin(receiver: *mut PyObject) -> Origin {
        // SAFETY: exactly the condition of this function.
        Origin::Class(unsafe { NonNull::new_unchecked(receiver) })
    }

    #[inline]
    unsafe fn call<'py>(cx: Context<'py>, arguments: Arguments<'py>) -> Returned<'py> {
        // SAFETY: exactly the condition of this function.
        unsafe { body::<PyType, F>(cx, arguments) }
    }
}

/// # Safety
/// `receiver` is what CPython calls a method or a slot with: not null.
#[inline]
pub(super) unsafe fn instance(receiver: *mut PyObject) -> Origin {
    // SAFETY: exactly the condition of this function.
    Origin::Instance(unsafe { NonNull::new_unchecked(receiver) })
}

/// # Safety
/// As for [`instance`].
#[inline]
pub(super) unsafe fn class(receiver: *mut PyObject) -> Origin {
    // SAFETY: exactly the condition of this function.
    Origin::Class(unsafe { NonNull::new_unchecked(receiver) })
}

/// An entry of the table of methods of the class `T`.
#[doc(alias = "PyMethodDef")]
#[repr(transparent)]
pub struct ClassMethod<T> {
    entry: PyMethodDef,
    class: PhantomData<fn(T)>,
}

impl<T: Class> ClassMethod<T> {
    /// What every table ends with.
    pub const END: Self = ClassMethod {
        entry: PyMethodDef {
            ml_name: ptr::null(),
            ml_meth: None,
            ml_flags: 0,
            ml_doc: ptr::null(),
        },
        class: PhantomData,
    };

    /// A method of instances. CPython checks that it is called with one.
    pub const fn instance<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        ClassMethod {
            entry: entry::<OfInstance<T, F>>(),
            class: PhantomData,
        }
    }

    /// A class method.
    #[doc(alias = "METH_CLASS")]
    pub const fn class<F>() -> Self
    where
        F: for<'py> Call<PyType, Output<'py> = Returned<'py>>,
    {
        let mut entry = entry::<OfClass<F>>();
        entry.ml_flags |= METH_CLASS;
        ClassMethod {
            entry,
            class: PhantomData,
        }
    }

    pub(super) const fn is_end(&self) -> bool {
        self.entry.ml_name.is_null()
    }
}

/// A static method. It finds its module through the class that it is in.
#[doc(alias = "PyMethodDef")]
#[repr(transparent)]
pub struct StaticMethod(pub(super) PyMethodDef);

impl StaticMethod {
    /// The one that `F` is.
    #[doc(alias = "METH_STATIC")]
    pub const fn new<F>() -> Self
    where
        F: for<'py> Call<PyType, Output<'py> = Returned<'py>>,
    {
        StaticMethod(entry::<OfClass<F>>())
    }

    pub(super) fn name(&self) -> &'static CStr {
        // SAFETY: `entry` has taken it from a signature, which is static.
        unsafe { CStr::from_ptr(self.0.ml_name) }
    }
}

/// A property of the class `T`.
#[doc(alias = "PyGetSetDef")]
#[repr(transparent)]
pub struct Property<T> {
    entry: PyGetSetDef,
    class: PhantomData<fn(T)>,
}

impl<T: Class> Property<T> {
    /// What every table ends with.
    pub const END: Self = Property {
        entry: PyGetSetDef {
            name: ptr::null(),
            get: None,
            set: None,
            doc: ptr::null(),
            closure: ptr::null_mut(),
        },
        class: PhantomData,
    };

    /// The property called `name`. Setter and deleter can be [`Absent`].
    pub const fn new<Get, Set, Delete>(name: &'static CStr, doc: &'static CStr) -> Self
    where
        Get: for<'py> Call<T, Output<'py> = Returned<'py>>,
        Set: for<'py> Call<T, Output<'py> = PyResult<()>>,
        Delete: for<'py> Call<T, Output<'py> = PyResult<()>>,
    {
        let writable = Set::PRESENT || Delete::PRESENT;
        Property {
            entry: PyGetSetDef {
                name: name.as_ptr(),
                get: Some(get::<T, Get>),
                set: if writable {
                    Some(set::<T, Set, Delete>)
                } else {
                    None
                },
                doc: if doc.is_empty() {
                    ptr::null()
                } else {
                    doc.as_ptr()
                },
                closure: ptr::null_mut(),
            },
            class: PhantomData,
        }
    }

    pub(super) const fn is_end(&self) -> bool {
        self.entry.name.is_null()
    }
}

unsafe extern "C" fn get<T, F>(object: *mut PyObject, _closure: *mut c_void) -> *mut PyObject
where
    T: Class,
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: CPython passes an instance.
    let origin = unsafe { instance(object) };
    // SAFETY: what CPython promises of a getter: attached.
    unsafe {
        trampoline::array(
            origin,
            ptr::null(),
            0,
            None,
            &F::SIGNATURE,
            false,
            body::<T, F>,
        )
    }
}

unsafe extern "C" fn set<T, Set, Delete>(
    object: *mut PyObject,
    value: *mut PyObject,
    _closure: *mut c_void,
) -> c_int
where
    T: Class,
    Set: for<'py> Call<T, Output<'py> = PyResult<()>>,
    Delete: for<'py> Call<T, Output<'py> = PyResult<()>>,
{
    // SAFETY: what CPython promises of a setter: attached, with an instance; no value to delete.
    unsafe { set_or_delete::<T, Set, Delete>(object, &[], value, Refusal::Attribute) }
}

/// What Python says if there is nothing to call.
#[derive(Clone, Copy)]
pub(super) enum Refusal {
    Attribute,
    Item,
}

/// Calls `Set` with the key, if there is one, and the value, or `Delete` if there is no value.
///
/// # Safety
/// Called by CPython: attached, with an instance of `T` and live objects; `value` can be null.
pub(super) unsafe fn set_or_delete<T, Set, Delete>(
    object: *mut PyObject,
    key: &[*mut PyObject],
    value: *mut PyObject,
    refusal: Refusal,
) -> c_int
where
    Set: for<'py> Call<T, Output<'py> = PyResult<()>>,
    Delete: for<'py> Call<T, Output<'py> = PyResult<()>>,
{
    // SAFETY: CPython passes an instance.
    let origin = unsafe { instance(object) };
    let first = key.first().copied().unwrap_or(ptr::null_mut());
    let (all, len) = if key.is_empty() {
        ([value, ptr::null_mut()], 1)
    } else {
        ([first, value], 2)
    };
    let (deletes, present) = if value.is_null() {
        (true, Delete::PRESENT)
    } else {
        (false, Set::PRESENT)
    };
    if !present {
        // SAFETY: attached, and a live object.
        return unsafe { trampoline::status(origin, |cx| Err(refuse(cx, deletes, refusal))) };
    }
    // CAST: 0 or -1.
    if deletes {
        // SAFETY: attached, with an instance and live objects.
        (unsafe {
            enter::value(
                object,
                &all[..len - 1],
                &Delete::SIGNATURE,
                done::<T, Delete>,
            )
        }) as c_int
    } else {
        // SAFETY: as above.
        (unsafe { enter::value(object, &all[..len], &Set::SIGNATURE, done::<T, Set>) }) as c_int
    }
}

#[cold]
fn refuse(cx: &mut Context<'_>, deletes: bool, refusal: Refusal) -> crate::Raised {
    use crate::ExceptionType;
    match (refusal, deletes) {
        (Refusal::Attribute, true) => {
            crate::AttributeError::raise(cx, "the attribute cannot be deleted")
        }
        (Refusal::Attribute, false) => {
            crate::AttributeError::raise(cx, "the attribute is read-only")
        }
        (Refusal::Item, true) => {
            crate::TypeError::raise(cx, "the object doesn't support item deletion")
        }
        (Refusal::Item, false) => {
            crate::TypeError::raise(cx, "the object does not support item assignment")
        }
    }
}

/// The body of a function that gives nothing, as a status.
///
/// # Safety
/// As for [`body`].
pub(super) unsafe fn done<'py, T, F>(cx: Context<'py>, arguments: Arguments<'py>) -> isize
where
    F: for<'a> Call<T, Output<'a> = PyResult<()>>,
{
    let origin = cx.origin();
    // SAFETY: exactly the condition of this function.
    let result = unsafe { body::<T, F>(cx, arguments) };
    // SAFETY: attached; the first context is gone.
    unsafe { enter::number(origin, result.map(|()| 0)) }
}

/// How `Class(…)` makes an instance of `T`.
pub struct New<T> {
    pub(super) function:
        unsafe extern "C" fn(*mut PyTypeObject, *mut PyObject, *mut PyObject) -> *mut PyObject,
    /// The signature without a name, as CPython wants it before the documentation of a class.
    pub(super) doc: &'static CStr,
    class: PhantomData<fn() -> T>,
}

impl<T: crate::class::ModuleClass> New<T> {
    /// By calling `F`, which gives the payload.
    #[doc(alias = "tp_new")]
    pub const fn by<F>() -> Self
    where
        F: for<'py> Call<PyType, Output<'py> = PyResult<T>>,
    {
        New {
            function: new::<T, F>,
            doc: F::SIGNATURE.doc,
            class: PhantomData,
        }
    }
}

unsafe extern "C" fn new<T, F>(
    object_type: *mut PyTypeObject,
    arguments: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject
where
    T: crate::class::ModuleClass,
    F: for<'py> Call<PyType, Output<'py> = PyResult<T>>,
{
    // CAST: a type is an object.
    let object = object_type.cast();
    // SAFETY: CPython passes a type.
    let origin = unsafe { class(object) };
    let mut call = PackedCall {
        origin,
        arguments,
        keywords,
    };
    if let Origin::Class(class) = origin {
        // A subclass with an `__init__` of its own may take keywords that are only for that, as
        // in Argument Clinic's code.
        // SAFETY: attached, and CPython has passed a live type.
        if F::parser().is_none() && !keywords.is_null() && unsafe { raw::has_own_init(class) } {
            call.keywords = ptr::null_mut();
        }
    }
    // SAFETY: what CPython promises of a `tp_new`: attached, with a type that is `T`'s or a
    // subclass of it, a tuple, and a dict or null.
    unsafe { enter::packed(call, &F::SIGNATURE, F::parser(), construct::<T, F>) }
}

/// # Safety
/// The context's origin is the class.
unsafe fn construct<'py, T, F>(cx: Context<'py>, arguments: Arguments<'py>) -> Returned<'py>
where
    T: crate::class::ModuleClass,
    F: for<'a> Call<PyType, Output<'a> = PyResult<T>>,
{
    let origin = cx.origin();
    // SAFETY: exactly the condition of this function.
    let result = unsafe { body::<PyType, F>(cx, arguments) };
    // SAFETY: attached; the first context is gone.
    let cx = unsafe { Context::enter(origin) };
    let payload = match result {
        Ok(payload) => payload,
        Err(raised) => return Returned::raised(cx, raised),
    };
    let Origin::Class(class) = origin else {
        // SAFETY: excluded by this function's condition.
        unsafe { core::hint::unreachable_unchecked() }
    };
    // SAFETY: CPython has passed a live type, for the call.
    let class = unsafe { Borrowed::<PyType>::from_borrowed(class) };
    let created = super::instance::create(&cx, class, payload);
    Returned::of(cx, created)
}
