"""What a call did: its result or its exception, and everything it called back on the way."""

import warnings

from . import carriers
from .carriers import Carried, Source

# A warning that only one twin gives is a difference, and so is its text.
warnings.simplefilter("error")


def of(module, case):
    """Make the call; the answer compares equal for twins that behave alike."""
    carriers.forget()
    args = [valued(value) for value in case.args]
    keywords = {valued(name): valued(value) for name, value in case.keywords}
    try:
        result = getattr(module, case.function)(*args, **keywords)
    except BaseException as error:
        answer = ("raises", *described(module, error))
    else:
        # The exact type as well: 1, True and 1.0 are equal, and so are bytes and bytearray.
        answer = ("returns", type(result), result)
    return (*answer, tuple(carriers.journal), carriers.is_released())


def valued(thing):
    return thing.value() if isinstance(thing, (Source, Carried)) else thing


def described(module, error):
    """An exception and those it comes from, without the identities that differ between twins."""
    chain = []
    while error is not None:
        kind = type(error)
        chain.append((f"{kind.__module__}.{kind.__qualname__}", is_modules_own(module, kind),
                      str(error), len(error.args), error.__suppress_context__))
        error = error.__cause__ or error.__context__
    return tuple(chain)


def is_modules_own(module, kind):
    return getattr(module, kind.__name__, None) is kind


def called_back(outcome):
    """Whether code of the arguments ran that can tell how the function got to its outcome."""
    return bool(outcome[-2])


def result(outcome):
    """What came of the call, however: the result's type and value, or the exception.

    A function in Python may have caught another exception before it raises.
    """
    what, *rest, _, _ = outcome
    if what == "returns":
        return outcome[:3]
    name, _, message, arguments, _ = rest[0]
    return what, name, message, arguments


def readable(outcome):
    """One line for a person."""
    what, *rest, journal, released = outcome
    if what == "returns":
        kind, value = rest
        text = f"returns {shortened(repr(value))}"
        if kind not in (bytes, int):
            text += f" of type {kind.__name__}"
    else:
        text = "raises " + ", from ".join(
            f"{name}: {message}" + ("" if own or not name.startswith("binascii.") else " (not its own)")
            for name, own, message, _, _ in rest)
    if journal:
        text += f"; called back: {', '.join(journal)}"
    return text if released else text + "; keeps the buffer"


def shortened(text, limit=300):
    return text if len(text) <= limit else f"{text[:limit // 2]} ... {text[-limit // 2:]}"
