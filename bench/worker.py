"""Measures in one interpreter, at the word of the driver: JSON lines in, JSON lines out.

    {"do": "facts"}                                  what this interpreter is
    {"do": "prepare", "case": NAME, "size": N}       make the arguments; answers a hash of the result
    {"do": "run", "loops": N}                        call N times; answers the seconds of CPU time that took
"""

import gc
import hashlib
import itertools
import json
import os
import pathlib
import sys
import sysconfig
import time

# Isolated mode leaves out the script's folder, where the cases are.
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import binascii

import cases


def facts():
    variable = sysconfig.get_config_var
    arguments = variable("CONFIG_ARGS") or ""
    return {
        "version": sys.version.split()[0],
        "compiler": sys.version.partition("[")[2].rstrip("]"),
        "rustc": variable("RUST_VERSION") or "",
        "binascii": "Rust" if "binascii" in (variable("RUST_MODULES") or "").split() else
                    "C, " + ("shared" if hasattr(binascii, "__file__") else "built in"),
        "debug": hasattr(sys, "gettotalrefcount"),
        "free_threaded": bool(variable("Py_GIL_DISABLED")),
        # What has to be the same for a fair comparison.
        "options": sorted(word for word in arguments.replace("'", "").split() if "rust" not in word.lower()),
        "flags": " ".join(f"{variable(name) or ''}" for name in ("OPT", "CONFIGURE_CFLAGS", "PY_CORE_CFLAGS"))
                    .replace(variable("abs_srcdir") or "\0", "SRC").replace(variable("srcdir") or "\0", "SRC"),
    }


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


def main():
    cpu = next((int(word.removeprefix("--cpu=")) for word in sys.argv if word.startswith("--cpu=")), None)
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})
    gc.disable()
    run = None
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "facts":
            answer = facts()
        elif order["do"] == "prepare":
            made = cases.CASES[order["case"]](order["size"])
            answer = None
            if made is not None:
                arguments, keywords = made
                function = cases.function_of(order["case"])
                timed, values = timer(arguments, keywords), (*arguments, *keywords.values())
                result = function(*arguments, **keywords)
                answer = hashlib.sha256(repr(result).encode()).hexdigest()

                def run(loops):
                    return timed(itertools.repeat(None, loops), function, time.process_time, *values)
        else:
            answer = run(order["loops"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
