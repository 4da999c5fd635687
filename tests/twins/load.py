"""Finding the C module and its Rust twin, so that both live in one process.

A Rust module is built into its interpreter. Its C twin is the shared extension of a build of
the same CPython version; an extension can be loaded under its own name from any path, next to
the built-in one. With an interpreter that somebody else has built it is the other way round.
"""

import contextlib
import importlib.util
import pathlib
import sys
import sysconfig
from importlib.machinery import ExtensionFileLoader, SourceFileLoader


def own(name):
    """The module as this interpreter has it."""
    return importlib.import_module(name)


def at(path, name):
    """The module at `path`: an extension, a Python file, or a CPython build that has one.

    Where it is the Rust module that has a path, the interpreter's own is `built-in`.
    """
    if path == "built-in":
        return own(name)
    path = pathlib.Path(path)
    if path.is_dir():
        path = extension_of(path, name)
    kind = SourceFileLoader if path.suffix == ".py" else ExtensionFileLoader
    loader = kind(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def extension_of(build, name):
    """The shared extension `name` in the build directory `build`."""
    found = sorted(build.glob(f"build/lib*/{name}.*.so"))
    if not found:
        raise SystemExit(f"{build} has no {name} as a shared extension; "
                         "give the build directory of a CPython configured --with-rust=no")
    return found[0]


def origin(module):
    """Where `module` comes from, in a few words."""
    file = getattr(module, "__file__", None)
    if file is not None:
        return file
    in_rust = (sysconfig.get_config_var("RUST_MODULES") or "").split()
    return f"built in, {'Rust' if module.__name__ in in_rust else 'C'}"


@contextlib.contextmanager
def installed(module):
    """While this lasts, `import` finds `module`."""
    with _replaced(module.__name__, module):
        yield


@contextlib.contextmanager
def absent(name):
    """While this lasts, `import` does not find the module `name`."""
    with _replaced(name, None):
        yield


@contextlib.contextmanager
def _replaced(name, module):
    missing = object()
    before = sys.modules.get(name, missing)
    sys.modules[name] = module
    try:
        yield
    finally:
        if before is missing:
            del sys.modules[name]
        else:
            sys.modules[name] = before
