//! What any object can do: calls, attributes, items, comparison; modules and types; weak
//! references, context variables and capsules.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use cpython_api::prelude::*;
use cpython_api::{PyCapsule, PyContextToken, PyContextVar, PyWeakref};

type Text<'py> = Bound<'py, PyStr>;
type List<'py> = Bound<'py, PyList>;
type Tuple<'py> = Bound<'py, PyTuple>;

/// `callable()`
#[function(callable, /)]
pub(crate) fn call_bare<'py>(
    cx: &mut Context<'py>,
    callable: Borrowed<'py>,
) -> PyResult<Bound<'py>> {
    callable.call(cx, ())
}

/// `callable(1, "two", value, 4.0)`
#[function(callable, value, /)]
pub(crate) fn call_mixed<'py>(
    cx: &mut Context<'py>,
    callable: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<Bound<'py>> {
    callable.call(cx, (1u32, "two", value, 4.0))
}

/// `callable(*arguments)`
#[function(callable, arguments, /)]
pub(crate) fn call_all<'py>(
    cx: &mut Context<'py>,
    callable: Borrowed<'py>,
    arguments: Borrowed<'py, PyTuple>,
) -> PyResult<Bound<'py>> {
    callable.call(cx, arguments.into_slice(cx))
}

/// A call in which the last arguments have names.
#[function(callable, arguments, names, /)]
pub(crate) fn call_names<'py>(
    cx: &mut Context<'py>,
    callable: Borrowed<'py>,
    arguments: Borrowed<'py, PyTuple>,
    names: Borrowed<'py, PyTuple>,
) -> PyResult<Bound<'py>> {
    callable.call_with_names(cx, arguments.into_slice(cx), &names)
}

/// `object.name(*arguments)`
#[function(object, name, arguments, /)]
pub(crate) fn call_method<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    name: Borrowed<'py, PyStr>,
    arguments: Borrowed<'py, PyTuple>,
) -> PyResult<Bound<'py>> {
    object.call_method(cx, &*name, arguments.into_slice(cx))
}

/// An attribute before it is set, while it is, and after it was deleted.
#[function(object, name, value, /)]
pub(crate) fn attributes<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    name: &'py str,
    value: Borrowed<'py>,
) -> PyResult<(Option<Bound<'py>>, Bound<'py>, Option<Bound<'py>>)> {
    let before = object.get_attr_opt(cx, name)?;
    object.set_attr(cx, name, &value)?;
    let during = object.get_attr(cx, name)?;
    object.del_attr(cx, name)?;
    Ok((before, during, object.get_attr_opt(cx, name)?))
}

/// Sets, gets and deletes an item.
#[function(object, key, value, /)]
pub(crate) fn item<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    key: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<Bound<'py>> {
    object.set_item(cx, &key, &value)?;
    let found = object.get_item(cx, &key)?;
    object.del_item(cx, &key)?;
    Ok(found)
}

/// `a < b` as an object, and `a < b`, `a is b or a == b`, `a >= b` as truth values.
#[function(a, b, /)]
pub(crate) fn compare<'py>(
    cx: &mut Context<'py>,
    a: Borrowed<'py>,
    b: Borrowed<'py>,
) -> PyResult<(Bound<'py>, bool, bool, bool)> {
    Ok((
        a.compare(cx, Operator::Lt, &b)?,
        a.less_than(cx, &b)?,
        a.equals(cx, &b)?,
        a.compare_bool(cx, Operator::Ge, &b)?,
    ))
}

/// `repr`, `str`, `format`, and `hash`.
#[function(object, spec, /)]
pub(crate) fn texts<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    spec: &'py str,
) -> PyResult<(Text<'py>, Text<'py>, Text<'py>, isize)> {
    Ok((
        object.repr(cx)?,
        object.str(cx)?,
        object.format(cx, spec)?,
        object.hash(cx)?,
    ))
}

/// Whether it is an instance, callable, a number, a sequence, a mapping, and true.
#[function(object, of, /)]
pub(crate) fn checks<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    of: Borrowed<'py>,
) -> PyResult<(bool, bool, bool, bool, bool, bool)> {
    Ok((
        object.is_instance(cx, &of)?,
        object.is_callable(cx),
        object.is_number(cx),
        object.is_sequence(cx),
        object.is_mapping(cx),
        object.is_true(cx)?,
    ))
}

/// `values + values`, `values * 2`, `value in values`, `values[0]`, as a tuple and as a list.
#[function(values, value, /)]
pub(crate) fn sequence<'py>(
    cx: &mut Context<'py>,
    values: Borrowed<'py>,
    value: Borrowed<'py>,
) -> PyResult<(
    Bound<'py>,
    Bound<'py>,
    bool,
    Bound<'py>,
    Tuple<'py>,
    List<'py>,
)> {
    Ok((
        values.sequence_concat(cx, &values)?,
        values.sequence_repeat(cx, 2)?,
        values.contains(cx, &value)?,
        values.sequence_get(cx, 0)?,
        values.to_tuple(cx)?,
        values.to_list(cx)?,
    ))
}

/// Keys, values and items of any mapping, and its length.
#[function(mapping, /)]
pub(crate) fn mapping_lists<'py>(
    cx: &mut Context<'py>,
    mapping: Borrowed<'py>,
) -> PyResult<(List<'py>, List<'py>, List<'py>, usize)> {
    Ok((
        mapping.mapping_keys(cx)?,
        mapping.mapping_values(cx)?,
        mapping.mapping_items(cx)?,
        mapping.len(cx)?,
    ))
}

/// `from module import name`
#[function(module, name, /)]
pub(crate) fn import_from<'py>(
    cx: &mut Context<'py>,
    module: &'py str,
    name: &'py str,
) -> PyResult<Bound<'py>> {
    PyModule::import_from(cx, module, name)
}

/// `module.__name__`
#[function(module, /)]
pub(crate) fn module_name<'py>(
    cx: &mut Context<'py>,
    module: Borrowed<'py, PyModule>,
) -> PyResult<Bound<'py, PyStr>> {
    module.name(cx)
}

/// Names of a type, whether it derives from another, and `a[b]`.
#[function(a, b, /)]
pub(crate) fn type_of_two<'py>(
    cx: &mut Context<'py>,
    a: Borrowed<'py, PyType>,
    b: Borrowed<'py, PyType>,
) -> PyResult<(Bound<'py, PyStr>, Bound<'py, PyStr>, bool, Bound<'py>)> {
    Ok((
        a.name(cx)?,
        a.qualified_name(cx)?,
        a.is_subtype(cx, &b),
        a.generic_alias(cx, &b)?,
    ))
}

/// Whether the object is a list, and whether exactly a list; and its type.
#[function(object, /)]
pub(crate) fn type_checks<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
) -> PyResult<(bool, bool, Bound<'py, PyType>)> {
    Ok((
        object.cast::<PyList>(cx).is_some(),
        PyList::is_exact(cx, &object),
        object.type_object(cx)?,
    ))
}

/// `weakref.ref(object, callback)`
#[function(object, callback = None, /)]
pub(crate) fn weakref_new<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
    callback: Option<Borrowed<'py>>,
) -> PyResult<Bound<'py, PyWeakref>> {
    PyWeakref::new(cx, &object, callback.as_deref())
}

/// `reference()`
#[function(reference, /)]
pub(crate) fn weakref_get<'py>(
    cx: &mut Context<'py>,
    reference: Borrowed<'py, PyWeakref>,
) -> PyResult<Option<Bound<'py>>> {
    reference.get(cx)
}

/// `ContextVar("variable", default=default)`
#[function(default = None, /)]
pub(crate) fn context_var_new<'py>(
    cx: &mut Context<'py>,
    default: Option<Borrowed<'py>>,
) -> PyResult<Bound<'py, PyContextVar>> {
    PyContextVar::new(cx, c"variable", default.as_deref())
}

/// The value before, the token, and the value after it is set.
#[function(variable, value, /)]
pub(crate) fn context_var_set<'py>(
    cx: &mut Context<'py>,
    variable: Borrowed<'py, PyContextVar>,
    value: Borrowed<'py>,
) -> PyResult<(
    Option<Bound<'py>>,
    Bound<'py, PyContextToken>,
    Option<Bound<'py>>,
)> {
    let before = variable.get(cx)?;
    let token = variable.set(cx, &value)?;
    Ok((before, token, variable.get(cx)?))
}

/// The value after a reset.
#[function(variable, token, /)]
pub(crate) fn context_var_reset<'py>(
    cx: &mut Context<'py>,
    variable: Borrowed<'py, PyContextVar>,
    token: Borrowed<'py, PyContextToken>,
) -> PyResult<Option<Bound<'py>>> {
    variable.reset(cx, &token)?;
    variable.get(cx)
}

/// What a capsule holds: a value whose end is counted, and can panic.
struct Held {
    number: u32,
    panics: bool,
}

static ENDED: AtomicU32 = AtomicU32::new(0);

impl Drop for Held {
    fn drop(&mut self) {
        ENDED.fetch_add(1, Relaxed);
        assert!(!self.panics, "a value panicked at its end");
    }
}

/// A capsule.
#[function(number, panics = false, /)]
pub(crate) fn capsule_new<'py>(
    cx: &mut Context<'py>,
    number: u32,
    panics: bool,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new(cx, Held { number, panics }, c"_testrust.held")
}

/// A capsule of the same name that holds something else.
#[function(number, /)]
pub(crate) fn capsule_other<'py>(
    cx: &mut Context<'py>,
    number: u32,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new(cx, number, c"_testrust.held")
}

/// What a capsule holds.
#[function(capsule, /)]
pub(crate) fn capsule_get<'py>(
    cx: &mut Context<'py>,
    capsule: Borrowed<'py, PyCapsule>,
) -> PyResult<u32> {
    capsule.get::<Held>(cx).map(|held| held.number)
}

/// How many values have ended with their capsules.
#[function()]
pub(crate) fn capsules_ended(_cx: &mut Context<'_>) -> PyResult<u32> {
    Ok(ENDED.load(Relaxed))
}

/// `callable()`, one level deeper.
#[function(callable, /)]
pub(crate) fn nested<'py>(cx: &mut Context<'py>, callable: Borrowed<'py>) -> PyResult<Bound<'py>> {
    cx.nested(c" in a test", |cx| callable.call(cx, ()))
}

/// `time.monotonic_ns()`, `time.time_ns()` and 16 bytes of randomness.
#[function()]
pub(crate) fn system(cx: &mut Context<'_>) -> PyResult<(i64, i64, [u8; 16])> {
    let mut seed = [0; 16];
    cx.random_seed(&mut seed)?;
    cx.check_signals()?;
    Ok((cx.monotonic_ns()?, cx.time_ns()?, seed))
}
