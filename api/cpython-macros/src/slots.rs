//! The special methods of Python, and what they are to CPython.

/// Of what kind a special method is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Gives an object: a constructor of `Slot` and its argument.
    Object(&'static str),
    /// The same; what is passed may not fit, which is `NotImplemented`.
    Operand(&'static str),
    /// One side of an operator: `Number`'s name, and whether the instance is on the right.
    Number(&'static str, bool),
    /// `__pow__` or `__rpow__`.
    Power(bool),
    /// One of the comparisons: the name of its type in `Comparisons`.
    Comparison(&'static str),
    /// Gives a Rust type, for a constructor of `Slot`.
    Value(&'static str, &'static str),
    /// Sets or deletes: `Assign`'s name, and whether it deletes.
    Assign(&'static str, bool),
    /// `__next__`.
    Next,
    /// `__buffer__`.
    Buffer,
}

/// The special method called `name`, and how many parameters it has besides receiver and
/// context, at least and at most.
pub(crate) fn find(name: &str) -> Option<(Kind, usize, usize)> {
    let unary = |slot| Some((Kind::Object(slot), 0, 0));
    let binary = |slot| Some((Kind::Object(slot), 1, 1));
    Some(match name {
        "__repr__" => return unary("unary(Unary::Repr)"),
        "__str__" => return unary("unary(Unary::Str)"),
        "__iter__" => return unary("unary(Unary::Iter)"),
        "__await__" => return unary("unary(Unary::Await)"),
        "__aiter__" => return unary("unary(Unary::AsyncIter)"),
        "__anext__" => return unary("unary(Unary::AsyncNext)"),
        "__neg__" => return unary("unary(Unary::Negative)"),
        "__pos__" => return unary("unary(Unary::Positive)"),
        "__abs__" => return unary("unary(Unary::Absolute)"),
        "__invert__" => return unary("unary(Unary::Invert)"),
        "__int__" => return unary("unary(Unary::Int)"),
        "__float__" => return unary("unary(Unary::Float)"),
        "__index__" => return unary("unary(Unary::Index)"),
        "__getitem__" => return binary("binary(Binary::Subscript)"),
        "__concat__" => return binary("binary(Binary::Concat)"),
        "__inplace_concat__" => return binary("binary(Binary::InplaceConcat)"),
        "__repeat__" => return binary("indexed(Indexed::Repeat)"),
        "__inplace_repeat__" => return binary("indexed(Indexed::InplaceRepeat)"),
        "__getattribute__" => return binary("binary(Binary::GetAttribute)"),
        "__getattr__" => return binary("missing_attribute()"),
        "__get__" => (Kind::Object("describe()"), 2, 2),
        "__ipow__" => (Kind::Operand("inplace_power()"), 1, 2),
        "__pow__" => (Kind::Power(false), 1, 2),
        "__rpow__" => (Kind::Power(true), 1, 2),
        "__lt__" => (Kind::Comparison("Lt"), 1, 1),
        "__le__" => (Kind::Comparison("Le"), 1, 1),
        "__eq__" => (Kind::Comparison("Eq"), 1, 1),
        "__ne__" => (Kind::Comparison("Ne"), 1, 1),
        "__gt__" => (Kind::Comparison("Gt"), 1, 1),
        "__ge__" => (Kind::Comparison("Ge"), 1, 1),
        "__hash__" => (Kind::Value("isize", "hash()"), 0, 0),
        "__len__" => (Kind::Value("usize", "len()"), 0, 0),
        "__bool__" => (Kind::Value("bool", "truth()"), 0, 0),
        "__contains__" => (Kind::Value("bool", "contains()"), 1, 1),
        "__setitem__" => (Kind::Assign("Item", false), 2, 2),
        "__delitem__" => (Kind::Assign("Item", true), 1, 1),
        "__setattr__" => (Kind::Assign("Attribute", false), 2, 2),
        "__delattr__" => (Kind::Assign("Attribute", true), 1, 1),
        "__set__" => (Kind::Assign("Descriptor", false), 2, 2),
        "__delete__" => (Kind::Assign("Descriptor", true), 1, 1),
        "__next__" => (Kind::Next, 0, 0),
        "__buffer__" => (Kind::Buffer, 0, 0),
        _ => (operator(name)?, 1, 1),
    })
}

/// `__add__`, `__radd__` or `__iadd__`, and so on.
fn operator(name: &str) -> Option<Kind> {
    const OPERATORS: [(&str, &str, &str); 13] = [
        ("add", "Add", "binary(Binary::InplaceAdd)"),
        ("sub", "Subtract", "binary(Binary::InplaceSubtract)"),
        ("mul", "Multiply", "binary(Binary::InplaceMultiply)"),
        (
            "matmul",
            "MatrixMultiply",
            "binary(Binary::InplaceMatrixMultiply)",
        ),
        ("truediv", "TrueDivide", "binary(Binary::InplaceTrueDivide)"),
        (
            "floordiv",
            "FloorDivide",
            "binary(Binary::InplaceFloorDivide)",
        ),
        ("mod", "Remainder", "binary(Binary::InplaceRemainder)"),
        ("divmod", "Divmod", ""),
        ("lshift", "Lshift", "binary(Binary::InplaceLshift)"),
        ("rshift", "Rshift", "binary(Binary::InplaceRshift)"),
        ("and", "And", "binary(Binary::InplaceAnd)"),
        ("or", "Or", "binary(Binary::InplaceOr)"),
        ("xor", "Xor", "binary(Binary::InplaceXor)"),
    ];
    let word = name.strip_prefix("__")?.strip_suffix("__")?;
    for (operator, number, inplace) in OPERATORS {
        if word == operator {
            return Some(Kind::Number(number, false));
        }
        if word.strip_prefix('r') == Some(operator) {
            return Some(Kind::Number(number, true));
        }
        if word.strip_prefix('i') == Some(operator) && !inplace.is_empty() {
            return Some(Kind::Operand(inplace));
        }
    }
    None
}
