"""What Rust costs a build and an interpreter, against the same with the C twins: docs/cost-of-rust.md.

    PYTHON tests/measure.py --source=TREE --c=BUILD --rust=BUILD --results=FOLDER [start] [size] [build] [profile]

`cargo xtask measure` runs it. TREE is grafted; the two are builds of it. Each part that is measured
leaves its figures in FOLDER, with the date; standard output has the page, of all that are there.
The machine may do other things meanwhile: runs are interleaved, times to build are of processors, and
instructions are counted by callgrind.
"""

import datetime
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys

from support import packages, trees

SOURCE, C, RUST = trees.option("source"), trees.option("c"), trees.option("rust")
RESULTS = trees.option("results")
TASK = "-m test test_binascii test_base64"
BUILDS = {"C": C / "python", "Rust": RUST / "python"}
STARTS = {"python -c pass": ["-c", "pass"], "python -I -S -c pass": ["-I", "-S", "-c", "pass"]}
IMPORTS = ("binascii", "base64", "zlib")
RUNS = 61


def interleaved(figure, *arguments):
    """The median of `figure(program, …)` for each build's interpreter, which take turns."""
    runs = {name: [] for name in BUILDS}
    for _ in range(RUNS):
        for name, program in BUILDS.items():
            runs[name].append(figure(program, *arguments))
    return {name: statistics.median(figures) for name, figures in runs.items()}


def seconds(program, *arguments):
    """The processor time of a run."""
    process = os.posix_spawn(program, [program, *arguments], {**os.environ, "PYTHONHASHSEED": "0"})
    _, status, usage = os.wait4(process, 0)
    assert status == 0, arguments
    return usage.ru_utime + usage.ru_stime


def said(program, script):
    """What a script prints, a number."""
    done = subprocess.run([program, "-I", "-c", script], capture_output=True, text=True, check=True)
    return int(done.stdout)


# What wait4() says includes what the parent had when it forked.
STATUS = "; print([line.split()[1] for line in open('/proc/self/status') if line.startswith('{}')][0])"
MEMORY = {"all at its peak": STATUS.format("VmHWM"), "of its own": STATUS.format("RssAnon")}
IMPORT = "import time; t = time.process_time_ns(); import {}; print(time.process_time_ns() - t)"


def instructions(program, arguments):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def start():
    modules = "import " + ", ".join(IMPORTS)
    return {
        "start": {shown: {"seconds": interleaved(seconds, *arguments),
                          "instructions": {name: instructions(program, arguments)
                                           for name, program in BUILDS.items()}}
                  for shown, arguments in STARTS.items()},
        "import": {module: interleaved(said, IMPORT.format(module)) for module in IMPORTS},
        "memory": {f"`{shown}`, memory in KiB, {what}": interleaved(said, shown + script)
                   for shown in ("pass", modules) for what, script in MEMORY.items()},
    }


class Build:
    """A build directory, with a wrapper that counts the calls of rustc."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder.with_name(folder.name + ".rustc")
        folder.mkdir()
        self.rustc = folder.with_name(folder.name + ".sh")
        self.rustc.write_text(packages.WRAPPER.format(log=self.log, rustc=packages.real_rustc()))
        self.rustc.chmod(0o755)
        (folder / "config.cache").write_text(trees.configure_cache(C))

    def configure(self, *options):
        self.run(SOURCE / "configure", "--cache-file=config.cache", "--disable-test-modules", *options,
                 RUSTC=str(self.rustc))

    def run(self, *command, **variables):
        status, text = trees.run(*command, cwd=self.folder, **variables)
        if status:
            raise SystemExit(f"{command} failed:\n{text[-3000:]}")

    def make(self, *arguments):
        """Run make: seconds of processor time, and the number of calls of rustc."""
        self.log.write_text("")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run("make", trees.jobs(), *arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        time = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return time, len(self.log.read_text().splitlines())


def sections(file):
    """Text, data and bss of an object without debug information, in bytes."""
    copy = file.with_suffix(".stripped")
    subprocess.run(["strip", "-g", "-o", copy, file], check=True)
    done = subprocess.run(["size", copy], capture_output=True, text=True, check=True)
    copy.unlink()
    return sum(map(int, done.stdout.splitlines()[1].split()[:3]))


def size():
    sizes = {}
    with trees.workspace(C) as work:
        for panic in ("unwind", "abort"):
            build = Build(work / panic)
            for modules in ("binascii,_base64", "binascii,_base64,zlib"):
                build.configure(f"--with-rust-modules={modules}", f"--with-rust-panic={panic}")
                build.make("Rust/build/rustmodules.o")
                sizes[f"{modules} {panic}"] = sections(build.folder / "Rust/build/rustmodules.o")
    twins = [C / "Modules/binascii.o", C / "Modules/zlibmodule.o"]
    return {"rust": sizes, "c": [sections(file) for file in twins]}


def build():
    """A plain build, and what Rust takes in any build: it is compiled once."""
    with trees.workspace(C) as work:
        rust = Build(work / "rust")
        rust.configure("--with-rust=yes")
        first, calls = rust.make("Rust/build/rustmodules.o")
        again = rust.make("Rust/build/rustmodules.o")[1]
        rust.make("clean-retain-profile")
        second, second_calls = rust.make("Rust/build/rustmodules.o")
        plain = Build(work / "c")
        plain.configure("--with-rust=no")
        return {"rust": first, "calls": calls, "again": again, "second phase": second,
                "second phase calls": second_calls, "c": plain.make()[0]}


def profile():
    """A build by profile in C."""
    with trees.workspace(C) as work:
        plain = Build(work / "c")
        plain.configure("--with-rust=no", "--enable-optimizations", "--with-lto")
        return {"c": plain.make(f"PROFILE_TASK={TASK}")[0]}


PARTS = {"start": start, "size": size, "build": build, "profile": profile}


def table(head, *rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def more(c, rust):
    return f"{100 * (rust / c - 1):+.2f} %"


def page():
    found = {name: json.loads((RESULTS / f"{name}.json").read_text())
             for name in PARTS if (RESULTS / f"{name}.json").exists()}
    print("# What Rust costs a build\n\n"
          "Written by `cargo xtask measure`: the same tree, `--with-rust=yes` and `--with-rust=no`, on the machine\n"
          "where that ran. A part is measured anew by its name, which is given with each.")
    text = {"start": page_start, "size": page_size, "build": page_build, "profile": page_profile}
    for name in ("build", "profile", "size", "start"):
        if name == "profile" and "build" not in found:
            continue
        if name in found:
            print(f"\n{text[name](found)}\n`cargo xtask measure {name}`, {found[name]['date']}, "
                  f"CPython {found[name]['python']}, rustc {found[name]['rustc']}")
        else:
            print(f"\nNot measured here: `cargo xtask measure {name}`.")


def page_start(found):
    start = found["start"]
    rows = []
    for shown, values in start["start"].items():
        c, rust = values["seconds"]["C"], values["seconds"]["Rust"]
        rows.append([f"`{shown}`, ms of processor time", f"{1000 * c:.2f}", f"{1000 * rust:.2f}", more(c, rust), "+1 %"])
        c, rust = values["instructions"]["C"], values["instructions"]["Rust"]
        rows.append([f"`{shown}`, instructions", f"{c:,}", f"{rust:,}", more(c, rust), "+1 %"])
    for module, values in start["import"].items():
        rows.append([f"`import {module}`, µs", f"{values['C'] / 1000:.0f}", f"{values['Rust'] / 1000:.0f}",
                     more(values["C"], values["Rust"]), "+2 %"])
    for shown, values in start["memory"].items():
        rows.append([shown, f"{values['C']:.0f}", f"{values['Rust']:.0f}",
                     f"{values['Rust'] - values['C']:+.0f}", "+300"])
    return (f"## Start, import, memory\n\nMedians of {RUNS} interleaved runs; instructions as callgrind counts them. "
            "Rust has its test modules\nbuilt in here, as it has by default. What is not a process' own is pages of the "
            "program's file, which all\nprocesses share.\n\n"
            + table(["", "C", "Rust", "more", "at most"], *rows))


def page_size(found):
    sizes, (binascii, zlib) = found["size"]["rust"], found["size"]["c"]
    kib = lambda number: f"{number / 1024:.0f}"  # noqa: E731
    rows = []
    for panic, small, large in (("unwind", 350, 450), ("abort", 60, 250)):
        both, all_three = (sizes[f"{names} {panic}"] for names in ("binascii,_base64", "binascii,_base64,zlib"))
        rows.append([f"`{panic}`: binascii, _base64", kib(binascii), kib(both), kib(both - binascii), str(small)])
        rows.append([f"`{panic}`: zlib besides", kib(zlib), kib(all_three - both),
                     kib(all_three - both - zlib), str(large)])
    return ("## Size\n\nText, data and bss of what is linked into the interpreter, without debug information, in KiB. "
            "(The C\nmodule zlib needs libz.so besides, which Rust does not.) What was tried is in [sizes](sizes.md).\n\n"
            + table(["", "C", "Rust", "added", "at most"], *rows))


def page_build(found):
    build = found["build"]
    return ("## Build time\n\nSeconds of processor time of make, without the test modules. The C twins' time, "
            "which is saved, is not\nsubtracted.\n\n"
            + table(["", "seconds", "of the C build", "at most"],
                    ["plain build in C", f"{build['c']:.1f}", "", ""],
                    [f"all of Rust, {build['calls']} calls of rustc", f"{build['rust']:.1f}",
                     f"{100 * build['rust'] / build['c']:.1f} %", "20 %"],
                    [f"a second make, {build['again']} calls", "", "", "0 calls"]))


def page_profile(found):
    build, pgo = found["build"], found["profile"]["c"]
    rust = build["rust"] + build["second phase"]
    return (f"`--enable-optimizations --with-lto`, with the short `PROFILE_TASK=\"{TASK}\"`. Rust is compiled in the first\n"
            f"phase only; the second calls rustc {build['second phase calls']} times, and links.\n\n"
            + table(["", "seconds", "of the C build", "at most"],
                    ["build by profile in C", f"{pgo:.1f}", "", ""],
                    ["all of Rust, in both phases", f"{rust:.1f}", f"{100 * rust / pgo:.1f} %", "10 %"]))


def main():
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in [word for word in sys.argv[1:] if not word.startswith("--")]:
        if name == "start" and not shutil.which("valgrind"):
            raise SystemExit("valgrind is not here, which counts instructions; apt-get install valgrind")
        figures = PARTS[name]()
        rustc = subprocess.run([packages.real_rustc(), "-V"], capture_output=True, text=True).stdout.split()[1]
        figures |= {"date": str(datetime.date.today()), "python": sys.version.split()[0], "rustc": rustc}
        (RESULTS / f"{name}.json").write_text(json.dumps(figures, indent=1))
    page()


if __name__ == "__main__":
    main()
