"""The calls of `base64` that are made of the functions in Rust and of those in Python.

What a function converts is an encoding of random bytes, or nearly; what else it takes is drawn from
what someone could think of. `systematic` is every short string of the characters that matter.
"""

import base64
import itertools
import random
import sys

from . import carriers, corpus
from .carriers import Source
from .cases import Case

# Where results begin to be made while other threads run, and where vectors end.
EDGES = [*corpus.EDGES, 1023, 1024, 1025, 3839, 3840, 3841, 4095, 4096, 4097, 5119, 5120, 5121]

# Subclasses whose methods are not those of bytes are not among them: docs/design/base64.md.
CARRIERS = [
    "{}", "bytearray({})", "memoryview({})", "memoryview(bytearray({}))", "every_other({})",
    "memoryview({})[::-1]", "shaped({})", "array.array('B', {})", "array.array('b', {})",
    "mapped({})", "Plain({})", "BytearraySub({})", "Exporter({})", "Exporter(bytearray({}))",
    "Exporter(every_other({}))", "pickle.PickleBuffer({})", "pickle.PickleBuffer(every_other({}))",
    "memoryview({}).cast('b')", "memoryview({}).cast('c')", "memoryview(b'..' + {})[2:]",
    "(ctypes.c_char * len({0}))(*{0})", "(ctypes.c_ubyte * len({0}))(*{0})"]
TEXT_CARRIERS = ["{}", "StrSub({})", "Encoding({})"]

# Not data, or not any more.
HOPELESS = [*(source for source in carriers.HOPELESS if "BytesExporting" not in source),
            *map(Source, ("Encoding('\\xe9')", "Faking()", "array.array('w', 'abc')", "ctypes.c_int(7)",
                          "'a' * 300 + '\\xe9'"))]

TRUTHS = [Source(text) for text in (
    "True", "False", "0", "1", "2", "None", "''", "'0'", "[]", "[0]", "0.0", "Bool(True)", "Bool(False)",
    "Bool(ValueError('no truth'))", "Bool(1)", "Len(0)", "Len(7)", "Len(-1)", "NoBool()", "object()")]

PAIRS = [Source(text) for text in (
    "b'-_'", "'-_'", "bytearray(b'-_')", "memoryview(b'-_')", "array.array('B', b'-_')", "b'++'", "b'/+'",
    "b'+-'", "b'-/'", "b'=='", "b'=A'", "b'A='", "b'AB'", "b'z9'", "b'--'", "b'\\xff\\xfe'", "b'\\n '",
    "'\\0\\x7f'", "b''", "b'-'", "b'---'", "''", "'---'", "bytearray(b'-')", "memoryview(b'---')", "None",
    "0", "1", "object()", "'\\xe9_'", "every_other(b'-_')", "every_other(b'-_/')", "['-', '_']", "[45, 95]",
    "('-', '_')", "Len(2)", "Len(3)", "Plain(b'-_')", "Plain(b'-')", "StrSub('-_')", "BytearraySub(b'-_')",
    "array.array('H', [45, 95])", "array.array('H', [45])", "memoryview(b'-_ab').cast('H')", "Exporter(b'-_')",
    "b'-' * 600", "range(2)", "{45, 95}", "released(b'-_')", "Exporter(ValueError('no buffer'))")]

LETTERS = [Source(text) for text in (
    "None", "b'L'", "b'I'", "'L'", "'I'", "b'l'", "b'O'", "b'='", "b'0'", "b'1'", "b'\\xff'", "b''", "b'LL'",
    "''", "'LI'", "bytearray(b'L')", "bytearray()", "memoryview(b'I')", "1", "object()", "'\\xe9'",
    "Plain(b'L')", "every_other(b'L')", "every_other(b'LI')", "Exporter(b'L')", "b'L' * 600", "['L']")]

COLUMNS = [Source(text) for text in (
    "0", "1", "2", "3", "4", "5", "7", "10", "72", "76", "320", "321", "1000", "-1", "-5", "True", "False",
    "None", "10**30", "-10**30", "0.5", "3.0", "float('nan')", "float('inf')", "'a'", "b''", "[]", "[5]",
    "object()", "Index(5)", "IntSub(5)", "IntSub(0)", "Bool(ValueError('no truth'))", "Greater(7)",
    "Greater(3.5)", "2**63 - 1", "2**63", "2**64")]

CONTAINERS = [Source(text) for text in (
    "b''", "b' \\n'", "b'-@z'", "b'y'", "b'\\xff\\xe9'", "bytearray(b' \\n')", "memoryview(b' \\n')", "' \\n'",
    "[32, 10]", "{10, 32}", "(10.0,)", "range(33)", "None", "5", "object()", "Plain(b' \\n')",
    "Container(10)", "Container(32)", "{10: 1}")]

FLAGS = ("validate", "casefold", "pad", "foldspaces", "adobe", "padded", "canonical")


class Plain(bytes):
    """A subclass of bytes that is like bytes."""


class Encoding(str):
    """A text that encodes itself."""

    def encode(self, *args):
        return b"QUJD" if self.isascii() else super().encode(*args)


class Faking:
    """Says that it is of another class."""

    @property
    def __class__(self):
        return Fake


class Fake:
    pass


Fake.__name__ = "F'ake"


class Greater:
    """Greater than any number, and added to them."""

    def __init__(self, number):
        self.number = number

    def __gt__(self, other):
        return True

    def __index__(self):
        return self.number

    def __radd__(self, other):
        return other + self.number


class Container:
    """Has everything, but raises for one."""

    def __init__(self, refused):
        self.refused = refused

    def __contains__(self, value):
        if value == self.refused:
            raise LookupError(value)
        return True


# The texts of sources are evaluated there.
import ctypes
carriers.__dict__.update(Plain=Plain, Encoding=Encoding, Faking=Faking, Greater=Greater,
                         Container=Container, ctypes=ctypes)

# By function: its data parameter, and the others.
OPTIONS = {
    "b64encode": ("altchars",), "b64decode": ("altchars", "validate"),
    "standard_b64encode": (), "standard_b64decode": (), "urlsafe_b64encode": (), "urlsafe_b64decode": (),
    "b32encode": (), "b32decode": ("casefold", "map01"), "b32hexencode": (), "b32hexdecode": ("casefold",),
    "b16encode": (), "b16decode": ("casefold",),
    "b85encode": ("pad",), "b85decode": (), "z85encode": (), "z85decode": (),
    "a85encode": ("foldspaces", "wrapcol", "pad", "adobe"),
    "a85decode": ("foldspaces", "adobe", "ignorechars"),
    "encodebytes": (), "decodebytes": (),
}
KEYWORD_ONLY = ("a85encode", "a85decode")
# How many of the options can be given by place.
IN_PLACE = {function: 0 if function in KEYWORD_ONLY else len(options) for function, options in OPTIONS.items()}
if sys.version_info >= (3, 15):
    # What they have got then, by keyword only.
    for functions, names in (
            ("b64encode b32encode b32hexencode", ("padded", "wrapcol")),
            ("urlsafe_b64encode urlsafe_b64decode", ("padded",)),
            ("b64decode b32decode b32hexdecode", ("padded", "ignorechars", "canonical")),
            ("b16encode b85encode", ("wrapcol",)), ("b16decode", ("ignorechars",)), ("a85decode", ("canonical",)),
            ("b85decode z85decode", ("ignorechars", "canonical"))):
        for function in functions.split():
            OPTIONS[function] += names
    OPTIONS["z85encode"], IN_PLACE["z85encode"] = ("pad", "wrapcol"), 1
    KEYWORD_ONLY += ("b32encode", "b32hexencode", "b16encode", "b85decode", "z85decode", "urlsafe_b64encode",
                     "urlsafe_b64decode")
POOLS = {"altchars": PAIRS, "map01": LETTERS, "wrapcol": COLUMNS, "ignorechars": CONTAINERS,
         **dict.fromkeys(FLAGS, TRUTHS)}

# What mutations put in.
SPECIALS = {"b64": b"A+/-_=\n\r \0\x80\xff", "b32": b"AVOIL017=az\n \xff", "b16": b"09afAFgG \xff",
            "b85": b"0~|;_`. \n\xff", "z85": b"0#~|;_`. \n\xff", "a85": b"!uszy~<> \n\r\t\x0b\x0c\xff"}

# Every string of these up to a length, or of that length, with every value of an option.
SHORT_STRINGS = {
    "b64decode": (b"A-+=\n", range(6), {"altchars": [None, b"-_", b"+-", b"=A"], "validate": [False, True]}),
    "urlsafe_b64decode": (b"A-+=\n", range(6), {}),
    "b32decode": (b"A1=", (0, 1, 8), {"map01": [None, b"L"]}),
    "b16decode": (b"0aFg\xb0", range(4), {"casefold": [False, True]}),
    "b85decode": (b"0~\"s", range(6), {}), "z85decode": (b"0#~", range(6), {}),
    "a85decode": (b"!uzy~<> \n", range(5), {"foldspaces": [False, True], "adobe": [False, True]}),
    "a85encode": (b"\0 a", range(7), {"foldspaces": [False, True], "pad": [False, True],
                                      "adobe": [False, True], "wrapcol": [0, 1, 4]}),
    "b85encode": (b"\0\xff", range(9), {"pad": [False, True]}),
}


def systematic(function):
    letters, lengths, options = SHORT_STRINGS.get(function, (b"", (), {}))
    for length in lengths:
        for data in itertools.product(letters, repeat=length):
            for values in itertools.product(*options.values()):
                yield Case(function, (bytes(data),), tuple(zip(options, values)))


def random_cases(function, seed):
    """Calls without end; the same for the same seed."""
    rng = random.Random(f"{seed} {function}")
    while True:
        args = [data(rng, function)] if rng.random() < 0.97 else [rng.choice(HOPELESS)]
        keywords = []
        for name in OPTIONS[function]:
            if rng.random() < 0.5:
                continue
            simple = name in FLAGS and rng.random() < 0.8
            value = rng.choice((False, True)) if simple else rng.choice(POOLS[name])
            place = OPTIONS[function].index(name)
            if len(args) == 1 + place and not keywords and place < IN_PLACE[function] and rng.random() < 0.5:
                args.append(value)
            else:
                keywords.append((name, value))
        yield Case(function, tuple(args), tuple(keywords))


def data(rng, function):
    """A payload in a carrier."""
    payload = contents(rng, function)
    if rng.random() < 0.5 or len(payload) > 2000:
        return payload
    if "decode" in function and payload.isascii() and rng.random() < 0.3:
        return Source(rng.choice(TEXT_CARRIERS).format(repr(payload.decode())))
    return Source(rng.choice(CARRIERS).format(repr(payload)))


def contents(rng, function):
    length = rng.choice(EDGES) if rng.random() < 0.3 else rng.randrange(100)
    if rng.random() < 0.003:
        length = rng.choice(corpus.LARGE)
    kind = rng.random()
    if kind < 0.6:
        plain = rng.randbytes(length)
    else:
        words = rng.choices((b"\0\0\0\0", b"    ", b"\xff\xff\xff\xff", b"\0\0\0\1", b"abcd"), k=length // 4)
        plain = b"".join(words) + bytes(length % 4)
    if "encode" in function:
        return plain
    coding = function.removeprefix("standard_").removeprefix("urlsafe_")[:3]
    coding = "b64" if function == "decodebytes" else coding
    if kind > 0.9:
        return bytes(rng.choices(SPECIALS[coding], k=min(length, 40)))
    return corpus.mutated(rng, text(rng, function, plain), SPECIALS[coding])


def text(rng, function, plain):
    """An encoding of `plain`, as it is found."""
    if function == "decodebytes":
        return base64.encodebytes(plain)
    encode = getattr(base64, function.replace("decode", "encode"))
    if function == "a85decode":
        return encode(plain, foldspaces=rng.random() < 0.3, adobe=rng.random() < 0.3,
                      wrapcol=rng.choice((0, 0, 1, 5, 72, 76)))
    found = encode(plain)
    if function.endswith("b64decode"):
        if rng.random() < 0.3:
            found = base64.encodebytes(plain)
        return found.translate(bytes.maketrans(b"+/", b"-_")) if rng.random() < 0.3 else found
    return found.lower() if rng.random() < 0.2 and function[:3] in ("b32", "b16") else found
