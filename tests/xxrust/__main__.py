"""The tests of the API, through `_xxrust` and `_testrust`, by CPython's own test runner, whose options can be given.

    PYTHON tests/xxrust [-R 3:3] [test_basics ...]

Both are built in, or PYTHONPATH is where they were put:

    cargo xtask module --python PYTHON _xxrust _testrust
"""

import os
import pathlib
import sys

FOLDER = pathlib.Path(__file__).absolute().parent
os.execv(sys.executable, [sys.executable, "-m", "test", "--testdir", str(FOLDER), *sys.argv[1:]])
