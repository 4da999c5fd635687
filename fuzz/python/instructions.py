"""Which instructions the Rust functions use: each set that the processor has, in its turn.

`_testrust` can choose, for all modules that are built in with it. Where it is not one of them, and
in builds from before there was a choice, everything is tried with what is used anyway.
"""

import sys

try:
    if "_testrust" not in sys.builtin_module_names:
        raise ImportError("it has codecs of its own")
    from _testrust import force_kernel, kernels
except ImportError:
    NAMES = ()
else:
    NAMES = tuple(kernels())


def use(name):
    """Use the instructions of that name from now on; nothing is none of `NAMES`."""
    if name:
        force_kernel(name)
