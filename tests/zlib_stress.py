"""zlib without memory, in many threads, and in many interpreters.

    PYTHON tests/zlib_stress.py [--seconds=N] [--c-twin=BUILD] [TEST ...]

Threads share one object: what it returns is a right part of the stream or an exception, and it neither
crashes nor waits for ever. With the C twin's build directory, peaks of memory are compared as well.
"""

import random
import sys
import sysconfig
import tracemalloc
import unittest
import zlib

from support import harness
from support.together import run_together
from twins import load

try:
    from support import starve
except ImportError:
    starve = None
try:
    import _interpreters
    from support import isolated
except ImportError:
    _interpreters = None


def option(name, default):
    return next((word.partition("=")[2] for word in sys.argv if word.startswith(f"--{name}=")), default)


assert hasattr(zlib, "_implementation"), "this interpreter has zlib in C"
SECONDS = float(option("seconds", "5"))
C_TWIN = option("c-twin", None)
THREADS = 8

MIB = 1 << 20
RNG = random.Random(1)
DATA = b"".join(RNG.choice([b"to compress ", RNG.randbytes(9), bytes(30)]) for _ in range(4000))
STREAM = zlib.compress(DATA)


def in_pieces(one, data, size=5000):
    # No comprehension: CPython crashes if it has no memory for the function of one.
    parts = []
    for start in range(0, len(data), size):
        parts.append(one.compress(data[start:start + size]))
    return b"".join(parts) + one.flush()


def inner():
    """What is inside gzip, with output in pieces."""
    one, parts, data = zlib._ZlibDecompressor(), [], STREAM
    while not one.eof:
        parts.append(one.decompress(data, 10000))
        data = b""
    return b"".join(parts)


def copied():
    one = zlib.decompressobj()
    head = one.decompress(STREAM, 1000)
    two = one.copy()
    return head + two.decompress(two.unconsumed_tail)


CALLS = [
    lambda: zlib.decompress(zlib.compress(DATA)) == DATA,
    lambda: zlib.decompress(zlib.compress(b"short", 9, 31), 31) == b"short",
    lambda: zlib.decompress(zlib.compress(DATA, 1, -15), -15) == DATA,
    lambda: zlib.decompress(in_pieces(zlib.compressobj(1, memLevel=9), DATA)) == DATA,
    lambda: in_pieces(zlib.compressobj(zdict=b"dictionary").copy(), b"")[:2] == b"x\xbb",
    lambda: inner() == DATA,
    lambda: copied() == DATA,
    lambda: zlib.decompressobj(zdict=b"d").decompress(STREAM) == DATA,
    lambda: zlib.crc32(DATA) + zlib.adler32(DATA) > 0,
]


@unittest.skipIf(starve is None, "this interpreter was built without _testcapi")
class NoMemory(unittest.TestCase):
    def test_calls(self):
        """Each allocation of each call fails: MemoryError, or the right result"""
        count = 0
        for number, call in enumerate(CALLS):
            with self.subTest(number):
                self.assertTrue(call())
                # The streams that wait to be used again are lost, and made anew.
                count += starve.try_all(call, self.assertTrue)
                self.assertTrue(call())
        self.assertGreater(count, 50)


class Peaks(unittest.TestCase):
    @unittest.skipIf(C_TWIN is None, "no --c-twin to compare with")
    def test_not_more_than_c(self):
        """Nothing takes more memory than in C"""
        c_twin = load.at(C_TWIN, "zlib")
        large = DATA * (MIB // len(DATA) + 1)
        works = [lambda m: m.compress(large), lambda m: m.compress(large, 1), lambda m: m.compress(large, 9),
                 lambda m: m.decompress(zlib.compress(large)),
                 lambda m: m.decompress(zlib.compress(bytes(8 * MIB))),
                 lambda m: m.decompressobj().decompress(zlib.compress(large))]
        for number, work in enumerate(works):
            with self.subTest(number):
                peaks = []
                for module in (c_twin, zlib):
                    work(module)
                    tracemalloc.start()
                    work(module)
                    peaks.append(tracemalloc.get_traced_memory()[1])
                    tracemalloc.stop()
                self.assertLessEqual(peaks[1], peaks[0] + 1024)


class Backlog(unittest.TestCase):
    def test_memory(self):
        """What was looked at is given up, even if there is always more"""
        stored = zlib.compressobj(0)
        data = stored.compress(bytes(20_000_000)) + stored.flush()
        one = zlib._ZlibDecompressor()
        one.decompress(data[:10_000], 1000)
        tracemalloc.start()
        for start in range(10_000, 15_000_000, 1000):
            one.decompress(data[start:start + 1000], 1000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        self.assertLess(peak, 200_000)


class Threads(unittest.TestCase):
    def test_results(self):
        """Each thread's own objects give the right results"""
        def work():
            for call in CALLS:
                assert call()
        run_together([work] * THREADS, SECONDS)

    def test_one_compressor(self):
        """Threads that write to one object, copy it, and end it"""
        objects = [zlib.compressobj()]

        def work():
            one = objects[0]
            try:
                one.compress(DATA)
                one.copy().flush()
                if RNG.randrange(10) == 0:
                    # Not objects[:], which CPython 3.13 writes without a barrier for who reads it.
                    objects[0] = zlib.compressobj(RNG.randrange(10))
                    one.flush()
            except (ValueError, zlib.error):
                pass  # Another thread has ended it.
        run_together([work] * THREADS, SECONDS)

    def test_one_decompressor(self):
        """Threads that read from one object: each byte comes out once"""
        records = [b"%08d" % number for number in range(20_000)]
        stream = zlib.compress(b"".join(records))
        state = []

        def begin():
            # The object, what came out of it, and how many threads wait for it to end.
            state[:] = [(zlib._ZlibDecompressor(), [])]
            state[0][1].append(state[0][0].decompress(stream, 8))

        def work():
            one, parts = state[0]
            try:
                part = one.decompress(b"", 8)
                assert len(part) in (0, 8)
                parts.append(part)
                one.unused_data, one.needs_input
            except EOFError:
                pass

        begin()
        for _ in range(3):
            works = [work] * THREADS
            run_together(works, SECONDS / 3)
            one, parts = state[0]
            while not one.eof:
                parts.append(one.decompress(b"", 8))
            self.assertEqual(sorted(part for part in parts if part), records)
            begin()

    def test_decompressobj_that_is_shared(self):
        """Threads that read from one object, copy it, and end it"""
        many = zlib.compress(bytes(1000) * 100)
        objects = [zlib.decompressobj()]

        def work():
            one = objects[0]
            try:
                found = one.decompress(many, 1000)
                assert len(found) <= 1000 and not any(found)
                one.unused_data, one.eof, one.unconsumed_tail
                one.copy().flush()
                one.flush()
            except (ValueError, zlib.error):
                objects[0] = zlib.decompressobj()
        run_together([work] * THREADS, SECONDS)


@unittest.skipUnless(sysconfig.get_config_var("Py_GIL_DISABLED"), "this is not a free-threaded build")
class FreeThreading(unittest.TestCase):
    def test_gil(self):
        """Importing the module leaves the GIL off"""
        self.assertFalse(sys._is_gil_enabled())


@unittest.skipIf(_interpreters is None, "this Python has no _interpreters module (3.13 has)")
class Interpreters(unittest.TestCase):
    SCRIPT = """
import zlib
assert id(zlib.error) != main_error
for level in range(10):
    assert zlib.decompress(zlib.compress(data, level)) == data
one = zlib.compressobj()
assert zlib.decompressobj().decompress(one.compress(data) + one.flush()) == data
try:
    zlib.decompress(b"nothing")
except zlib.error as error:
    assert "incorrect header check" in str(error)
"""

    def test_in_parallel(self):
        """50 interpreters in 8 threads, and the main one; they end, and leave nothing"""
        interpreters = [_interpreters.create("isolated") for _ in range(50)]
        shared = {"data": DATA[:20000], "main_error": id(zlib.error)}
        isolated.run_parallel(interpreters, THREADS, self.SCRIPT, lambda: [call() for call in CALLS], **shared)
        for interpreter in interpreters:
            _interpreters.destroy(interpreter)
        self.assertTrue(all(call() for call in CALLS))


if __name__ == "__main__":
    harness.main(__file__)
