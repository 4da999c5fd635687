"""zlib on what people have: wheels of popular packages, what cargo has fetched, what Debian has packed.

    PYTHON tests/zlib_corpus.py C-TWIN --folder DIR [--rust FILE]

pip downloads the wheels into DIR, once. Each stream in a wheel, a `.crate` or a `.gz` is decompressed in Rust and in C, in one
go and as gzip and zipfile do it, and compressed in one to be decompressed in the other. At the end: how much
that was, and the sizes.
"""

import argparse
import io
import os
import pathlib
import subprocess
import sys
import unittest
import zipfile

from support import harness
from twins import load

PACKAGES = ["requests", "numpy", "urllib3", "certifi", "idna", "setuptools", "packaging", "cryptography", "pyyaml",
            "six", "python-dateutil", "pip", "click", "jinja2", "markupsafe", "pandas", "attrs", "pydantic", "rich", "lxml"]

C = RUST = None
FOLDER = None


def wheels():
    """Downloads what is missing; skips if nothing can be had."""
    had = sorted(FOLDER.glob("*.whl"))
    if len(had) < len(PACKAGES):
        FOLDER.mkdir(parents=True, exist_ok=True)
        pip = subprocess.run(["python3", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                              "--python-version=3.13", "--dest", FOLDER, *PACKAGES], capture_output=True, text=True)
        had = sorted(FOLDER.glob("*.whl"))
        if not had:
            raise unittest.SkipTest(f"pip has downloaded no wheel: {pip.stderr.strip().splitlines()[-1:]}")
    return had


def crates():
    cargo = pathlib.Path(os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo"))
    return sorted(cargo.glob("registry/cache/*/*.crate"))


class Corpus(unittest.TestCase):
    def test_wheels(self):
        """every member of 20 wheels"""
        streams = []
        for path in wheels():
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    if member.compress_type == zipfile.ZIP_DEFLATED:
                        streams.append((f"{path.name}: {member.filename}", *raw(archive, member), -15))
        self.all_of(streams)

    def test_crates(self):
        """every .crate that cargo has: tar archives in gzip"""
        files = crates()
        if not files:
            self.skipTest("cargo has fetched nothing")
        self.all_of((path.name, path.read_bytes(), None, 31) for path in files)

    def test_debian(self):
        """every .gz that Debian's packages have installed: manuals and changelogs"""
        files = [path for path in sorted(pathlib.Path("/usr/share").rglob("*.gz")) if path.is_file()]
        if not files:
            self.skipTest("there is none in /usr/share")
        self.all_of((path.name, path.read_bytes(), None, 31) for path in files)

    def all_of(self, streams):
        count, read, sizes = 0, 0, [0, 0]
        for name, stream, size, wbits in streams:
            data = RUST.decompress(stream, wbits)
            self.assertTrue(data == C.decompress(stream, wbits), name)
            self.assertTrue(data == in_steps(RUST, stream, wbits), name)
            self.assertIn(size, (None, len(data)), name)
            count, read = count + 1, read + len(data)
            if count % 7 == 1 and len(data) < 1 << 22:
                made = [module.compress(data, 6, wbits) for module in (C, RUST)]
                self.assertTrue(RUST.decompress(made[0], wbits) == C.decompress(made[1], wbits) == data, name)
                sizes = [before + len(one) for before, one in zip(sizes, made)]
        print(f"{count} streams, {read >> 20} MiB; what of it was compressed is {sizes[1] / sizes[0]:.4f} of C's size")
        self.assertLess(sizes[1], 1.015 * sizes[0])


def raw(archive, member):
    """The compressed bytes of a member, and the size that they are to have."""
    # A local header has 30 bytes, of which the last four say how long name and extra field are.
    archive.fp.seek(member.header_offset + 26)
    name, extra = (int.from_bytes(archive.fp.read(2), "little") for _ in range(2))
    archive.fp.seek(name + extra, io.SEEK_CUR)
    return archive.fp.read(member.compress_size), member.file_size


def in_steps(module, stream, wbits):
    one = module._ZlibDecompressor(wbits)
    parts = []
    for start in range(0, len(stream), 8192):
        parts.append(one.decompress(stream[start:start + 8192], 100_000))
        while not one.needs_input and not one.eof:
            parts.append(one.decompress(b"", 100_000))
    return b"".join(parts)


def main():
    global C, RUST, FOLDER
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("c_twin", metavar="C-TWIN")
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--rust", metavar="FILE")
    options, rest = parser.parse_known_args()
    C = load.at(options.c_twin, "zlib")
    RUST = load.at(options.rust, "zlib") if options.rust else load.own("zlib")
    FOLDER = options.folder
    assert hasattr(RUST, "_implementation") and not hasattr(C, "_implementation")
    print(f"C:    {load.origin(C)}\nRust: {load.origin(RUST)}")
    sys.argv[1:] = rest
    harness.main(__file__)


if __name__ == "__main__":
    main()
