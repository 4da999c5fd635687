"""Runs a script with modules from files in the places of those that an interpreter has itself.

    PYTHON -I -B in_place.py FILE … -- SCRIPT [ARGUMENT …]

So two processes can differ in these modules and in nothing else. They are imported in their order.
"""

import importlib.util
import pathlib
import runpy
import sys


def put(file):
    """What is imported from now on under the name of the file's module is that one."""
    name = pathlib.Path(file).name.partition(".")[0]
    if name in sys.modules:
        sys.exit(f"{name} has been imported already, so {file} cannot take its place")
    spec = importlib.util.spec_from_file_location(name, file)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def main():
    place = sys.argv.index("--")
    for file in sys.argv[1:place]:
        put(file)
    sys.argv = sys.argv[place + 1:]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
