"""What is compared with what: a module that the interpreter has, and what it has to be equal to.

A further pair is an entry in `all_of`; its functions and their parameters are read from the
reference. What they convert is worth a line in `twins.cases.PAYLOADS`.
"""

import dataclasses
import importlib
import inspect
import types

from twins import cases, load, outcome


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two modules, and what of an outcome has to be the same."""

    name: str
    reference: types.ModuleType
    subject: types.ModuleType
    # Whether one is a twin of the other, so that also what is called back has to be the same.
    twins: bool = True
    # Whether calls of a wrong shape count: Argument Clinic and Python say it in different words.
    misuse: bool = True
    left_out: frozenset = frozenset()

    def functions(self):
        return [name for name in cases.functions_of(self.reference) if name not in self.left_out]

    def outcomes(self, case):
        return outcome.of(self.reference, case), outcome.of(self.subject, case)

    def comparable(self, expected, found):
        """Not for pairs that are no twins, if the arguments have seen the difference.

        Python code asks for a length where C code reads it, and asks again; an argument that
        answers, and perhaps lies, makes results of it.
        """
        return self.twins or not (outcome.called_back(expected) or outcome.called_back(found))

    def same(self, expected, found):
        if self.twins:
            return expected == found
        return (not self.comparable(expected, found)
                or outcome.result(expected) == outcome.result(found))

    def differs(self, case):
        return not self.same(*self.outcomes(case))


def all_of(c_twin, rust=None):
    """The pairs of this interpreter; both are as in `twins.load.at`."""
    binascii = load.at(c_twin, "binascii")
    in_rust = load.at(rust, "binascii") if rust else load.own("binascii")
    base64 = pure_base64(in_rust) if rust else load.own("base64")
    return [
        Pair("binascii", binascii, in_rust),
        # Whatever the interpreter uses for it, base64 is what its Python code gives over C.
        Pair("base64", pure_base64(binascii), base64, twins=False, misuse=False,
             # Of files, and a program.
             left_out=frozenset({"encode", "decode", "main", "test"})),
    ]


def pure_base64(binascii):
    """Lib/base64.py in Python only, over `binascii`."""
    file = importlib.import_module("base64").__file__
    with load.installed(binascii), load.absent("_base64"):
        return load.at(file, "base64")


def origin(module):
    """Where `module` comes from, and what it uses, in a few words."""
    if module.__name__ != "base64":
        return load.origin(module)
    written_in = "Python" if inspect.isfunction(module.b64encode) else "_base64"
    return f"{module.__file__}, {written_in}, binascii {load.origin(module.binascii)}"
