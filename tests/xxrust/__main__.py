"""The tests of `_xxrust`, by CPython's own test runner, whose options can be given.

    PYTHON tests/xxrust [-R 3:3] [test_basics ...]

`_xxrust` is built in, or PYTHONPATH is where `cargo xtask module --python PYTHON _xxrust` put it.
"""

import os
import pathlib
import sys

FOLDER = pathlib.Path(__file__).absolute().parent
os.execv(sys.executable, [sys.executable, "-m", "test", "--testdir", str(FOLDER), *sys.argv[1:]])
