"""Memory that is read, written to and made."""

import array
import mmap
import os
import threading
import unittest

import _testrust
import _xxrust
from calls import call

SHARED = bytearray(1000)

CALLS = [
    call(_xxrust.sum, b"\x01\x02").gives(3),
    call(_xxrust.sum, bytearray(b"\x01\x02")).gives(3),
    call(_xxrust.sum, memoryview(b"\x01\x02")[1:]).gives(2),
    call(_xxrust.sum, "text").raises(TypeError),
    call(_xxrust.sum, SHARED),
    call(_xxrust.write_into, SHARED, b"abc", 7).gives(3),
    call(_xxrust.write_into, b"constant", b"abc").raises(BufferError),
    call(_xxrust.first_eight, SHARED),
    call(_testrust.held_by_a_liar, b"constant").gives(None),
    call(_testrust.held_by_a_liar, SHARED).raises(SystemError),
    call(_testrust.decimals, 3).gives(b"0 1 2 "),
    call(lambda: len(_testrust.decimals(2000))).gives(8890),
]


class ReadTests(unittest.TestCase):
    def test_nothing_is_held_where_nothing_would_be_released(self):
        data = bytearray(8)
        with self.assertRaisesRegex(SystemError, "or say that they hold none"):
            _testrust.held_by_a_liar(data)
        data.append(1)  # Not exported any more, nor ever.

    def test_exporters(self):
        data = bytes(range(256)) * 3
        with mmap.mmap(-1, len(data)) as mapped:
            mapped[:] = data
            for exporter in (data, bytearray(data), memoryview(data), memoryview(bytearray(data)),
                             memoryview(bytearray(data)).toreadonly(), array.array("B", data),
                             array.array("I", data), memoryview(data)[::1], mapped):
                with self.subTest(type(exporter)):
                    self.assertEqual(_xxrust.sum(exporter), sum(data))

    def test_empty(self):
        for exporter in (b"", bytearray(), memoryview(b""), array.array("I")):
            self.assertEqual(_xxrust.sum(exporter), 0)

    def test_small_and_large(self):
        """What is small and the only argument is copied at once; the rest is held."""
        for size in (0, 1, 7, 8, 63, 64, 65, 1000):
            data = bytes(number % 251 for number in range(size))
            # The first of these begins where memory is aligned, the others do not.
            for skipped in range(3):
                exporter = bytearray(b"-" * skipped + data)
                del exporter[:skipped]
                with self.subTest(size=size, skipped=skipped):
                    self.assertEqual(_xxrust.sum(exporter), sum(data))
                    exporter.append(1)

    def test_small_views(self):
        """They are read where they show bytes, and refused where a view of them would be."""
        data = bytes(range(12))
        numbers = array.array("I", [1, 2, 3])
        for view in (memoryview(data), memoryview(data)[3:], memoryview(data)[12:],
                     memoryview(data).cast("B", (3, 4)), memoryview(data[:1]).cast("B", ()),
                     memoryview(bytearray(data)), memoryview(numbers), memoryview(numbers)[1:]):
            with self.subTest(view.shape):
                self.assertEqual(_xxrust.sum(view), sum(view.tobytes()))
                view.release()
                self.assertRaises(ValueError, _xxrust.sum, view)
        numbers.append(4)
        for view in (memoryview(data)[::-1], memoryview(data).cast("B", (3, 4))[::2]):
            self.assertRaises(BufferError, _xxrust.sum, view)

    def test_small_before_other_arguments(self):
        """It is copied at once if nothing can happen meanwhile, and held if something could."""
        class Meddling:
            def __init__(self, meddle):
                self.meddle = meddle

            def __index__(self):
                self.meddle()
                return 1

        target, data, view = bytearray(8), bytearray(b"abc"), memoryview(b"abc")
        for source, meddle in ((data, lambda: data.append(1)), (view, view.release)):
            with self.assertRaises(BufferError):
                _xxrust.write_into(target, source, Meddling(meddle))
            for offset in (1, True):
                self.assertEqual(_xxrust.write_into(target, source, offset), 3)
                self.assertEqual(target, b"\0abc\0\0\0\0")
            meddle()  # Neither is held any more.

        def change():
            data[0] = ord("x")

        del data[3:]
        self.assertEqual(_xxrust.write_into(target, data, Meddling(change)), 3)
        self.assertEqual(target[1:4], b"xbc")

    def test_not_contiguous(self):
        with self.assertRaises(BufferError):
            _xxrust.sum(memoryview(b"abcdef")[::2])

    def test_c_released(self):
        """(c) Afterwards a bytearray can be resized, also after an error."""
        data = bytearray(b"abc")
        _xxrust.sum(data)
        data.append(1)
        target = bytearray(8)
        with self.assertRaises(ValueError):
            _xxrust.write_into(target, b"123456789")
        target.append(1)

    def test_python_exporter(self):
        """An exporter in Python is asked once, and told when it is over."""
        events = []

        class Exporter:
            def __buffer__(self, flags):
                events.append("acquired")
                return memoryview(b"\x01\x02\x03")

            def __release_buffer__(self, view):
                events.append("released")

        self.assertEqual(_xxrust.sum(Exporter()), 6)
        self.assertEqual(events, ["acquired", "released"])

    def test_bytes_subclass_that_exports_something_else(self):
        class Liar(bytes):
            def __buffer__(self, flags):
                return memoryview(b"\x07")

        self.assertEqual(_xxrust.sum(Liar(b"\x01\x02")), 7)

    def test_d_written_meanwhile(self):
        """(d) A thread that fills a bytearray with the GIL released, through readinto."""
        data = bytearray(200_000)
        stop = threading.Event()
        reading, writing = os.pipe()

        def fill():
            with open(reading, "rb", buffering=0) as source:
                while source.readinto(data):
                    pass

        def feed():
            block = b"\xff" * 50_000
            while not stop.is_set():
                os.write(writing, block)
            os.close(writing)

        threads = [threading.Thread(target=fill), threading.Thread(target=feed)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(200):
                self.assertLessEqual(_xxrust.sum(data), 255 * len(data))
        finally:
            stop.set()
            for thread in threads:
                thread.join()


class WriteTests(unittest.TestCase):
    def test_write(self):
        for size in (0, 1, 7, 8, 9, 63, 64, 65):
            for offset in (0, 1, 5, 8):
                target = bytearray(b"." * 100)
                data = bytes(range(1, size + 1))
                self.assertEqual(_xxrust.write_into(target, data, offset), size)
                expected = bytearray(b"." * 100)
                expected[offset:offset + size] = data
                self.assertEqual(target, expected)

    def test_unaligned(self):
        backing = bytearray(64)
        with memoryview(backing) as view:
            for start in range(9):
                part = view[start:start + 30]
                _xxrust.write_into(part, b"x" * 30)
                self.assertEqual(backing[start:start + 30], b"x" * 30)

    def test_into_itself(self):
        target = bytearray(b"abcdefgh")
        _xxrust.write_into(target, target)
        _xxrust.write_into(target, memoryview(target)[:4], 4)
        self.assertEqual(target, b"abcdabcd")

    def test_too_small(self):
        target = bytearray(4)
        for data, offset in [(b"12345", 0), (b"1", 4), (b"", 5), (b"1", 2**31 - 1)]:
            with self.subTest(data=data, offset=offset):
                with self.assertRaisesRegex(ValueError, "too small"):
                    _xxrust.write_into(target, data, offset)
        self.assertEqual(target, bytes(4))

    def test_read_only(self):
        for exporter in (b"abc", memoryview(b"abc"), memoryview(bytearray(3)).toreadonly()):
            with self.assertRaises(BufferError):
                _xxrust.write_into(exporter, b"a")

    def test_read_back(self):
        self.assertEqual(_xxrust.first_eight(bytearray(b"0123456789")), b"01234567")
        with self.assertRaisesRegex(ValueError, "less data"):
            _xxrust.first_eight(bytearray(7))


class GrowTests(unittest.TestCase):
    def test_decimals(self):
        for count in (-1, 0, 1, 5, 10_000):
            expected = b"".join(b"%d " % number for number in range(count))
            self.assertEqual(_testrust.decimals(count), expected)


if __name__ == "__main__":
    unittest.main()
