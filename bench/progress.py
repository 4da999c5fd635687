"""Says how far it is: on a terminal, or to `cargo xtask bench`, which asks with --progress."""

import sys


def progress(text):
    if "--progress" in sys.argv:
        print(f"@ {text}", flush=True)
    elif sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
