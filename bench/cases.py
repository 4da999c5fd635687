"""What is measured: calls of base64's and binascii's functions with inputs as they occur.

`CASES` maps a name to a case. A case's size is the length of its argument in bytes.
"""

import base64
import binascii
import codecs
import dataclasses
import functools
import random
import string
import types
from typing import Callable

KIB, MIB = 1 << 10, 1 << 20

# Which sizes a case has, unless other ones are asked for.
TO_64_MIB = (0, 16, 64, KIB, 16 * KIB, 64 * KIB, MIB, 64 * MIB)
TO_1_MIB = TO_64_MIB[:-1]
FEW = (16, KIB, 64 * KIB)  # For what differs from another case only by the kind of argument.
QUICK = (16, KIB, 64 * KIB, MIB)
OPTION = (0, 16, 64, KIB, 64 * KIB)  # For what a parameter changes.

CRLF = b"\r\n"
STANDARD = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
BASE64 = (string.ascii_letters + string.digits + "+/=").encode()
NOT_BASE64 = bytes(byte for byte in range(256) if byte not in BASE64)

TEXT = (b"It was a bright cold day in April, and the clocks were striking thirteen.\n"
        b"Winston Smith, his chin nuzzled into his breast in an effort to escape the\n"
        b"vile wind, slipped quickly through the glass doors of Victory Mansions.\n\n")
FRENCH = ("Dès l'aube, à l'heure où blanchit la campagne,\nJe partirai. Vois-tu, je sais "
          "que tu m'attends.\nJ'irai par la forêt, j'irai par la montagne.\n\n").encode()


@dataclasses.dataclass(frozen=True)
class Case:
    group: str
    module: types.ModuleType
    # What makes positional and keyword arguments for a size; None if there is no such call.
    make: Callable
    sizes: tuple[int, ...] = TO_1_MIB
    # The first version of CPython that has such a call.
    since: tuple[int, int] = (3, 11)

    def arguments(self, size):
        return self.make(size)


# The inputs.

# Larger inputs repeat it; no table or predictor has room for it. Blocks of 2, 3, 4 and 5 fit in.
PERIOD = 61440


@functools.cache
def period():
    return random.Random(0).randbytes(PERIOD)


def repeated(text, size):
    return (text * (size // len(text) + 1))[:size]


def noise(size):
    return repeated(period(), size)


def encoded(encode, plain, coded):
    """What makes as much of an encoding as fits into a size, of blocks of `plain` bytes that become `coded`."""
    def make(size):
        return repeated(encode(period()), size // coded * coded)
    assert PERIOD % plain == 0
    return make


base64_of = encoded(functools.partial(binascii.b2a_base64, newline=False), 3, 4)
urlsafe_of = encoded(base64.urlsafe_b64encode, 3, 4)
dotted_of = encoded(functools.partial(base64.b64encode, altchars=b"._"), 3, 4)
base32_of = encoded(base64.b32encode, 5, 8)
base32hex_of = encoded(base64.b32hexencode, 5, 8)
hex_of = encoded(binascii.hexlify, 1, 2)
base16_of = encoded(base64.b16encode, 1, 2)
base85_of = encoded(base64.b85encode, 4, 5)
ascii85_of = encoded(base64.a85encode, 4, 5)
# Python 3.12 and older do not have it.
z85_of = encoded(getattr(base64, "z85encode", base64.b85encode), 4, 5)


def wrapped(end, text=base64_of, width=76):
    """Lines of so many characters, as in mail; what is left of the size is in a line without end."""
    def make(size):
        line = width + len(end)
        lines = size // line
        plain = text(lines * width)
        body = b"".join(plain[at:at + width] + end for at in range(0, len(plain), width))
        return body + text(size - len(body))
    return make


def dirty(every):
    """Base64 with one byte that is none to `every` of the others, at random places."""
    def make(size):
        plain = base64_of(size * every // (every + 1))
        chance = random.Random(size)
        places = sorted(chance.randrange(len(plain) + 1) for _ in range(size - len(plain)))
        pieces, previous = [], 0
        for place in places:
            pieces += [plain[previous:place], bytes([chance.choice(NOT_BASE64)])]
            previous = place
        return b"".join(pieces) + plain[previous:]
    return make


def qp_text(size):
    return without_half_escape(repeated(binascii.b2a_qp(FRENCH), size))


def qp_binary(size):
    return without_half_escape(repeated(b"=%02X" * 64 % tuple(noise(64)), size))


def without_half_escape(data):
    return data.rstrip(b"=") if data[-1:] == b"=" else data


def spaced(size):
    """Words and blanks, in fours."""
    return repeated(b"word" + b" " * 4, size)


def uu_line(size):
    """A line as it is in a file; beyond the longest one, with blanks at its end."""
    if size < 2:
        return None
    line = binascii.b2a_uu(noise(min(size - 2, 60) // 4 * 3))[:-1]
    return line + b" " * (size - 1 - len(line)) + b"\n"


def uu_data(size):
    return noise(size) if size <= 45 else None


# The calls.

def of(make, *more, **keywords):
    """The arguments of a call whose first one `make` makes."""
    def arguments(size):
        data = make(size)
        return None if data is None else ((data, *more), keywords)
    return arguments


def as_kind(kind, make):
    """What `make` makes, as another kind of object."""
    return lambda size: kind(make(size))


def text(data):
    return data.decode()


def cases():
    def add(group, module, name, make, sizes=TO_1_MIB, since=Case.since):
        found[name] = Case(group, module, make, sizes, since)
    found = {}

    add("base64", base64, "b64encode", of(noise), TO_64_MIB)
    for kind in (bytearray, memoryview):
        add("base64", base64, f"b64encode, {kind.__name__}", of(as_kind(kind, noise)), FEW)
    add("base64", base64, "b64encode, altchars", of(noise, altchars=b"._"))
    add("base64", base64, "standard_b64encode", of(noise))
    add("base64", base64, "urlsafe_b64encode", of(noise))
    add("base64", base64, "encodebytes", of(noise))
    add("base64", base64, "b64decode", of(base64_of), TO_64_MIB)
    for kind in (bytearray, memoryview, text):
        name = "str" if kind is text else kind.__name__
        add("base64", base64, f"b64decode, {name}", of(as_kind(kind, base64_of)), FEW)
    add("base64", base64, "b64decode, wrapped", of(wrapped(b"\n")), TO_64_MIB)
    add("base64", base64, "b64decode, wrapped CRLF", of(wrapped(CRLF)))
    for every in (1000, 50, 8):
        add("base64", base64, f"b64decode, dirty 1:{every}", of(dirty(every)), FEW[1:])
    add("base64", base64, "b64decode, validate", of(base64_of, validate=True), TO_64_MIB)
    add("base64", base64, "b64decode, altchars", of(dotted_of, altchars=b"._"))
    add("base64", base64, "standard_b64decode", of(base64_of))
    add("base64", base64, "urlsafe_b64decode", of(urlsafe_of))
    add("base64", base64, "decodebytes", of(wrapped(b"\n")))
    add("base64", binascii, "b2a_base64", of(noise), TO_64_MIB)
    add("base64", binascii, "a2b_base64", of(base64_of), TO_64_MIB)
    add("base64", binascii, "a2b_base64, lines of 76", of(wrapped(b"\n")))
    add("base64", binascii, "a2b_base64, strict", of(base64_of, strict_mode=True))
    add("base64", binascii, "a2b_base64, str", of(as_kind(text, base64_of)), FEW)

    for name, make in (("b32", base32_of), ("b32hex", base32hex_of), ("b16", base16_of)):
        add("base32", base64, f"{name}encode", of(noise))
        add("base32", base64, f"{name}decode", of(make))

    for name, make in (("b85", base85_of), ("a85", ascii85_of), ("z85", z85_of)):
        add("base85", base64, f"{name}encode", of(noise))
        add("base85", base64, f"{name}decode", of(make))
    add("base85", base64, "a85encode, wrapped", of(noise, wrapcol=76), FEW)

    add("hex", binascii, "hexlify", of(noise), TO_64_MIB)
    add("hex", binascii, "b2a_hex", of(noise), FEW)
    add("hex", binascii, "b2a_hex, ':'", of(noise, ":"))
    add("hex", binascii, "b2a_hex, ' ' every 4", of(noise, " ", 4))
    add("hex", binascii, "unhexlify", of(hex_of), TO_64_MIB)
    add("hex", binascii, "unhexlify, str", of(as_kind(text, hex_of)), FEW)
    add("hex", binascii, "a2b_hex", of(hex_of), FEW)

    add("crc", binascii, "crc32", of(noise), TO_64_MIB)
    add("crc", binascii, "crc32, bytearray", of(as_kind(bytearray, noise)), FEW)
    add("crc", binascii, "crc_hqx", of(noise, 0))

    add("qp", binascii, "a2b_uu", of(uu_line))
    add("qp", binascii, "b2a_uu", of(uu_data))
    add("qp", binascii, "a2b_qp, text", of(qp_text))
    add("qp", binascii, "a2b_qp, binary", of(qp_binary))
    add("qp", binascii, "a2b_qp, header", of(lambda size: repeated(b"_=C3=A9t=C3=A9_en_avril", size), header=True))
    add("qp", binascii, "b2a_qp, text", of(lambda size: repeated(TEXT, size)))
    add("qp", binascii, "b2a_qp, French", of(lambda size: repeated(FRENCH, size)))
    add("qp", binascii, "b2a_qp, binary", of(noise, istext=False))
    add("qp", binascii, "b2a_qp, header",
        of(lambda size: repeated(FRENCH.replace(b"\n", b" "), size), header=True, quotetabs=True))

    add_those_of_3_15(functools.partial(add, sizes=OPTION, since=(3, 15)))

    # Not in Rust: how far the two interpreters differ where they should not.
    add("control", codecs, "(control) latin_1_decode", of(noise), QUICK)
    return found


def add_those_of_3_15(add):
    """Calls with what binascii and base64 have got then."""
    def inverse(encode, plain, coded, **keywords):
        """Text to decode, made only where there is such a function."""
        make = functools.cache(lambda: encoded(functools.partial(getattr(binascii, encode), **keywords), plain, coded))
        return lambda size: make()(size)

    without_line = functools.partial(inverse, "b2a_base64", 3, 4, newline=False)
    dots, backwards = (STANDARD[:62] + b"._", STANDARD[::-1])
    urlsafe = STANDARD[:62] + b"-_"
    for name, alphabet in (("URL-safe", urlsafe), ("own two", dots), ("own", backwards)):
        add("base64", binascii, f"b2a_base64, alphabet {name}", of(noise, alphabet=alphabet))
        add("base64", binascii, f"a2b_base64, alphabet {name}", of(without_line(alphabet=alphabet), alphabet=alphabet))
    add("base64", binascii, "b2a_base64, wrapcol", of(noise, wrapcol=76))
    add("base64", binascii, "b2a_base64, not padded", of(noise, padded=False))
    add("base64", binascii, "a2b_base64, not padded", of(base64_of, padded=False))
    add("base64", binascii, "a2b_base64, canonical", of(base64_of, canonical=True))
    add("base64", binascii, "a2b_base64, ignorechars", of(wrapped(b"\n"), ignorechars=b"\n"))
    add("base64", base64, "b64encode, wrapcol", of(noise, wrapcol=76))
    add("base64", base64, "b64encode, not padded", of(noise, padded=False))
    add("base64", base64, "b64decode, ignorechars", of(wrapped(b"\n"), ignorechars=b"\n"))
    add("base64", base64, "b64decode, altchars ignorechars", of(dotted_of, altchars=b"._", ignorechars=b"\n"))

    base32, base32hex = (string.ascii_uppercase + "234567", string.digits + string.ascii_uppercase[:22])
    for name, alphabet in (("hex", base32hex), ("own", base32[::-1])):
        alphabet = alphabet.encode()
        add("base32", binascii, f"b2a_base32, alphabet {name}", of(noise, alphabet=alphabet))
        add("base32", binascii, f"a2b_base32, alphabet {name}",
            of(inverse("b2a_base32", 5, 8, alphabet=alphabet), alphabet=alphabet))
    add("base32", binascii, "b2a_base32", of(noise))
    add("base32", binascii, "a2b_base32", of(base32_of))
    add("base32", binascii, "b2a_base32, wrapcol", of(noise, wrapcol=76))
    add("base32", binascii, "a2b_base32, not padded", of(base32_of, padded=False))
    add("base32", binascii, "a2b_base32, canonical", of(base32_of, canonical=True))
    add("base32", binascii, "a2b_base32, ignorechars", of(wrapped(b"\n", base32_of, 72), ignorechars=b"\n"))
    add("base32", base64, "b32encode, wrapcol", of(noise, wrapcol=76))

    z85 = (string.digits + string.ascii_letters + ".-:+=^!/*?&<>()[]{}@%$#").encode()
    for name, alphabet in (("Z85", z85), ("own", z85[::-1])):
        add("base85", binascii, f"b2a_base85, alphabet {name}", of(noise, alphabet=alphabet))
        add("base85", binascii, f"a2b_base85, alphabet {name}",
            of(inverse("b2a_base85", 4, 5, alphabet=alphabet), alphabet=alphabet))
    add("base85", binascii, "b2a_base85", of(noise))
    add("base85", binascii, "a2b_base85", of(base85_of))
    add("base85", binascii, "b2a_base85, wrapcol", of(noise, wrapcol=75))
    add("base85", binascii, "a2b_base85, canonical", of(base85_of, canonical=True))
    add("base85", binascii, "a2b_base85, ignorechars", of(wrapped(b"\n", base85_of, 75), ignorechars=b"\n"))
    add("base85", binascii, "b2a_ascii85", of(noise))
    add("base85", binascii, "a2b_ascii85", of(ascii85_of))
    add("base85", binascii, "b2a_ascii85, wrapcol", of(noise, wrapcol=75))
    add("base85", binascii, "b2a_ascii85, adobe", of(noise, adobe=True))
    add("base85", binascii, "b2a_ascii85, foldspaces", of(spaced, foldspaces=True))
    add("base85", binascii, "a2b_ascii85, foldspaces", of(inverse("b2a_ascii85", 4, 5), foldspaces=True))
    add("base85", binascii, "a2b_ascii85, canonical", of(ascii85_of, canonical=True))
    add("base85", binascii, "a2b_ascii85, ignorechars", of(wrapped(b"\n", ascii85_of, 75), ignorechars=b"\n"))
    add("base85", base64, "b85encode, wrapcol", of(noise, wrapcol=75))

    add("hex", binascii, "unhexlify, ignorechars", of(wrapped(b"\n", hex_of, 64), ignorechars=b"\n"))
    add("hex", base64, "b16encode, wrapcol", of(noise, wrapcol=64))


CASES = cases()

# Groups, by what the cases of each have in common.
GROUPS = {
    "base64": "base64",
    "base32": "base32 and base16",
    "base85": "base85, Ascii85 and Z85",
    "hex": "hexadecimal",
    "crc": "checksums",
    "qp": "quoted-printable and uuencode",
    "control": "control",
}


def matches(name, words):
    """Whether one of the words is in the name, or there are none."""
    return not words or any(word in full_name(name) for word in words)


def of_version(version):
    """The names of those that a CPython has, whose version is such as "3.13.5"."""
    release = tuple(map(int, version.split(".")[:2]))
    return [name for name, case in CASES.items() if case.since <= release]


def is_control(name):
    return CASES[name].group == "control"


def function_name(name):
    return name.removeprefix("(control) ").partition(",")[0]


def full_name(name):
    """The case's name with the module's before it, as in `base64.b64decode, wrapped`."""
    return f"{CASES[name].module.__name__}.{name}"
