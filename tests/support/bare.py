"""CPython built with little at hand: a C compiler, make and the usual commands, no network.

There is neither Rust nor Python, nor anything of the user's, in what such a build sees.
"""

import os
import pathlib
import re
import shutil
import subprocess

from support import trees

# What must not be needed: left out of PATH.
LEFT_OUT = re.compile(r"cargo|rust|bindgen|clang|llvm|python|pypy|^pip|^py3|^2to3|^idle|^pydoc"
                      r"|^git$|^curl$|^wget$|^ccache$|^sccache$")
FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin")

# In a build directory: what it was made of.
STAMP = ".bare-source"


def tools(folder, **more):
    """A folder for PATH with links to the system's commands but those, and to `more` by name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for place in FOLDERS:
        for name in os.listdir(place) if os.path.isdir(place) else ():
            link = folder / name
            if not LEFT_OUT.search(name) and not os.path.lexists(link):
                link.symlink_to(f"{place}/{name}")
    for name, target in more.items():
        (folder / name).symlink_to(target)
    return folder


def environment(path, home, **more):
    home.mkdir(exist_ok=True)
    # The time is one for the compiler's __DATE__, and for whatever else may ask for it.
    return {"PATH": str(path), "HOME": str(home), "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1700000000",
            **more}


def without_network():
    """What to put before a command; nothing where a user may not be without network."""
    try:
        works = subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0
    except OSError:
        works = False
    return ["unshare", "-rn"] if works else []


def build(source, build, env, arguments=()):
    """Configure and make in `build`, or see that it is up to date; the interpreter."""
    build.mkdir(parents=True, exist_ok=True)
    if not (build / "Makefile").exists():
        step(build, "configure.log", [os.path.relpath(source / "configure", build), *arguments], env)
    step(build, "make.log", ["make", trees.jobs()], env)
    return build / "python"


def step(build, log, command, env):
    with open(build.parent / log, "w") as output:
        output.write(f"$ {' '.join(map(str, command))}\n")
        output.flush()
        done = subprocess.run([*without_network(), *command], cwd=build, env=env, stdin=subprocess.DEVNULL,
                              stdout=output, stderr=subprocess.STDOUT)
    if done.returncode:
        text = (build.parent / log).read_text(errors="replace")
        raise AssertionError(f"{command[0]} failed ({build.parent / log}):\n{text[-3000:]}")


def copy(source, folder):
    """`source`, copied to folder/source unless it is there; what was built of another goes."""
    fact = repr(sorted(trees.contents(source).items()))
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text() == fact:
        return folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, folder / "source", symlinks=True, ignore=ignored)
    stamp.write_text(fact)
    return folder / "source"
