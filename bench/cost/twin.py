"""Builds a module in C (`_xxcost`) as CPython builds its own shared extension modules.

Argument Clinic and the headers are those of the tree that the running interpreter was built from.
"""

import importlib.machinery
import importlib.util
import pathlib
import shlex
import shutil
import subprocess
import sys
import sysconfig

SOURCE = pathlib.Path(__file__).with_name("_xxcost.c")


def variable(name):
    return sysconfig.get_config_var(name) or ""


def build(folder, file=SOURCE):
    """Build the module from its C `file`, in `folder`; the path of what was built."""
    tree, build_dir = variable("abs_srcdir"), variable("abs_builddir")
    clinic = pathlib.Path(tree, "Tools/clinic/clinic.py")
    if not clinic.is_file():
        raise SystemExit(f"{sys.executable} is not in its build directory, or its source is gone; "
                         f"take one that `cargo xtask build` made")
    source = pathlib.Path(folder, file.name)
    shutil.copy(file, source)
    source.with_name("clinic").mkdir(exist_ok=True)
    run([sys.executable, clinic, source], tree)

    built = pathlib.Path(folder, file.stem + variable("EXT_SUFFIX"))
    made = source.with_suffix(".o")
    # What make does for a module that makesetup has under *shared*.
    run([*shlex.split(variable("CC")), *shlex.split(variable("PY_STDMODULE_CFLAGS")),
         *shlex.split(variable("CCSHARED")), "-c", source, "-o", made], build_dir)
    run([*shlex.split(variable("BLDSHARED")), made, "-o", built], build_dir)
    return built


def run(command, folder):
    done = subprocess.run([str(word) for word in command], cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise SystemExit(f"{shlex.join(map(str, command))}\n{done.stdout}")


def load(name, file):
    """The module called `name` in `file`, also if the interpreter has one of that name built in."""
    loader = importlib.machinery.ExtensionFileLoader(name, str(file))
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
