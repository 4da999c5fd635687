"""Which instructions the codecs use."""

import unittest

import _testrust
from calls import call

CALLS = [
    call(_testrust.kernels),
    call(_testrust.kernel),
    call(_testrust.force_kernel, "portable"),
    call(_testrust.force_kernel, "abacus").raises(
        ValueError, "there is no set of instructions called 'abacus'; see kernels()"),
]


class TestKernels(unittest.TestCase):
    def tearDown(self):
        _testrust.force_kernel(_testrust.kernels()[-1])

    def test_what_is_forced_is_used(self):
        for name in _testrust.kernels():
            _testrust.force_kernel(name)
            self.assertEqual(_testrust.kernel(), name)

    def test_the_least_is_everywhere(self):
        self.assertEqual(_testrust.kernels()[0], "portable")

    def test_what_the_processor_has_not_is_refused(self):
        missing = {"sse41", "avx2", "avx512", "neon"} - set(_testrust.kernels())
        self.assertTrue(missing)  # No processor has both of the last two.
        for name in missing:
            with self.assertRaisesRegex(ValueError, f"this processor or compiler has no {name}"):
                _testrust.force_kernel(name)


if __name__ == "__main__":
    unittest.main()
