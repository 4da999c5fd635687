"""What is measured: calls of binascii's functions with inputs as they occur.

`CASES` maps a name to a function that makes the arguments for a size, which is the length of the
argument in bytes; it answers None for a size that the function does not take.
"""

import binascii
import random
import zlib

KIB, MIB = 1 << 10, 1 << 20
QUICK = (16, KIB, MIB)
SIZES = (0, 16, 64, KIB, 64 * KIB, MIB)

TEXT = (b"It was a bright cold day in April, and the clocks were striking thirteen.\n"
        b"Winston Smith, his chin nuzzled into his breast in an effort to escape the\n"
        b"vile wind, slipped quickly through the glass doors of Victory Mansions.\n\n")
FRENCH = ("Dès l'aube, à l'heure où blanchit la campagne,\nJe partirai. Vois-tu, je sais "
          "que tu m'attends.\nJ'irai par la forêt, j'irai par la montagne.\n\n").encode()


def noise(size):
    return random.Random(size).randbytes(size)


def repeated(text, size):
    return (text * (size // len(text) + 1))[:size]


def base64_of(size):
    return binascii.b2a_base64(noise(size * 3 // 4 // 3 * 3), newline=False)


def base64_lines(size):
    """Lines of 76 characters, as in mail and in PEM's relatives."""
    lines = [binascii.b2a_base64(noise(57)) for _ in range(size // 77 + 1)]
    return b"".join(lines)[:size // 77 * 77] + base64_of(size % 77)


def qp_text(size):
    return without_half_escape(repeated(binascii.b2a_qp(FRENCH), size))


def qp_binary(size):
    return without_half_escape(repeated(b"=%02X" * 64 % tuple(noise(64)), size))


def without_half_escape(data):
    return data.rstrip(b"=") if data[-1:] == b"=" else data


def uu_line(size):
    """A line as it is in a file; beyond the longest one, with blanks at its end."""
    if size < 2:
        return None
    line = binascii.b2a_uu(noise(min(size - 2, 60) // 4 * 3))[:-1]
    return line + b" " * (size - 1 - len(line)) + b"\n"


def uu_data(size):
    return noise(size) if size <= 45 else None


def of(make, *more, **keywords):
    """A case whose first argument `make` makes."""
    def arguments(size):
        data = make(size)
        return None if data is None else ((data, *more), keywords)
    return arguments


CASES = {
    "a2b_base64": of(base64_of),
    "a2b_base64, lines of 76": of(base64_lines),
    "a2b_base64, strict": of(base64_of, strict_mode=True),
    "a2b_base64, str": of(lambda size: base64_of(size).decode()),
    "b2a_base64": of(noise),
    "a2b_hex": of(lambda size: noise(size // 2).hex().encode()),
    "unhexlify, str": of(lambda size: noise(size // 2).hex().upper()),
    "b2a_hex": of(noise),
    "b2a_hex, ':'": of(noise, ":"),
    "b2a_hex, ' ' every 4": of(noise, " ", 4),
    "hexlify": of(noise),
    "a2b_uu": of(uu_line),
    "b2a_uu": of(uu_data),
    "a2b_qp, text": of(qp_text),
    "a2b_qp, binary": of(qp_binary),
    "a2b_qp, header": of(lambda size: repeated(b"_=C3=A9t=C3=A9_en_avril", size), header=True),
    "b2a_qp, text": of(lambda size: repeated(TEXT, size)),
    "b2a_qp, French": of(lambda size: repeated(FRENCH, size)),
    "b2a_qp, binary": of(noise, istext=False),
    "b2a_qp, header": of(lambda size: repeated(FRENCH.replace(b"\n", b" "), size), header=True, quotetabs=True),
    "crc32": of(noise),
    "crc_hqx": of(noise, 0),
    # Not in Rust: how far the two interpreters differ where they should not.
    "(control) zlib.adler32": of(noise),
}


def function_of(case):
    name = case.removeprefix("(control) ").partition(",")[0]
    return zlib.adler32 if name == "zlib.adler32" else getattr(binascii, name)
