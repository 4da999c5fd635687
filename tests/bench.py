"""The benchmark's own arithmetic: what it makes of times, and what it says of them.

    PYTHON tests/bench.py
"""

import base64
import binascii
import contextlib
import copy
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from support import harness

BENCH = pathlib.Path(__file__).parent.parent / "bench"
sys.path.insert(0, str(BENCH))

import bench
import cases
import figures
import instructions
import lineup
import peers
import report
import start
import targets
import team
import worker
import zlib_speed


def facts(**changed):
    return {"version": "3.13.15", "peer": "", "compiler": "GCC 12", "rustc": "", "binascii": "C", "base64": "Python",
            "debug": False, "free_threaded": False, "options": [], "flags": "-O3"} | changed


def entry(case, size, speeds, seconds=1e-6, spread=0.01):
    """A cell in which rust takes `seconds`, and is so many times as fast as others."""
    return {"case": case, "size": size, "raw": size, "rounds": 9,
            "seconds": {"rust": seconds} | {name: seconds * speed for name, speed in speeds.items()},
            "against": {name: {"speed": speed, "spread": spread} for name, speed in speeds.items()}}


def result(*cells, memory=(), aims=()):
    return {"title": "How fast",
            "host": {"cpu": "Processor", "simd": ["avx512vbmi"], "processors": 2, "machine": "x86_64",
                     "kernel": "Linux", "load": 0.1, "date": "2026-01-01", "commit": "abc"},
            "contestants": {"rust": facts(binascii="Rust", rustc="1.95"), "c": facts(),
                            "pybase64": facts(peer="pybase64 1.5.1")},
            "first": "rust", "twin": "c", "notes": [], "cells": list(cells), "memory": list(memory),
            "targets": list(aims)}


class Figures(unittest.TestCase):
    def test_a_speed_is_the_median_of_neighbours(self):
        cell = figures.cell("crc32", 64, 64, {"rust": [1.0, 2.0, 4.0], "c": [2.0, 4.0, 8.4]}, "rust")
        self.assertEqual(cell["seconds"], {"rust": 2.0, "c": 4.0})
        self.assertEqual(cell["against"], {"c": {"speed": 2.0, "spread": 0.0}})

    def test_spread_is_a_share_of_the_median(self):
        self.assertEqual(figures.median_and_spread([9.0, 10.0, 12.0]), (10.0, 0.1))

    def test_sizes(self):
        for size in (0, 16, 1 << 10, 64 << 10, 64 << 20, 1000):
            self.assertEqual(figures.size_of(figures.size_text(size)), size)
        self.assertEqual(figures.size_of("64K"), 64 << 10)
        for wrong in ("", "x", "1G", "K", "1.5K"):
            with self.assertRaisesRegex(ValueError, "is no size; write 16, '64 KiB' or 1M"):
                figures.size_of(wrong)

    def test_three_figures(self):
        self.assertEqual([figures.short(value) for value in (123.4, 12.34, 1.234, 0.1234, 0.01234)],
                         ["123", "12.3", "1.23", "0.12", "0.012"])

    def test_throughput_is_of_raw_data(self):
        self.assertEqual(figures.gigabytes(entry("crc32", 2000, {}), "rust"), 2.0)
        self.assertIsNone(figures.gigabytes(entry("crc32", 0, {}), "rust"))


class Cases(unittest.TestCase):
    def test_arguments_have_their_size_and_calls_succeed(self):
        for name, case in cases.CASES.items():
            for size in (size for size in case.sizes if size <= 1024):
                call = worker.Call(name, size, worker.function_of(name, None))
                if call.exists:
                    length = len(call.arguments[0])
                    with self.subTest(case=name, size=size):
                        # Blocks that do not fit in are left out.
                        self.assertTrue(size - 8 < length <= size, length)
                        self.assertNotIn("raises", call.described())

    def test_newer_calls_are_left_out_of_older_versions(self):
        newer = "b2a_base64, wrapcol"
        for version, there in (("3.13.15", False), ("3.14.0", False), ("3.15.2", True), ("3.16.0a1+", True)):
            self.assertEqual(newer in cases.of_version(version), there)
            self.assertIn("b2a_base64", cases.of_version(version))
        with mock.patch.object(worker.sys, "version_info", (3, 14, 0)):
            self.assertFalse(worker.Call(newer, 64, binascii.b2a_base64).exists)

    def test_lines_are_of_76_characters(self):
        lines = cases.wrapped(b"\r\n")(1024).split(b"\r\n")
        self.assertEqual({len(line) for line in lines[:-1]}, {76})

    def test_dirt_is_as_dense_as_it_says_and_ignored(self):
        for every in (1000, 50, 8):
            data = cases.dirty(every)(64 << 10)
            clean = data.translate(None, cases.NOT_BASE64)
            self.assertAlmostEqual(len(clean) / (len(data) - len(clean)), every, delta=every / 10)
            self.assertEqual(base64.b64decode(data), base64.b64decode(clean))

    def test_raw_data_is_the_smaller_side(self):
        for name, raw in (("b64encode", 64), ("b64decode", 48), ("hexlify", 64), ("unhexlify", 32), ("crc32", 64)):
            answer = worker.Call(name, 64, worker.function_of(name, None)).described()
            member = mock.Mock(**{"ask.return_value": answer})
            self.assertEqual(team.prepared([member], name, 64, set()), ([member], raw))


class Team(unittest.TestCase):
    def prepared(self, *answers, notes=None):
        members = [mock.Mock(**{"ask.return_value": answer}) for answer in answers]
        able, _ = team.prepared(members, "crc32", 64, set() if notes is None else notes)
        return [members.index(member) for member in able]

    def test_the_twin_has_to_agree_and_others_are_left_out(self):
        one, other = ({"hash": text, "input": 64, "output": None} for text in "ab")
        self.assertEqual(self.prepared(one, one, one), [0, 1, 2])
        self.assertEqual(self.prepared(None, None), [])
        self.assertEqual(self.prepared(one, one, None), [0, 1])
        notes = set()
        self.assertEqual(self.prepared(one, one, other, notes=notes), [0, 1])
        self.assertEqual(len(notes), 1)
        for answers in ((one, other), (one, None), ({"raises": "E"}, {"raises": "E"})):
            with self.assertRaises(team.Disagreement):
                self.prepared(*answers)

    def test_a_worker_measures(self):
        with team.workers([team.Contestant("python", sys.executable)]) as (member,):
            able, raw = team.prepared([member], "b64decode", 64, set())
            self.assertEqual((able, raw), ([member], 48))
            seconds = team.measure(able, 3)["python"]
        self.assertEqual(len(seconds), 3)
        self.assertTrue(all(0 < each < 1e-3 for each in seconds), seconds)

    def test_a_module_from_a_file_takes_the_place_of_the_interpreters_own(self):
        file = getattr(binascii, "__file__", None)
        if not file:
            self.skipTest("binascii is no file here")
        if subprocess.run([sys.executable, "-I", "-c", "import sys; sys.exit('binascii' in sys.modules)"]).returncode:
            self.skipTest("something that was installed imports binascii when Python starts")
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(folder, pathlib.Path(file).name)
            # As a compiler marks what it has made.
            other.write_bytes(pathlib.Path(file).read_bytes() + b"rustc version 1.99.0 (abc)\0")
            one = team.Contestant("one", sys.executable, files=(str(other),))
            asked = lineup.asked([one, team.Contestant("other", sys.executable)])
            with team.workers([one]) as (member,):
                self.assertEqual(team.prepared([member], "b64decode", 64, set()), ([member], 48))
        self.assertEqual([(facts["binascii"], facts["rustc"], facts["files"]) for facts in asked.values()],
                         [("Rust, shared", "1.99.0", (str(other),)), ("C, shared", "", ())])

    def test_an_interpreter_in_a_root_is_run_by_its_own_loader(self):
        self.assertEqual(start.command("/usr/bin/python3"), ["/usr/bin/python3"])
        with tempfile.TemporaryDirectory() as root:
            python = pathlib.Path(root, "usr/bin/python3")
            libraries = pathlib.Path(root, "usr/lib/x86_64-linux-gnu")
            loader = pathlib.Path(root, "lib64/ld-linux-x86-64.so.2")
            pathlib.Path(root, start.STAMP).touch()
            with self.assertRaisesRegex(SystemExit, "has no dynamic loader"):
                start.command(python)
            libraries.mkdir(parents=True)
            loader.parent.mkdir()
            loader.touch()
            words = start.command(python)
            self.assertEqual(words[:2], [str(loader), "--library-path"])
            self.assertIn(str(libraries), words[2].split(":"))
            self.assertEqual(words[3:], ["--argv0", str(python), str(python)])


class Memory(unittest.TestCase):
    SIZE = 16 << 20

    def share(self, function):
        if not pathlib.Path("/proc/self/clear_refs").exists():
            self.skipTest("only Linux tells how much memory there was at most")
        call = worker.Call("b64encode", self.SIZE, function)
        taken = call.peak()
        return taken["peak"] / (taken["input"] + taken["output"])

    def test_a_copy_is_seen(self):
        self.assertAlmostEqual(self.share(base64.b64encode), 1.0, delta=0.05)
        copying = self.share(lambda data: base64.b64encode(bytes(bytearray(data))))
        self.assertGreater(copying, 1.3)


class Targets(unittest.TestCase):
    def aim(self, **changed):
        return {"what": "it", "cases": ["b64encode"], "sizes": [64], "against": ["c"], "at_least": 2.0} | changed

    def verdict(self, result):
        (row,) = targets.rows(result)
        return row[4:6]

    def test_each_is_about_something(self):
        for first, version in (("rust", "3.13.15"), ("rust3.15", "3.15.2")):
            for target in targets.read(first, version):
                self.assertTrue(target["cases"] and target["sizes"], target)
                self.assertTrue(("at_most" in target) != ("at_least" in target), target)
                others = set(target.get("against", ())) - {"c", "c3.15", *peers.PEERS}
                self.assertFalse(others, target)
        wanted = set(targets.needed(targets.read("rust", "3.13.15")))
        self.assertLessEqual({("b64encode", 64 << 20), ("crc32", 1 << 20), ("b2a_uu", 0)}, wanted)
        self.assertNotIn(("b2a_base32", 64), wanted)
        newer = set(targets.needed(targets.read("rust3.15", "3.15.2")))
        self.assertLessEqual({("b2a_base32", 64), ("a2b_base64, ignorechars", 64 << 10)}, newer)
        self.assertNotIn(("b64encode", 64 << 20), newer)

    def test_met_or_not(self):
        speed = {1.9: "NO", 1.99: "yes", 2.5: "yes"}
        for value, met in speed.items():  # The spread is 1 %.
            found = result(entry("b64encode", 64, {"c": value}), aims=[self.aim()])
            self.assertEqual(self.verdict(found), (f"{value:.2f}×", met))
            self.assertEqual(len(list(targets.unmet(found))), met == "NO")

    def test_the_slowest_cell_and_the_fastest_rival_count(self):
        aim = self.aim(cases=["b64encode", "b64decode"], against=["c", "pybase64"])
        found = result(entry("b64encode", 64, {"c": 9.0, "pybase64": 3.0}), entry("b64decode", 64, {"c": 4.0}),
                       aims=[aim])
        self.assertEqual(self.verdict(found), ("3.00×", "yes"))

    def test_what_is_missing_is_not_met(self):
        for found in (result(aims=[self.aim()]), result(entry("b64encode", 64, {"pybase64": 9.0}), aims=[self.aim()]),
                      result(entry("b64encode", 16, {"c": 9.0}), aims=[self.aim()]),
                      result(aims=[self.aim(at_most=1.0)])):
            self.assertEqual(self.verdict(found), ("", "not measured"))
            self.assertEqual(len(list(targets.unmet(found))), 1)

    def test_beside_another_case(self):
        aim = self.aim(cases=["b64encode, altchars"], beside="b64encode", at_least=0.9)
        found = result(entry("b64encode", 64, {}, 1e-6), entry("b64encode, altchars", 64, {}, 2e-6), aims=[aim])
        self.assertEqual(self.verdict(found), ("0.50×", "NO"))

    def test_memory(self):
        aim = self.aim(at_most=1.05)
        del aim["at_least"]
        for share, met in ((1.0, "yes"), (1.5, "NO")):
            row = {"case": "b64encode", "size": 64, "of_input_and_output": {"rust": share}}
            self.assertEqual(self.verdict(result(memory=[row], aims=[aim])), (f"{share:.2f}", met))


class Zlib(unittest.TestCase):
    def verdict(self, speeds, sizes, target):
        """Rust takes a second; of others, how many times as long, and how large the results are."""
        row = {"Rust": (1.0, 1000)} | {name: (speed, sizes.get(name)) for name, speed in speeds.items()}
        with mock.patch.object(zlib_speed, "TARGETS", [("call", *target)]):
            return [*zlib_speed.verdicts([("call", row)])][0][3:]

    def test_each_target_is_about_a_call(self):
        labels = [label for label, *_ in zlib_speed.calls()]
        self.assertEqual(len(labels), len(set(labels)))
        self.assertLessEqual({target[0] for target in zlib_speed.TARGETS}, set(labels))

    def test_speed_and_size_count(self):
        for speed, size, expected in ((2.0, 1000, "yes"), (1.7, 1000, "NO"), (2.0, 900, "NO")):
            found = self.verdict({"C": speed}, {"C": size}, (["C"], 1.8, 1.05))
            self.assertEqual(found, (f"{speed:.2f}; {1000 / size:.3f}", expected))

    def test_the_fastest_rival_counts(self):
        found = self.verdict({"zlib-ng": 1.2, "ISA-L": 0.5}, {}, (["zlib-ng", "ISA-L"], 0.9, None))
        self.assertEqual(found, ("0.50", "NO"))

    def test_without_the_rival_nothing_is_said(self):
        self.assertEqual(self.verdict({"C": 2.0}, {}, (["zlib-ng"], 0.9, None)), ("not measured", ""))


class Reports(unittest.TestCase):
    def test_columns_are_those_who_take_part(self):
        found = result(entry("b64encode", 1024, {"c": 2.0, "pybase64": 0.5}), entry("hexlify", 1024, {"c": 3.0}))
        text = report.as_text(found)
        self.assertRegex(text, r"b64encode +1 KiB +1\.00 us +1\.02 +2\.00 +1\.0% +0\.50 +1\.0%")
        self.assertRegex(text, r"hexlify +1 KiB +1\.00 us +1\.02 +3\.00 +1\.0%(\n|$)")
        self.assertRegex(text, r"all +2\.45 +2\.00 +b64encode +2")
        markdown = report.as_markdown(found, [("base64.svg", "a figure")])
        self.assertIn("![a figure](base64.svg)", markdown)
        for table in markdown.split("\n\n"):
            if table.startswith("|"):
                self.assertEqual(len({line.count("|") for line in table.splitlines()}), 1, table)

    def test_one_interpreter_with_two_modules_is_not_described_by_its_options(self):
        measured = result(entry("crc32", 64, {"c": 2.0}))
        measured["contestants"]["c"]["options"] = ["--with-lto"]
        self.assertIn("--with-lto", report.as_text(measured))
        measured["contestants"]["rust"]["files"] = ["binascii.so"]
        self.assertNotIn("--with-lto", report.as_text(measured))

    def test_lesser_instructions_have_a_table_of_their_own(self):
        measured = result(entry("crc32", 65536, {"c": 4.0, "rust, avx2": 2.0}),
                          entry("crc32", 64, {"c": 4.0, "rust, avx2": 2.0}))
        measured["contestants"]["rust, avx2"] = facts(kernel="avx2")
        (_, [head, *_]), = report.tables(measured)
        self.assertNotIn("× rust, avx2", head)
        self.assertIn("rust, avx2: the same, told to use no better instructions than avx2", report.as_text(measured))
        (name, table), = report.lesser_kernels(measured)
        self.assertEqual(name, "rust, avx2")
        self.assertEqual(table, [["call", "size", "rust, avx2", "GB/s", "× rust", "× c", "× pybase64"],
                                 ["crc32", "64 KiB", "2.00 us", "32.8", "0.50", "2.00", ""]])

    def test_lesser_instructions_are_those_that_are_not_the_best(self):
        first = lineup.Contestant("rust", "python")
        for kernels, names in ((["portable", "avx2", "avx512"], ["rust, avx2"]), (["portable", "avx2"], []), ([], [])):
            self.assertEqual([one.name for one in lineup.with_lesser_kernel(first, {"kernels": kernels})], names)

    def test_a_busy_machine_is_said_to_be_one(self):
        control = "(control) latin_1_decode"
        self.assertIsNone(report.doubt(result(entry(control, 16, {"c": 1.02}))))
        self.assertIn("off by up to 10.0%", report.doubt(result(entry(control, 16, {"c": 0.9}))))

    def test_builds_that_differ_are_said_to(self):
        self.assertEqual(list(report.unfairness({"rust": facts(), "c": facts()}, "rust", "c")), [])
        said = list(report.unfairness({"rust": facts(debug=True), "c": facts(flags="-O0")}, "rust", "c"))
        self.assertEqual(len(said), 2)

    def test_a_call_that_takes_longer_than_may_be(self):
        cells = {("b64encode", 64): entry("b64encode", 64, {"c": 0.9}), ("crc32", 64): entry("crc32", 64, {"c": 0.97}),
                 ("(control) latin_1_decode", 64): entry("(control) latin_1_decode", 64, {"c": 0.5})}
        self.assertEqual(bench.slower(cells, "c", 1.05), {("b64encode", 64): 0.9})
        self.assertEqual(bench.slower(cells, "c", None), {})


class Instructions(unittest.TestCase):
    def test_columns_are_those_who_were_counted(self):
        rows = {"b64encode": {"rust": {"call": 1581.4, "byte": 0.5461}, "c": {"call": 1797.0}}}
        self.assertEqual(list(instructions.table(rows, ["rust", "c", "isal"])), [
            ["call", "rust, 16 B", "c, 16 B", "rust, a byte", "c, a byte"],
            ["b64encode", "1581", "1797", "0.55", ""]])
        found = result() | {"instructions": rows | {"crc32": {"isal": {"call": 9.0}}}}
        self.assertEqual([title for title, _ in instructions.tables(found)], ["base64", "checksums"])
        # With what is known there, which is less than of times.
        found = {name: found[name] for name in ("host", "contestants", "notes", "instructions")}
        self.assertRegex(instructions.as_text(found), r"b64encode +1581 +1797 +0\.55\n")

    def test_twice_the_calls_are_twice_the_instructions(self):
        if not shutil.which("valgrind"):
            self.skipTest("valgrind is not installed")
        contestant = team.Contestant("python", sys.executable)
        with tempfile.TemporaryDirectory() as folder, \
                contextlib.closing(instructions.Counter(contestant, folder)) as counter:
            small = counter.of("crc32, bytearray")
            with mock.patch.dict(instructions.CALLS, {size: 2 * calls for size, calls in instructions.CALLS.items()}):
                again = counter.of("crc32, bytearray")
        self.assertTrue(50 < small["call"] < 5000, small)
        for what, number in small.items():
            self.assertAlmostEqual(again[what] / number, 1.0, delta=0.02)


class Compare(unittest.TestCase):
    def compared(self, old, new):
        with tempfile.TemporaryDirectory() as folder:
            files = [pathlib.Path(folder, name) for name in ("old.json", "new.json")]
            for file, content in zip(files, (old, new)):
                file.write_text(json.dumps(content))
            done = subprocess.run([sys.executable, "-B", BENCH / "compare.py", *files], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_what_changed_by_more_than_the_noise(self):
        old, new = (result(*(entry(case, 64, {"c": speed}) for case, speed in speeds.items()))
                    for speeds in ({"b64encode": 2.0, "crc32": 2.0, "hexlify": 2.0},
                                   {"b64encode": 4.0, "crc32": 1.0, "hexlify": 1.97}))
        status, said = self.compared(old, new)
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"Slower: 1 of 3 cells\n.*\ncrc32 +64 B +2\.00× +1\.00× +-50\.0% +2\.0%")
        self.assertRegex(said, r"Faster: 1 of 3 cells\n.*\nb64encode +64 B +2\.00× +4\.00× +\+100\.0% +2\.0%")

    def test_a_spread_is_noise(self):
        old, new = (result(entry("crc32", 64, {"c": speed}, spread=0.1)) for speed in (2.0, 1.7))
        self.assertIn("Slower: 0 of 1", self.compared(old, new)[1])

    def test_other_machines_and_versions_are_refused(self):
        old = result(entry("crc32", 64, {"c": 2.0}))
        other_machine, other_twin = copy.deepcopy(old), copy.deepcopy(old)
        other_machine["host"]["cpu"] = "Another"
        other_twin["contestants"]["c"]["version"] = "3.14.0"
        for new, why in ((other_machine, "the processor was 'Processor' and is 'Another'"),
                         (other_twin, "the CPython's version of 'c' was '3.13.15' and is '3.14.0'"),
                         (result(), "no cell in common"), ({}, "is no result of")):
            status, said = self.compared(old, new)
            self.assertEqual((status, said.count("\n")), (1, 1), said)
            self.assertIn(why, said)

    def test_the_compiler_of_rust_may_be_another(self):
        old = result(entry("crc32", 64, {"c": 2.0}))
        new = copy.deepcopy(old)
        new["contestants"]["rust"]["rustc"] = "1.99"
        self.assertEqual(self.compared(old, new)[0], 0)


class Peers(unittest.TestCase):
    def pip(self, folder, script):
        python = pathlib.Path(folder, "python")
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
        return mock.patch.object(peers, "with_pip", lambda: str(python))

    def test_without_a_network_there_is_a_sentence_and_nothing_is_left(self):
        reasons = {"ERROR: the disk is full": "the disk is full",
                   "WARNING: NewConnectionError\nERROR: no such package": "no connection to the package index"}
        for said, why in reasons.items():
            with tempfile.TemporaryDirectory() as folder:
                into = pathlib.Path(folder, "peers")
                with self.pip(folder, f"mkdir {into}; echo '{said}' >&2; exit 1"):
                    with self.assertRaisesRegex(peers.Unavailable, f"^a, b could not be installed; pip says: {why}$"):
                        peers.install(["a", "b"], into, [])
                self.assertFalse(into.exists())

    def test_they_are_installed_once(self):
        with tempfile.TemporaryDirectory() as folder:
            into = pathlib.Path(folder, "peers")
            with self.pip(folder, f"mkdir {into}; echo once >>{folder}/calls"):
                for _ in range(2):
                    self.assertEqual(peers.install(["a==1"], into, []), into)
                self.assertEqual(pathlib.Path(folder, "calls").read_text(), "once\n")
                peers.install(["a==2"], into, [])
            self.assertEqual(pathlib.Path(folder, "calls").read_text(), "once\nonce\n")

    def test_the_benchmark_goes_on_without_them(self):
        interpreters = {"rust": sys.executable, "c": sys.executable}
        with mock.patch.object(peers, "install_peers", side_effect=peers.Unavailable("no pip")):
            with contextlib.redirect_stderr(io.StringIO()) as said:
                contestants, found, notes = lineup.gathered(interpreters, "cache")
        self.assertEqual([each.name for each in contestants], ["rust", "c"])
        self.assertEqual((list(found), notes), (["rust", "c"], ["without peers: no pip"]))
        self.assertIn("without peers: no pip", said.getvalue())


if __name__ == "__main__":
    harness.main(__file__)
