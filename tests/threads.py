"""binascii and base64 from many threads at once, while what it converts is being changed.

    PYTHON tests/threads.py [--seconds=N]

Results of arguments that nobody changes must be right. For a bytearray that another thread
writes to, grows and shrinks, any result or exception will do; a crash will not. In a
free-threaded build the threads run in parallel.
"""

import base64
import binascii
import importlib.util
import sys
import sysconfig
import time
import unittest

from support import harness, samples
from support.together import run_together

THREADS = 8
SECONDS = next((float(word.removeprefix("--seconds=")) for word in sys.argv
                if word.startswith("--seconds=")), 5)

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

# What may come out of a call whose argument changes under it.
ALLOWED = (ValueError, BufferError, TypeError)  # binascii.Error is a ValueError

CALLS = [
    lambda data: binascii.a2b_base64(data),
    lambda data: binascii.a2b_base64(data, strict_mode=True),
    lambda data: binascii.b2a_base64(data),
    lambda data: binascii.a2b_hex(data),
    lambda data: binascii.b2a_hex(data),
    lambda data: binascii.b2a_hex(data, "-", 3),
    lambda data: binascii.a2b_uu(data),
    lambda data: binascii.b2a_uu(memoryview(data)[:45]),
    lambda data: binascii.a2b_qp(data, header=True),
    lambda data: binascii.b2a_qp(data, quotetabs=True, istext=False),
    lambda data: binascii.crc32(data),
    lambda data: binascii.crc_hqx(data, 0),
    lambda data: base64.b64encode(data, b"-_"),
    lambda data: base64.urlsafe_b64decode(data),
    lambda data: base64.b16decode(data, True),
    lambda data: base64.encodebytes(data),
    lambda data: base64.b85encode(memoryview(data)[:5000]),
]


class Threads(unittest.TestCase):
    def run_together(self, *works):
        run_together(works, SECONDS)

    def test_results(self):
        """Results and messages are right in every thread"""
        def work():
            samples.check(binascii)
            samples.check_base64(base64)
        self.run_together(*[work] * THREADS)

    def test_one_buffer(self):
        """Threads that read one buffer see the same bytes"""
        data = bytearray(range(256)) * 256
        expected = [outcome(call, data) for call in CALLS]

        def reader(view):
            def work():
                assert [outcome(call, view) for call in CALLS] == expected
            return work
        self.run_together(*[reader(memoryview(data)) for _ in range(THREADS)])

    def test_buffer_that_changes(self):
        """A buffer that is written to and resized by another thread crashes nothing"""
        data = bytearray(b"QUJDREVG" * 2000)

        def converter(view):
            def work():
                for call in CALLS:
                    outcome(call, view)
            return work

        def write():
            for place in range(0, 16000, 7):
                data[place] = (data[place] * 5 + 1) & 255

        def resize():
            for change in (lambda: data.extend(b"=\n" * 5000), lambda: data.__delitem__(slice(100, None)),
                           lambda: data.extend(b"41" * 50000), data.clear,
                           lambda: data.extend(b"QUJDREVG" * 2000)):
                try:
                    change()
                except BufferError:
                    pass  # It is being converted at this moment.
                time.sleep(0)

        def change():
            if not FREE_THREADED:
                resize()
            if len(data) >= 16000:
                write()

        # Without the GIL, 3.13 does not count well how often a bytearray's buffer is taken at the
        # same time, whoever takes it. So there each thread has a view of its own, and the size stays.
        views = [memoryview(data) if FREE_THREADED else data for _ in range(THREADS - 1)]
        self.run_together(*[converter(view) for view in views], change)

    def test_import(self):
        """Threads that import the module anew, use it and drop it do not disturb each other"""
        def work():
            module = importlib.util.module_from_spec(binascii.__spec__)
            binascii.__spec__.loader.exec_module(module)
            samples.check(module)
        self.run_together(*[work] * THREADS)


@unittest.skipUnless(FREE_THREADED, "this is not a free-threaded build")
class FreeThreading(unittest.TestCase):
    def test_gil(self):
        """Importing the module leaves the GIL off"""
        self.assertFalse(sys._is_gil_enabled())


def outcome(call, data):
    try:
        return call(data)
    except ALLOWED as error:
        return str(error)


if __name__ == "__main__":
    harness.main(__file__)
