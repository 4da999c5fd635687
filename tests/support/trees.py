"""Disposable copies of a grafted source tree and its build directory.

Tests that touch, break or reconfigure do so in a copy: a test that is killed leaves the real
ones as they were. Only what is edited is copied; the rest of the tree is reached by links.
"""

import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# What tests edit, or what make finds other files relative to.
COPIED = {"Rust", "Include", "Modules"}


def option(name):
    """The value of `--NAME=VALUE` on the command line, as an absolute path."""
    prefix = f"--{name}="
    for word in sys.argv[1:]:
        if word.startswith(prefix):
            return pathlib.Path(word.removeprefix(prefix)).absolute()
    raise SystemExit(f"{sys.argv[0]}: {prefix}... is needed; see its first lines")


@contextlib.contextmanager
def workspace(near):
    """An empty directory next to `near`, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="test-", dir=near.parent) as name:
        yield pathlib.Path(name)


def copy_source(source, target):
    """A tree at `target` whose Rust, Include and Modules can be changed."""
    target.mkdir()
    for entry in source.iterdir():
        copied = target / entry.name
        if entry.name in COPIED:
            shutil.copytree(entry, copied, symlinks=True)
        elif entry.is_dir():
            copied.symlink_to(entry)
        else:
            shutil.copy2(entry, copied)
    return target


def copy_build(build, source, target, new_source):
    """A copy of `build` that believes to have been configured at `target` from `new_source`."""
    shutil.copytree(build, target, symlinks=True)
    for name in ("Makefile", "Makefile.pre", "config.status"):
        file = target / name
        times = file.stat()
        text = file.read_text()
        for old, new in ((source, new_source), (build, target)):
            text = re.sub(re.escape(str(old)) + r"(?![\w.-])", str(new), text)
        # srcdir may have been given relative to the build directory.
        text = re.sub(r"(?m)^(srcdir|VPATH)=\s.*$", rf"\1=\t{new_source}", text)
        file.write_text(text)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    return target


def makefile_variable(build, name):
    """The value of a simple variable of the Makefile."""
    match = re.search(rf"(?m)^{name}=[ \t]*(.*?)[ \t]*$", (build / "Makefile").read_text())
    return match[1] if match else ""


def run(*command, cwd, **variables):
    """Run `command`; its exit status and everything it printed."""
    environment = {**os.environ, "LC_ALL": "C", **variables}
    for name in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"} - variables.keys():
        environment.pop(name, None)
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    return done.returncode, done.stdout


def jobs():
    return f"-j{os.cpu_count() or 1}"


def contents(root):
    """Every file and link below `root`, with its mode and a hash of what is in it."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
            path = os.path.join(folder, name)
            if os.path.islink(path):
                fact = ("link", os.readlink(path))
            else:
                with open(path, "rb") as file:
                    fact = (os.stat(path).st_mode, hashlib.file_digest(file, "sha256").hexdigest())
            found[os.path.relpath(path, root)] = fact
    return found


def configure_cache(build, without=()):
    """A cache file's text with what configure found for `build`; it saves half a minute a run.

    Left out are the answers about Rust, and `without`: what the test is about must be found anew.
    """
    log = (build / "config.log").read_text(errors="replace")
    part = log.partition("## Cache variables. ##")[2].partition("## Output variables. ##")[0]
    # Values can go on for lines; each begins at the start of one.
    entries = re.findall(r"(?ms)^(\w+_cv_\w+)=(.*?)(?=^\w+_cv_\w+=|^##|\Z)", part)
    left_out = ("ac_cv_env_", "ac_cv_prog_RUSTC", *without)
    return "".join(f"{name}={value.rstrip()}\n" for name, value in entries
                   if not name.startswith(left_out))
