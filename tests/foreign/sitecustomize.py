"""Has this folder's extension files imported in place of built-in modules, which come first otherwise.

Python imports it when it starts, if the folder is on PYTHONPATH; so do the processes that tests start.
"""

import sys
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder
from pathlib import Path

HERE = Path(__file__).parent
NAMES = {file.name.removesuffix(EXTENSION_SUFFIXES[0]) for file in HERE.glob(f"*{EXTENSION_SUFFIXES[0]}")}


class FilesFirst:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if path is None and name in NAMES:
            return PathFinder.find_spec(name, [str(HERE)])


sys.meta_path.insert(0, FilesFirst)
