"""Packages that do the same as binascii and base64, and how they come into a folder for the run.

Nothing is installed into an interpreter or the system. Without a network or pip there is a sentence that
says so, and the benchmark goes on without them.
"""

import importlib
import importlib.metadata
import pathlib
import shutil
import subprocess
import sys
import sysconfig

# By peer: its package with the version, the module that has its functions, and which of those of
# base64 and binascii it has, under the same names.
PEERS = {
    "pybase64": ("pybase64==1.5.1", "pybase64", {
        "b64encode", "b64decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode",
        "urlsafe_b64decode", "encodebytes"}),
    "zlib": (None, "zlib", {"crc32"}),  # C's own, which is faster than binascii's of some versions.
    "zlib-ng": ("zlib-ng==1.1.0", "zlib_ng.zlib_ng", {"crc32"}),
    "isal": ("isal==1.9.1", "isal.isal_zlib", {"crc32"}),
}

# What draws the plots.
PLOTS = ["matplotlib>=3.8,<4"]


class Unavailable(Exception):
    """In a sentence, why packages could not be had."""


def function(peer, name):
    """The peer's function called `name`; None if it has none."""
    _, module, names = PEERS[peer]
    return getattr(importlib.import_module(module), name) if name in names else None


def version(peer):
    package = PEERS[peer][0]
    return importlib.metadata.version(package.partition("==")[0]) if package else ""


def install_peers(cache, facts):
    """The folder with the peers for the interpreter with these `facts`."""
    major, minor = facts["version"].split(".")[:2]
    abi = f"cp{major}{minor}" + ("t" if facts["free_threaded"] else "")
    packages = [package for package, _, _ in PEERS.values() if package]
    # The interpreter in question may have no pip, and pip needs none: wheels are chosen by name.
    options = ["--only-binary=:all:", f"--python-version={major}.{minor}", "--implementation=cp", f"--abi={abi}"]
    return install(packages, pathlib.Path(cache, f"peers-{abi}-{sysconfig.get_platform()}"), options)


def install_plots(cache):
    """An interpreter, and the folder with what draws plots in it."""
    python = with_pip()
    # What is compiled is for one version.
    tag = subprocess.run([python, "-c", "import sys; print(sys.implementation.cache_tag)"],
                         capture_output=True, text=True, check=True).stdout.strip()
    return python, install(PLOTS, pathlib.Path(cache, f"plots-{tag}"), [])


def install(packages, folder, options):
    """`folder`, with the packages in it; it is made once."""
    stamp = folder / "installed.txt"
    wanted = "\n".join(packages)
    if stamp.is_file() and stamp.read_text() == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    pip = [with_pip(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
           "--root-user-action=ignore", "--retries=1", "--timeout=15", f"--target={folder}"]
    done = subprocess.run([*pip, *options, *packages], capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(f"{', '.join(packages)} could not be installed; pip says: {complaint(done)}")
    stamp.write_text(wanted)
    return folder


def complaint(done):
    """Why pip failed. Its last word is that there is no such package, also where there is no network."""
    if "NewConnectionError" in done.stderr or "ConnectTimeout" in done.stderr:
        return "no connection to the package index"
    said = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or done.stderr.splitlines()
    return said[-1].removeprefix("ERROR: ") if said else f"exit status {done.returncode}"


def with_pip():
    """An interpreter that has pip."""
    for python in (sys.executable, shutil.which("python3"), "/usr/bin/python3"):
        if python and not subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode:
            return python
    raise Unavailable("no Python on this machine has pip; install it (Debian: python3-pip) to have the peers measured")
