"""Runs a script with an extension file in the place of the module that an interpreter has itself.

    PYTHON -I -B in_place.py FILE SCRIPT [ARGUMENT …]

So two processes can differ in that module and in nothing else; modules in Python, such as base64, import it.
"""

import importlib.machinery
import importlib.util
import pathlib
import runpy
import sys


def put(file):
    """What is imported from now on under the name of the file's module is that one."""
    name = pathlib.Path(file).name.partition(".")[0]
    if name in sys.modules:
        sys.exit(f"{name} has been imported already, so {file} cannot take its place")
    spec = importlib.util.spec_from_file_location(name, file, loader=importlib.machinery.ExtensionFileLoader(name, file))
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def main():
    _, file, script, *arguments = sys.argv
    put(file)
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
