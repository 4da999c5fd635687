//! Arithmetic on any objects.

use super::{PyFloat, PyInt};
use crate::{Bound, Context, PyResult, raw};

macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident = $call:path;)*) => {
        impl<'py> Bound<'py> {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// `TypeError`, if the operands do not allow it; what their methods raise.
            pub fn $name(&self, cx: &mut Context<'py>, other: &Bound<'py>) -> PyResult<Bound<'py>> {
                $call(cx, self, other)
            }
        )*}
    };
}

binary! {
    /// `self + other`
    #[doc(alias = "PyNumber_Add")]
    add = raw::add;
    /// `self - other`
    #[doc(alias = "PyNumber_Subtract")]
    subtract = raw::subtract;
    /// `self * other`
    #[doc(alias = "PyNumber_Multiply")]
    multiply = raw::multiply;
    /// `self / other`
    #[doc(alias = "PyNumber_TrueDivide")]
    true_divide = raw::true_divide;
    /// `self // other`
    #[doc(alias = "PyNumber_FloorDivide")]
    floor_divide = raw::floor_divide;
    /// `self % other`
    #[doc(alias = "PyNumber_Remainder")]
    remainder = raw::remainder;
    /// `divmod(self, other)`
    #[doc(alias = "PyNumber_Divmod")]
    divmod = raw::divmod;
    /// `self ** other`
    #[doc(alias = "PyNumber_Power")]
    power = raw::power_plain;
    /// `self << other`
    #[doc(alias = "PyNumber_Lshift")]
    shift_left = raw::shift_left;
    /// `self >> other`
    #[doc(alias = "PyNumber_Rshift")]
    shift_right = raw::shift_right;
    /// `self & other`
    #[doc(alias = "PyNumber_And")]
    bit_and = raw::bit_and;
    /// `self | other`
    #[doc(alias = "PyNumber_Or")]
    bit_or = raw::bit_or;
    /// `self ^ other`
    #[doc(alias = "PyNumber_Xor")]
    bit_xor = raw::bit_xor;
    /// What `self += other` assigns to `self`.
    #[doc(alias = "PyNumber_InPlaceAdd")]
    in_place_add = raw::in_place_add;
}

impl<'py> Bound<'py> {
    /// `-self`
    ///
    /// # Errors
    /// `TypeError`, if the object does not allow it; what its methods raise.
    #[doc(alias = "PyNumber_Negative")]
    pub fn negative(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        raw::negative(cx, self)
    }

    /// `abs(self)`
    ///
    /// # Errors
    /// `TypeError`, if the object does not allow it; what its methods raise.
    #[doc(alias = "PyNumber_Absolute")]
    pub fn absolute(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        raw::absolute(cx, self)
    }

    /// `~self`
    ///
    /// # Errors
    /// `TypeError`, if the object does not allow it; what its methods raise.
    #[doc(alias = "PyNumber_Invert")]
    pub fn invert(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        raw::invert(cx, self)
    }

    /// The object as an integer without loss: itself, if it is an `int`, or what its
    /// `__index__` returns.
    ///
    /// # Errors
    /// `TypeError`, if it is no integer; what its `__index__` raises.
    #[doc(alias = "PyNumber_Index")]
    #[doc(alias = "_PyNumber_Index")]
    pub fn index(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyInt>> {
        raw::index(cx, self)
    }

    /// `int(self)`
    ///
    /// # Errors
    /// `TypeError` or `ValueError`, if the object says no integer; what its methods raise.
    #[doc(alias = "PyNumber_Long")]
    pub fn to_int(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyInt>> {
        raw::to_int(cx, self)
    }

    /// `float(self)`
    ///
    /// # Errors
    /// `TypeError` or `ValueError`, if the object says no number; what its methods raise.
    #[doc(alias = "PyNumber_Float")]
    pub fn to_float(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyFloat>> {
        raw::to_float(cx, self)
    }

    /// Whether it is a number, as far as its type says.
    #[doc(alias = "PyNumber_Check")]
    pub fn is_number(&self, cx: &Context<'py>) -> bool {
        raw::is_number(cx, self)
    }

    /// Whether [`index`](Self::index) can be asked for.
    #[doc(alias = "PyIndex_Check")]
    pub fn is_index(&self, cx: &Context<'py>) -> bool {
        raw::is_index(cx, self)
    }
}
