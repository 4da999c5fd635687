"""The module that docs/guide/README.md writes does what the guide says.

    PYTHONPATH=DIR PYTHON tests/guide.py

DIR is where `cargo xtask module --python PYTHON --out DIR _xxguide` has put it.
"""

import inspect
import unittest

import _xxguide

from support import harness


class Guide(unittest.TestCase):
    # begin test
    def test_clamp(self):
        self.assertEqual(_xxguide.clamp(-5), 0)
        self.assertEqual(_xxguide.clamp(7, high=5), 5)
        with self.assertRaisesRegex(_xxguide.RangeError, "^9 is greater than 5$"):
            _xxguide.clamp(7, 9, 5)
    # end test

    def test_surface(self):
        self.assertEqual(_xxguide.answer(), 42)
        self.assertEqual(_xxguide.answer.__doc__, "Return the answer.")
        self.assertEqual(str(inspect.signature(_xxguide.clamp)), "(value, /, low=0, high=100)")
        self.assertTrue(issubclass(_xxguide.RangeError, ValueError))
        with self.assertRaisesRegex(TypeError, "cannot be interpreted as an integer"):
            _xxguide.clamp("1")

    def test_buffers(self):
        for kind in (bytes, bytearray, memoryview):
            self.assertEqual(_xxguide.inverted(kind(b"\x00\x0f\xff")), b"\xff\xf0\x00")
        self.assertEqual(_xxguide.checksum(b"\xff" * 1000), 255_000)

    def test_objects(self):
        self.assertIsNone(_xxguide.longest())
        self.assertEqual(_xxguide.longest("a", "abc", [1]), "abc")
        with self.assertRaisesRegex(TypeError, "has no len"):
            _xxguide.longest(1)

    def test_class(self):
        meter = _xxguide.Meter()
        self.assertIsNone(meter.mean)
        meter.add(1)
        meter.add(2.5)
        self.assertEqual(meter.mean, 1.75)
        with self.assertRaises(AttributeError):
            meter.mean = 1

    def test_stored(self):
        self.assertIsNone(_xxguide.remembered())
        marker = object()
        _xxguide.remember(marker)
        self.assertIs(_xxguide.remembered(), marker)
        _xxguide.remember(None)
        self.assertIsNone(_xxguide.remembered())


if __name__ == "__main__":
    harness.main(__file__)
