//! What every object can do: attributes, items, and texts about itself.

use super::{PyList, PyStr, PyTuple, PyType, Text};
use crate::{Any, Borrowed, Bound, Context, IntoPython, PyResult, raw};

impl<'py> Bound<'py> {
    /// `self.name`.
    ///
    /// # Errors
    /// `AttributeError`, if there is no such attribute; what getting it raises.
    #[doc(alias = "PyObject_GetAttr")]
    #[doc(alias = "PyObject_GetAttrString")]
    pub fn get_attr(&self, cx: &mut Context<'py>, name: impl Text<'py>) -> PyResult<Bound<'py>> {
        name.with(cx, |cx, name| raw::get_attr(cx, self, name))
    }

    /// `self.name`, or `None` if there is no such attribute.
    ///
    /// # Errors
    /// What getting it raises, besides `AttributeError`.
    #[doc(alias = "PyObject_GetOptionalAttr")]
    #[doc(alias = "PyObject_HasAttrWithError")]
    pub fn get_attr_opt(
        &self,
        cx: &mut Context<'py>,
        name: impl Text<'py>,
    ) -> PyResult<Option<Bound<'py>>> {
        name.with(cx, |cx, name| raw::get_attr_opt(cx, self, name))
    }

    /// `self.name = value`.
    ///
    /// # Errors
    /// `AttributeError`, if the object has no place for it; what setting it raises.
    #[doc(alias = "PyObject_SetAttr")]
    #[doc(alias = "PyModule_AddObjectRef")]
    #[doc(alias = "PyModule_Add")]
    pub fn set_attr(
        &self,
        cx: &mut Context<'py>,
        name: impl Text<'py>,
        value: &Bound<'py>,
    ) -> PyResult<()> {
        name.with(cx, |cx, name| raw::set_attr(cx, self, name, value))
    }

    /// `del self.name`.
    ///
    /// # Errors
    /// `AttributeError`, if there is no such attribute; what its end raises.
    #[doc(alias = "PyObject_DelAttr")]
    pub fn del_attr(&self, cx: &mut Context<'py>, name: impl Text<'py>) -> PyResult<()> {
        name.with(cx, |cx, name| raw::del_attr(cx, self, name))
    }

    /// `self[key]`.
    ///
    /// # Errors
    /// `TypeError`, if the object has no items; `KeyError` or `IndexError`, if not this one; what
    /// its methods raise.
    #[doc(alias = "PyObject_GetItem")]
    pub fn get_item(&self, cx: &mut Context<'py>, key: &Bound<'py>) -> PyResult<Bound<'py>> {
        raw::get_item(cx, self, key)
    }

    /// `self[key] = value`.
    ///
    /// # Errors
    /// As for [`get_item`](Self::get_item).
    #[doc(alias = "PyObject_SetItem")]
    pub fn set_item(
        &self,
        cx: &mut Context<'py>,
        key: &Bound<'py>,
        value: &Bound<'py>,
    ) -> PyResult<()> {
        raw::set_item(cx, self, key, value)
    }

    /// `del self[key]`.
    ///
    /// # Errors
    /// As for [`get_item`](Self::get_item).
    #[doc(alias = "PyObject_DelItem")]
    pub fn del_item(&self, cx: &mut Context<'py>, key: &Bound<'py>) -> PyResult<()> {
        raw::del_item(cx, self, key)
    }

    /// `len(self)`.
    ///
    /// # Errors
    /// `TypeError` if the object has no length; what its `__len__` raises.
    #[doc(alias = "PyObject_Length")]
    #[doc(alias = "PyObject_Size")]
    #[doc(alias = "PySequence_Size")]
    #[doc(alias = "PyMapping_Size")]
    pub fn len(&self, cx: &mut Context<'py>) -> PyResult<usize> {
        raw::length(cx, self)
    }

    /// `repr(self)`.
    ///
    /// # Errors
    /// What its `__repr__` raises.
    #[doc(alias = "PyObject_Repr")]
    pub fn repr(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        raw::repr(cx, self)
    }

    /// `str(self)`.
    ///
    /// # Errors
    /// What its `__str__` raises.
    #[doc(alias = "PyObject_Str")]
    pub fn str(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        raw::str(cx, self)
    }

    /// `format(self, spec)`.
    ///
    /// # Errors
    /// What its `__format__` raises.
    #[doc(alias = "PyObject_Format")]
    pub fn format(
        &self,
        cx: &mut Context<'py>,
        spec: impl Text<'py>,
    ) -> PyResult<Bound<'py, PyStr>> {
        spec.with(cx, |cx, spec| raw::format(cx, self, spec))
    }

    /// `dir(self)`.
    ///
    /// # Errors
    /// What its `__dir__` raises.
    #[doc(alias = "PyObject_Dir")]
    pub fn dir(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::dir(cx, self)
    }

    /// `hash(self)`.
    ///
    /// # Errors
    /// `TypeError`, if the object has no hash; what its `__hash__` raises.
    #[doc(alias = "PyObject_Hash")]
    pub fn hash(&self, cx: &mut Context<'py>) -> PyResult<isize> {
        raw::hash(cx, self)
    }

    /// `isinstance(self, class)`, where `class` may be a tuple of classes.
    ///
    /// # Errors
    /// `TypeError`, if `class` is none; what its `__instancecheck__` raises.
    #[doc(alias = "PyObject_IsInstance")]
    pub fn is_instance(&self, cx: &mut Context<'py>, class: &Bound<'py>) -> PyResult<bool> {
        raw::is_instance(cx, self, class)
    }

    /// `issubclass(self, class)`, where `class` may be a tuple of classes.
    ///
    /// # Errors
    /// `TypeError`, if one of them is no class; what its `__subclasscheck__` raises.
    #[doc(alias = "PyObject_IsSubclass")]
    pub fn is_subclass(&self, cx: &mut Context<'py>, class: &Bound<'py>) -> PyResult<bool> {
        raw::is_subclass(cx, self, class)
    }

    /// `type(self)`, which a `__class__` attribute does not change.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PyObject_Type")]
    #[doc(alias = "Py_TYPE")]
    pub fn type_object(&self, cx: &Context<'py>) -> PyResult<Bound<'py, PyType>> {
        raw::type_object(cx, self)
    }

    /// A new tuple of what the object, an iterable, gives. An exact tuple is itself.
    ///
    /// # Errors
    /// `TypeError`, if it is not iterable; what its methods raise.
    #[doc(alias = "PySequence_Tuple")]
    #[doc(alias = "PySequence_Fast")]
    pub fn to_tuple(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyTuple>> {
        raw::to_tuple(cx, self)
    }

    /// A new list of what the object, an iterable, gives.
    ///
    /// # Errors
    /// `TypeError`, if it is not iterable; what its methods raise.
    #[doc(alias = "PySequence_List")]
    #[doc(alias = "PySequence_Fast")]
    pub fn to_list(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::to_list(cx, self)
    }

    /// The item at a position, from 0 on.
    ///
    /// # Errors
    /// `TypeError`, if the object is no sequence; `IndexError`, if there are not so many; what its
    /// methods raise.
    #[doc(alias = "PySequence_GetItem")]
    pub fn sequence_get(&self, cx: &mut Context<'py>, index: usize) -> PyResult<Bound<'py>> {
        raw::sequence_get(cx, self, raw::clip(index))
    }

    /// `self + other`, of two sequences.
    ///
    /// # Errors
    /// `TypeError`, if they are none; what their methods raise.
    #[doc(alias = "PySequence_Concat")]
    pub fn sequence_concat(
        &self,
        cx: &mut Context<'py>,
        other: &Bound<'py>,
    ) -> PyResult<Bound<'py>> {
        raw::sequence_concat(cx, self, other)
    }

    /// `self * times`, of a sequence.
    ///
    /// # Errors
    /// `TypeError`, if it is none; what its methods raise.
    #[doc(alias = "PySequence_Repeat")]
    pub fn sequence_repeat(&self, cx: &mut Context<'py>, times: usize) -> PyResult<Bound<'py>> {
        raw::sequence_repeat(cx, self, raw::clip(times))
    }

    /// `value in self`.
    ///
    /// # Errors
    /// `TypeError`, if the object contains nothing; what its methods raise.
    #[doc(alias = "PySequence_Contains")]
    pub fn contains(&self, cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<bool> {
        raw::contains(cx, self, value)
    }

    /// A list of the keys of a mapping.
    ///
    /// # Errors
    /// `AttributeError` or `TypeError`, if the object is none; what its methods raise.
    #[doc(alias = "PyMapping_Keys")]
    pub fn mapping_keys(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::mapping_keys(cx, self)
    }

    /// A list of the values of a mapping.
    ///
    /// # Errors
    /// `AttributeError` or `TypeError`, if the object is none; what its methods raise.
    #[doc(alias = "PyMapping_Values")]
    pub fn mapping_values(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::mapping_values(cx, self)
    }

    /// A list of the keys and values of a mapping. What is in it may be anything that its
    /// `items` method gives.
    ///
    /// # Errors
    /// `AttributeError` or `TypeError`, if the object is none; what its methods raise.
    #[doc(alias = "PyMapping_Items")]
    pub fn mapping_items(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::mapping_items(cx, self)
    }

    /// Whether it can be called.
    #[doc(alias = "PyCallable_Check")]
    pub fn is_callable(&self, cx: &Context<'py>) -> bool {
        raw::is_callable(cx, self)
    }

    /// Whether it has positions and no keys, as far as its type says.
    #[doc(alias = "PySequence_Check")]
    pub fn is_sequence(&self, cx: &Context<'py>) -> bool {
        raw::is_sequence(cx, self)
    }

    /// Whether it can be asked for items.
    #[doc(alias = "PyMapping_Check")]
    pub fn is_mapping(&self, cx: &Context<'py>) -> bool {
        raw::is_mapping(cx, self)
    }
}

impl<'py, T> Borrowed<'py, T> {
    /// An object that is lent for the whole call, as a handle that says so.
    #[inline]
    pub fn from_lent(object: &'py Bound<'py, T>) -> Self {
        let pointer = core::ptr::NonNull::from(object).cast::<core::ptr::NonNull<_>>();
        // SAFETY: a handle is transparent over its pointer, and this one is lent for `'py`.
        let pointer = unsafe { pointer.read() };
        // SAFETY: an object of the type `T`, which lives for as long as it is lent.
        unsafe { Borrowed::from_borrowed(pointer) }
    }
}

/// A new reference to an object that was lent.
impl<'py, T> IntoPython<'py> for &Bound<'py, T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(self.clone_ref(cx).into_any())
    }
}
