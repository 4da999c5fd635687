"""What a program can see of a module without converting anything.

`facts(module)` is a flat dictionary from a readable name to a comparable value. The names of a
module, its functions and its exceptions are enumerated from the module itself, so nothing that
a new version adds goes unseen.
"""

import copy
import inspect
import pickle

from . import load

# Set by the import system; they say where a module was found, not what it is.
IMPORT_SYSTEM = {"__file__", "__loader__", "__spec__", "__path__", "__cached__"}

CALLABLE = ("__name__", "__qualname__", "__module__", "__doc__", "__text_signature__")
EXCEPTION = ("__name__", "__qualname__", "__module__", "__doc__", "__flags__", "__basicsize__",
             "__itemsize__", "__dictoffset__", "__weakrefoffset__")


def facts(module):
    """Everything visible of `module`, by name."""
    seen = {"dir": sorted(set(dir(module)) - IMPORT_SYSTEM), "doc": module.__doc__,
            "name": module.__name__, "package": module.__package__,
            "type": type(module).__name__, "hash by identity": hash(module) == object.__hash__(module)}
    for name in seen["dir"]:
        value = getattr(module, name)
        if isinstance(value, type) and issubclass(value, BaseException):
            seen |= {f"{name}: {what}": fact for what, fact in of_exception(module, value)}
        elif callable(value):
            seen |= {f"{name}: {what}": fact for what, fact in of_function(module, value)}
        elif name not in ("__doc__", "__name__", "__package__"):
            seen[f"{name}: value"] = (type(value).__name__, repr(value))
    return seen


def of_function(module, function):
    yield "type", type(function).__name__
    for attribute in CALLABLE:
        yield attribute, attribute_of(function, attribute)
    yield "signature", attempt(lambda: str(inspect.signature(function)))
    yield "help", attempt(lambda: inspect.getdoc(function))
    yield "belongs to its module", getattr(function, "__self__", None) is module
    yield "repr", repr(function)
    yield from pickled(module, function)


def of_exception(module, kind):
    for attribute in EXCEPTION:
        yield attribute, attribute_of(kind, attribute)
    yield "type", type(kind).__name__
    yield "repr", repr(kind)
    yield "bases", [f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__]
    yield "own attributes", sorted(vars(kind))
    yield "signature", attempt(lambda: str(inspect.signature(kind)))
    yield "can be changed", attempt(lambda: (setattr(kind, "x", 1), delattr(kind, "x")))
    yield "can be derived from", attempt(lambda: str(type("Derived", (kind,), {})("text")))
    yield "instance", attempt(lambda: (repr(kind("text", 1)), str(kind("text")), kind(1, 2).args))
    yield from pickled(module, kind)
    with load.installed(module):
        yield "instance, pickled", attempt(lambda: pickle.dumps(kind("text", 1)))


def pickled(module, value):
    """Does `value` survive pickling and copying as itself?"""
    with load.installed(module):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            yield f"pickle, protocol {protocol}", attempt(lambda: pickle.dumps(value, protocol))
        yield "unpickled is itself", attempt(lambda: pickle.loads(pickle.dumps(value)) is value)
        yield "copied is itself", attempt(lambda: copy.deepcopy(value) is value)


def attribute_of(value, name):
    return attempt(lambda: getattr(value, name))


def attempt(action):
    """What `action` returns, or the error it raises."""
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
