"""Arguments: every kind of thing that a caller can hand to a function.

A `Source` is Python source text in the names of this module; both twins get an argument of
their own from it, so that what one does to it cannot disturb the other, and a failure can be
printed as something to paste. Objects that are called back write to `journal`, which is compared
as well: the order of conversions is behaviour.
"""

import array
import functools
import mmap
import pickle
import random
import re

journal = []
_last_bytearray = None


class Source(str):
    """Source text that stands for the value it evaluates to."""

    def value(self):
        return eval(_compiled(self), globals())

    def __repr__(self):
        return str(self)


class Carried:
    """A payload in one of `CARRIERS`: what its source text stands for, without writing it out."""

    def __init__(self, carrier, payload):
        self.carrier = carrier
        self.payload = payload

    def value(self):
        payload = self.payload.value() if isinstance(self.payload, Source) else self.payload
        return _compiled(f"lambda payload: {self.carrier.format('payload')}", call=True)(payload)

    def __repr__(self):
        return self.carrier.format(written(self.payload))


@functools.lru_cache(4096)
def _compiled(text, call=False):
    code = compile(text, "<argument>", "eval")
    return eval(code, globals()) if call else code


def written(value):
    """Source text for `value`, without writing out long runs of one byte."""
    if type(value) is not bytes or len(value) < 200:
        return repr(value)
    pieces, end = [], 0
    for run in re.finditer(rb"(?s)(.)\1{19,}", value):
        pieces += [repr(value[end:run.start()])] if end < run.start() else []
        pieces.append(f"{run[1]!r} * {len(run[0])}")
        end = run.end()
    pieces += [repr(value[end:])] if end < len(value) else []
    return f"({' + '.join(pieces)})" if len(pieces) > 1 else pieces[0]


def own_bytearray(data):
    """A bytearray that `Meddling` objects reach, and that must be free again after the call."""
    global _last_bytearray
    _last_bytearray = bytearray(data)
    return _last_bytearray


def forget():
    """Begin a call with a clean slate."""
    global _last_bytearray
    journal.clear()
    _last_bytearray = None


def is_released():
    """After a call: has the buffer of its bytearray been given back?"""
    return _last_bytearray is None or _can_resize()


def _can_resize():
    try:
        _last_bytearray.append(0)
        return True
    except BufferError:
        return False


class _CalledBack:
    """Answers a special method with a value, or raises it if it is an exception."""

    def __init__(self, answer):
        self.answer = answer

    def reply(self, method):
        journal.append(f"{type(self).__name__}.{method}")
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class Index(_CalledBack):
    def __index__(self):
        return self.reply("__index__")


class Int(_CalledBack):
    def __int__(self):
        return self.reply("__int__")


class Bool(_CalledBack):
    def __bool__(self):
        return self.reply("__bool__")


class Len(_CalledBack):
    def __len__(self):
        return self.reply("__len__")


class Meddling(_CalledBack):
    """Changes the argument that is being converted while it is being converted."""

    def meddle(self, method):
        if _last_bytearray is not None:
            journal.append(f"resized: {_can_resize()}")
            if _last_bytearray:
                _last_bytearray[0] ^= 1
        return self.reply(method)

    def __index__(self):
        return self.meddle("__index__")

    def __bool__(self):
        return self.meddle("__bool__")

    def __len__(self):
        return self.meddle("__len__")


class Exporter(_CalledBack):
    """An object with a buffer, written in Python."""

    def __buffer__(self, flags):
        journal.append(f"flags {flags}")
        answer = self.reply("__buffer__")
        return memoryview(answer) if isinstance(answer, (bytes, bytearray)) else answer

    def __release_buffer__(self, view):
        journal.append("released")


class NoIndex:
    __index__ = None


class NoBool:
    @property
    def __bool__(self):
        """Nothing that can be called; which is how one without truth is written."""
        journal.append("NoBool.__bool__")


class IntSub(int):
    pass


class StrSub(str):
    def __len__(self):
        journal.append("StrSub.__len__")
        return 1


class BytesSub(bytes):
    def __len__(self):
        journal.append("BytesSub.__len__")
        return 1


class BytearraySub(bytearray):
    pass


class HonestBytes(bytes):
    """A subclass that changes nothing."""


class HonestStr(str):
    """A subclass that changes nothing."""


class BytesExporting(bytes):
    """A subclass whose buffer is not its contents."""

    def __buffer__(self, flags):
        journal.append("BytesExporting.__buffer__")
        return memoryview(b"SGVsbG8=")


def every_other(data):
    """A view of `data` that is not contiguous."""
    spread = bytearray(2 * len(data))
    spread[::2] = data
    return memoryview(spread)[::2]


def released(data):
    view = memoryview(data)
    view.release()
    return view


def shaped(data):
    """A two-dimensional view, contiguous (one of nothing stays flat)."""
    if not data:
        return memoryview(data)
    rows = 1 if len(data) % 2 else len(data) // 2
    return memoryview(data).cast("B", (rows, len(data) // rows))


def mapped(data):
    region = mmap.mmap(-1, max(len(data), 1))
    region[:len(data)] = data
    return region


def closed_map():
    region = mmap.mmap(-1, 4)
    region.close()
    return region


def noise(seed, length, alphabet=bytes(range(256))):
    """`length` random bytes of `alphabet`; what is too long to print is written so."""
    return spread(random.Random(seed).randbytes(length), alphabet)


def spread(random_bytes, alphabet):
    """Random bytes of `alphabet`, made of bytes that may be any."""
    return random_bytes.translate(_table(alphabet))


@functools.lru_cache(256)
def _table(alphabet):
    return bytes(alphabet[i % len(alphabet)] for i in range(256))


def wrapped(data, width, end):
    """`data` in lines."""
    return b"".join(data[start:start + width] + end for start in range(0, len(data), width))


def patched(data, place, deleted, inserted):
    """`data` with something else at one place."""
    return data[:place] + inserted + data[place + deleted:]


# How a payload can be carried by an argument; {} stands for its source text.
CARRIERS = ["{}", "own_bytearray({})", "memoryview({})", "memoryview(own_bytearray({}))",
            "memoryview({}).toreadonly()", "every_other({})", "memoryview({})[::-1]",
            "shaped({})", "array.array('B', {})", "mapped({})", "BytesSub({})",
            "HonestBytes({})", "BytearraySub({})", "Exporter({})", "Exporter(own_bytearray({}))",
            "pickle.PickleBuffer({})",
            "pickle.PickleBuffer(every_other({}))", "memoryview({}).cast('b')", "Exporter(every_other({}))",
            "memoryview(b'..' + {})[2:]"]
TEXT_CARRIERS = ["{}", "StrSub({})", "HonestStr({})"]

# Not data at all, or not any more.
HOPELESS = [Source(text) for text in (
    "None", "1", "-1", "1.5", "[]", "()", "[1, 2]", "{}", "object()", "object", "True", "...",
    "released(b'abcd')", "closed_map()", "Exporter(ValueError('no buffer'))", "Exporter(None)",
    "Exporter(GeneratorExit())", "Exporter(b'')", "Exporter(12)", "BytesExporting(b'abc')",
    "array.array('H', [1, 2])", "array.array('d', [0.5])", "array.array('B')",
    "memoryview(array.array('I', [1, 65536]))", "memoryview(b'')", "memoryview(b'abcd')[1:1]",
    "memoryview(b'abcdefgh').cast('B', (2, 2, 2))", "memoryview(b'abcdefgh').cast('Q')",
    "'\\xe9'", "'\\u20ac'", "'\\U0001f600'", "'\\ud800'", "'abc\\xff'", "StrSub('\\xe9')",
    "''", "StrSub('')", "'\\0'", "b''", "bytearray()", "Index(3)", "Len(3)", "bytes", "range(3)")]

TRUTHS = [Source(text) for text in (
    "True", "False", "0", "1", "2", "None", "''", "'0'", "[]", "[0]", "0.0", "Bool(True)",
    "Bool(False)", "Bool(ValueError('no truth'))", "Bool(1)", "Bool(None)", "Len(0)", "Len(7)",
    "Len(-1)", "Len(RuntimeError('no length'))", "Len('x')", "NoBool()", "object()", "Index(0)",
    "Meddling(True)", "Meddling(False)", "Bool(GeneratorExit())", "10**30")]

INTS = [Source(text) for text in (
    "0", "1", "2", "3", "-1", "-2", "-3", "4", "8", "-8", "15", "16", "17", "31", "32", "33",
    "-16", "64", "255", "256", "-256", "65535", "65536", "-65536", "2**31 - 1", "2**31",
    "-2**31", "-2**31 - 1", "2**32 - 1", "2**32", "-2**32", "2**63 - 1", "2**63", "-2**63",
    "-2**63 - 1", "2**64", "10**40", "-10**40", "True", "False", "None", "1.0", "float('nan')",
    "'1'", "b'1'", "Index(2)", "Index(-3)", "Index(2**70)", "Index(True)", "Index(IntSub(2))",
    "Index('x')", "Index(1.0)", "Index(OverflowError('no index'))", "Int(3)", "IntSub(5)",
    "NoIndex()", "Meddling(2)", "Meddling(-1)", "Meddling(KeyError('k'))", "[]", "object()",
    "0x1d0f", "0xffff", "0x80000000")]

SEPARATORS = [Source(text) for text in (
    "'-'", "':'", "b'-'", "b':'", "' '", "'\\n'", "'\\0'", "b'\\0'", "b'\\xff'", "'\\x7f'",
    "'\\x80'", "'\\xff'", "'\\u0100'", "'\\ud800'", "'\\U0001f600'", "''", "b''", "'--'", "b'--'",
    "'\\u20ac\\u20ac'", "None", "0", "1", "1.5", "[]", "['-']", "{}", "bytearray(b'-')",
    "memoryview(b'-')", "own_bytearray(b'-')", "StrSub('-')", "StrSub('')", "StrSub('--')",
    "StrSub('\\xff')", "StrSub('\\u20ac')", "BytesSub(b'-')", "BytesSub(b'')", "BytesSub(b'--')",
    "BytesExporting(b'-')", "Len(1)", "Len(0)", "Len(2)", "Len(-1)", "Len(2**80)",
    "Len(LookupError('no length'))", "Len('1')", "Meddling(1)", "object()", "array.array('B', b'-')",
    "True", "range(1)", "...", "Exporter(b'-')")]

ALTCHARS = [Source(text) for text in (
    "b'-_'", "'-_'", "b'+/'", "b'*!'", "b'AB'", "b'ab'", "b'/+'", "b'++'", "b'=-'", "b'-='", "b'\\n '",
    "b'\\0\\xff'", "b''", "''", "b'-'", "b'-_='", "'---'", "None", "0", "12", "[]", "['-', '_']",
    "'\\xe9_'", "'\\u20ac_'", "'\\ud800_'", "bytearray(b'-_')", "memoryview(b'-_')",
    "memoryview(b'-.__')[::2]", "array.array('B', b'-_')", "array.array('H', [1])", "StrSub('-_')",
    "BytesSub(b'-_')", "BytearraySub(b'-_')", "own_bytearray(b'-_')", "Exporter(b'-_')", "Len(2)",
    "object()", "()", "(45, 95)", "range(2)")]

IGNORED = [Source(text) for text in (
    "b' \\t\\n\\r\\v'", "b''", "''", "b'z'", "b'y'", "b'!'", "b'u'", "b'~'", "b'<~>'", "b'\\0'",
    "bytes(range(256))", "' '", "'\\n'", "bytearray(b' \\n')", "memoryview(b' \\n')", "[32, 10]", "[]",
    "(10,)", "{32}", "range(33)", "None", "0", "32", "object()", "BytesSub(b' ')", "{10: 0}", "[b' ']")]

# Instead of a function's usual alphabet; {0} is that, which another function's may be, too.
ALPHABETS = [
    "{0}", "{0}", "{0}[::-1]", "{0}[:-2] + b'-_'", "{0}[:-1] + b'='", "b'=' + {0}[1:]", "{0}[:-1] + {0}[:1]",
    "{0}[:-1] + b'\\n'", "{0}[:-2] + b'\\xe9\\xff'", "b'\\xff' + {0}[1:]", "{0}[1:] + {0}[:1]",
    "b'A' * len({0})", "b'=' * len({0})", "bytes(range(len({0})))", "bytes(range(256 - len({0}), 256))",
    "bytes(range(32, 32 + len({0})))", "{0}.lower()", "{0}[:-1]", "{0} + b'!'", "b''", "{0} * 2", "None", "0",
    "{0}.decode()", "bytearray({0})", "memoryview({0})", "memoryview({0} * 2)[::2]", "array.array('B', {0})",
    "BytesSub({0})", "BytearraySub({0})", "own_bytearray({0})", "Exporter({0})", "StrSub({0}.decode())",
    "Exporter(ValueError('no buffer'))", "list({0})", "object()"]

# The first of them are bytes of the right length.
RIGHT_ALPHABETS = 15
