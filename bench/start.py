"""How an interpreter is started, also one that lives in a root file system of its own.

`cargo xtask rootfs` makes such a one, with a newer CPython than the machine's. Its interpreter is
run by its own dynamic loader with its own libraries, so that it needs no chroot (and no root), and
sees the files of the benchmark.
"""

import glob
import os
import pathlib

# What `cargo xtask rootfs` leaves in a root file system.
STAMP = ".xtask-rootfs.json"


def command(interpreter):
    """The words that start `interpreter`."""
    file = pathlib.Path(os.path.abspath(interpreter))
    root = next((folder for folder in file.parents if (folder / STAMP).is_file()), None)
    if root is None:
        return [str(interpreter)]
    loaders = glob.glob(f"{root}/lib64/ld-linux-*.so.*") + glob.glob(f"{root}/lib/ld-linux-*.so.*")
    libraries = [folder for pattern in ("usr/lib/*-linux-gnu", "usr/lib64", "usr/lib")
                 for folder in glob.glob(f"{root}/{pattern}")]
    if not loaders:
        raise SystemExit(f"{root} has no dynamic loader; make it anew with `cargo xtask rootfs --renew`")
    return [loaders[0], "--library-path", ":".join(libraries), "--argv0", str(file), str(file)]
