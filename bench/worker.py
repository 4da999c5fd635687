"""Measures in one interpreter, at the word of the driver: JSON lines in, JSON lines out.

    PYTHON -I -B worker.py [--cpu=N] [--packages=FOLDER] [--peer=NAME] [--kernel=NAME]

With a peer, its functions take the place of those of base64 and binascii; with a kernel, modules in Rust
use that set of instructions. The orders are

    {"do": "facts"}                                  what this interpreter is
    {"do": "prepare", "case": NAME, "size": N}       make the arguments; answers what the call gives
    {"do": "run", "loops": N}                        call N times; answers the seconds of CPU time that took
    {"do": "memory"}                                 call once; answers how much memory there was at most
    {"do": "mark"}                                   where callgrind ends one count and begins the next
"""

import argparse
import gc
import hashlib
import itertools
import json
import os
import pathlib
import re
import sys
import sysconfig
import time

# Isolated mode leaves out the script's folder, where the cases are.
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import base64

import cases
import peers


def facts(peer):
    variable = sysconfig.get_config_var
    arguments = variable("CONFIG_ARGS") or ""
    return {
        "version": sys.version.split()[0],
        "peer": f"{peer} {peers.version(peer)}".strip() if peer else "",
        "compiler": sys.version.partition("[")[2].rstrip("]"),
        "rustc": variable("RUST_VERSION") or rustc_of(base64.binascii),
        "binascii": "Rust" if "binascii" in (variable("RUST_MODULES") or "").split() else
                    ("Rust, " if rustc_of(base64.binascii) else "C, ")
                    + ("shared" if hasattr(base64.binascii, "__file__") else "built in"),
        "base64": "Python" if hasattr(base64.b64decode, "__code__") else "accelerated",
        "kernels": kernels(),
        "debug": hasattr(sys, "gettotalrefcount"),
        "free_threaded": bool(variable("Py_GIL_DISABLED")),
        # What has to be the same for a fair comparison.
        "options": sorted(word for word in arguments.replace("'", "").split() if "rust" not in word.lower()),
        "flags": " ".join(f"{variable(name) or ''}" for name in ("OPT", "CONFIGURE_CFLAGS", "PY_CORE_CFLAGS"))
                    .replace(variable("abs_srcdir") or "\0", "SRC").replace(variable("srcdir") or "\0", "SRC"),
    }


def rustc_of(module):
    """The version of the compiler that a module's file is from; nothing if it is not in Rust."""
    file = getattr(module, "__file__", None)
    found = re.search(rb"rustc version (\S+)", pathlib.Path(file).read_bytes()) if file else None
    return found[1].decode() if found else ""


def kernels():
    """The sets of instructions that modules in Rust can use here, the best one last; none if there is no choice."""
    # Of an extension file the choice would be its own.
    if "_testrust" not in sys.builtin_module_names:
        return []
    import _testrust
    return list(_testrust.kernels())


class Call:
    """A function with its arguments."""

    def __init__(self, case, size, function):
        made = cases.CASES[case].arguments(size) if sys.version_info >= cases.CASES[case].since else None
        self.exists = made is not None and function is not None
        if self.exists:
            self.arguments, self.keywords = made
            self.function = function
            self.timed = timer(self.arguments, self.keywords)

    def once(self):
        return self.function(*self.arguments, **self.keywords)

    def described(self):
        """What it gives, in a form that can be compared, and the bytes in and out."""
        if not self.exists:
            return None
        try:
            result = self.once()
        except Exception as error:
            return {"raises": repr(error)}
        in_bytes = isinstance(result, (bytes, bytearray))
        return {"hash": hashlib.sha256(result if in_bytes else repr(result).encode()).hexdigest(),
                "input": len(self.arguments[0]), "output": len(result) if in_bytes else None}

    def seconds(self, loops):
        return self.timed(itertools.repeat(None, loops), self.function, time.process_time,
                          *self.arguments, *self.keywords.values())

    def peak(self):
        """The most memory that was resident during a call, besides what there was before without the input."""
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")  # The peak is what there is now.
        before = resident("VmRSS")
        result = self.once()
        return {"peak": resident("VmHWM") - before + len(self.arguments[0]),
                "input": len(self.arguments[0]), "output": len(result)}


def resident(what):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith(what + ":"))


def timer(arguments, keywords):
    """A loop of calls with nothing else in it, as one would write them."""
    words = [f"a{place}" for place in range(len(arguments))] + [f"{name}=k_{name}" for name in keywords]
    names = [f"a{place}" for place in range(len(arguments))] + [f"k_{name}" for name in keywords]
    source = f"""
def timed(loops, function, clock, {', '.join(names)}):
    start = clock()
    for _ in loops:
        function({', '.join(words)})
    return clock() - start
"""
    scope = {}
    exec(source, scope)
    return scope["timed"]


def function_of(case, peer):
    """None if this interpreter, or the peer, has no such function."""
    name = cases.function_name(case)
    return peers.function(peer, name) if peer else getattr(cases.CASES[case].module, name, None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpu", type=int)
    parser.add_argument("--packages")
    parser.add_argument("--peer")
    parser.add_argument("--kernel")
    options = parser.parse_args()
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    if options.packages:
        sys.path.append(options.packages)
    if options.kernel:
        import _testrust
        _testrust.force_kernel(options.kernel)
    gc.disable()
    call = None
    for line in sys.stdin:
        order = json.loads(line)
        match order.pop("do"):
            case "facts":
                answer = facts(options.peer)
            case "prepare":
                call = None  # What it holds is not needed any more, and may be large.
                call = Call(order["case"], order["size"], function_of(order["case"], options.peer))
                answer = call.described()
            case "run":
                answer = call.seconds(order["loops"])
            case "memory":
                answer = call.peak()
            case "mark":
                answer = os.getppid()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
