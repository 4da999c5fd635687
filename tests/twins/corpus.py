"""Contents: what the encodings are made of, and how they go wrong.

Payloads are valid encodings with a few mutations, or drawn from small alphabets in which every
other character is a special one. They are built here, so that neither twin decides what is tried.
"""

import string

from .carriers import spread

BASE64 = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
BASE32 = (string.ascii_uppercase + "234567").encode()
BASE32HEX = (string.digits + string.ascii_uppercase[:22]).encode()
BASE85 = (string.digits + string.ascii_letters + "!#$%&()*+-;<=>?@^_`{|}~").encode()
Z85 = (string.digits + string.ascii_lowercase + string.ascii_uppercase + ".-:+=^!/*?&<>()[]{}@%$#").encode()
ASCII85 = bytes(range(33, 118))
HEX = string.hexdigits.encode()
UU = bytes(range(32, 97))
ANY = bytes(range(256))
TEXT = string.printable.encode()

# Drawn from when a function's specials should collide with each other.
SPECIALS = {
    "base64": b"AB/+=" b"=\n\r -_\0\x80\xffz",
    "base32": b"AB27=" b"=0189LOIalz\n \0\x80\xff",
    "base85": b"09azAZ!~" b"|}_`'\",\n \0\x80\xff",
    "ascii85": b"!uzy" b"zys~<> \n\t\r\v\0v\x80\xff",
    "hex": b"09afAF" b"gG @`/:xX\0\x80\xff\xb0\xe1",
    "qp": b"=" b"=\r\n_ .\t09afAFgZ\0\x7f\x80\xff",
    "uu": b" `!#M_" b"\n\r\0\x1fa\x7f\x80\xff",
}

# Of which long contents are made.
LONG = {"base64": BASE64, "base32": BASE32, "hex": HEX, "base85": BASE85[:80], "ascii85": ASCII85[:80]}

# Lengths at which kernels change their gait.
EDGES = [0, 1, 2, 3, 4, 7, 8, 11, 12, 23, 24, 44, 45, 46, 56, 57, 75, 76, 77,
         *(block + delta for block in (16, 32, 48, 64, 96, 128, 192, 256) for delta in range(-3, 4))]
LARGE = [4096, 8192, 16384, 65536, 100_000]


def length(rng, limit=200):
    kind = rng.random()
    if kind < 0.02 and limit >= 200:
        return rng.randrange(10 * limit)
    return rng.choice(EDGES) if kind < 0.3 else rng.randrange(limit)


def large(rng):
    return rng.choice(LARGE) + rng.randrange(-9, 10)


def drawn(rng, alphabet, limit=200):
    return of(rng, alphabet, length(rng, limit))


def of(rng, alphabet, size):
    """`size` random bytes of `alphabet`."""
    return spread(rng.randbytes(size), alphabet)


def mutated(rng, data, alphabet):
    """`data` with up to four changes, most often none or one."""
    data = bytearray(data)
    for _ in range(rng.choice((0, 0, 0, 1, 1, 1, 2, 4))):
        rng.choice(CHANGES)(rng, data, alphabet, rng.randrange(len(data) + 1))
    return bytes(data)


def insert(rng, data, alphabet, place):
    data[place:place] = of(rng, alphabet, rng.choice((1, 1, 2, 4)))


def delete(rng, data, _, place):
    del data[place:place + rng.choice((1, 1, 2, 4, 70))]


def replace(rng, data, alphabet, place):
    data[place:place + 1] = of(rng, alphabet, 1)


def replace_by_any(rng, data, _, place):
    data[place:place + 1] = rng.randbytes(1)


def append(rng, data, alphabet, _):
    data += of(rng, alphabet, rng.choice((1, 2, 3)))


def cut(_, data, __, place):
    del data[place:]


def cut_before(_, data, __, place):
    del data[:place]


def flip_bit(rng, data, _, place):
    data[place:place + 1] = bytes(byte ^ 1 << rng.randrange(8) for byte in data[place:place + 1])


def swap_case(rng, data, _, place):
    end = place + rng.choice((1, 1, 8, len(data)))
    data[place:end] = data[place:end].swapcase()


def move_end(rng, data, _, place):
    """The end, where the padding is, to somewhere else."""
    size = rng.choice((1, 2, 3))
    end = data[len(data) - min(size, len(data)):]
    del data[len(data) - len(end):]
    data[min(place, len(data)):min(place, len(data))] = end


def repeat(rng, data, _, place):
    """A piece once more, at once."""
    data[place:place] = data[place:place + rng.choice((1, 4, 16))]


def swap(_, data, __, place):
    data[place:place + 2] = data[place:place + 2][::-1]


def sprinkle(rng, data, alphabet, _):
    """The same byte every so often: line ends at any width, spaces between groups."""
    width, extra = rng.choice((1, 2, 4, 16, 60, 76)), of(rng, alphabet + b"\n\n\n ", 1)
    data[:] = extra.join(data[start:start + width] for start in range(0, len(data), width))


CHANGES = [insert, delete, replace, replace_by_any, append, cut, cut_before, flip_bit, swap_case,
           move_end, repeat, swap, sprinkle]


def base64(rng):
    """Base64 as it is found: in one run, in lines, or in pieces."""
    quads = of(rng, BASE64, 4 * (length(rng, 300) // 4))
    quads += rng.choice((b"", b"QQ==", b"QUI=", b"QR==", b"QUJ="))
    if rng.random() < 0.25:
        # Padding where one quad ends and others follow, enough of it or not.
        place = 4 * rng.randrange(len(quads) // 4 + 1) + 2
        quads = quads[:place] + rng.choice((b"=", b"==", b"A=", b"A==")) + quads[place + 2:]
    width, end = rng.choice((4, 60, 64, 76, 200)), rng.choice((b"", b"", b"\n", b"\r\n", b" "))
    lines = (quads[start:start + width] for start in range(0, len(quads), width))
    return mutated(rng, end.join(lines) + rng.choice((b"", end)), SPECIALS["base64"])


def url_safe_base64(rng):
    return base64(rng).translate(bytes.maketrans(b"+/", rng.choice((b"-_", b"-_", b"-_", b"+/"))))


def base32(rng):
    return _base32(rng, BASE32)


def base32hex(rng):
    return _base32(rng, BASE32HEX)


def _base32(rng, alphabet):
    groups = of(rng, alphabet, 8 * (length(rng, 300) // 8))
    size = rng.choice((0, 0, 2, 4, 5, 7, rng.randrange(9)))
    groups += (of(rng, alphabet, size) + b"=" * (-size % 8))
    groups = rng.choice((bytes, bytes, bytes, bytes.lower))(groups)
    return mutated(rng, groups, SPECIALS["base32"])


def base85(rng):
    # Half of all words of random digits would be too large.
    words = (of(rng, BASE85[:80], 1) + of(rng, BASE85, 4) for _ in range(length(rng, 300) // 5))
    return mutated(rng, b"".join(words) + of(rng, BASE85[:82], rng.randrange(5)), SPECIALS["base85"])


def z85(rng):
    return base85(rng).translate(bytes.maketrans(BASE85, Z85))


def ascii85(rng):
    words = (of(rng, ASCII85[:80], 1) + of(rng, ASCII85, 4) if rng.random() < 0.9
             else rng.choice((b"z", b"y", b"!!!!!", b"\n", b" ")) for _ in range(length(rng, 300) // 5))
    text = b"".join(words) + of(rng, ASCII85[:82], rng.randrange(5))
    text = rng.choice((text, text, b"<~" + text + b"~>", b"<~" + text + b"~>", text + b"~>"))
    return mutated(rng, text, SPECIALS["ascii85"]) if rng.random() < 0.7 else text


def words(rng):
    """Words of four bytes, of which some have a short form in Ascii85."""
    return b"".join(rng.choice((b"\0\0\0\0", b"    ", rng.randbytes(4), rng.randbytes(4)))
                    for _ in range(length(rng, 300) // 4)) + rng.randbytes(rng.randrange(4))


def hex_digits(rng):
    digits = of(rng, HEX, 2 * (length(rng, 300) // 2))
    return mutated(rng, digits, SPECIALS["hex"])


def capital_hex_digits(rng):
    return rng.choice((bytes.upper, bytes.upper, bytes))(hex_digits(rng))


def quoted_printable(rng):
    pieces = [b"=%02X" % rng.randrange(256), b"=%02x" % rng.randrange(256), b"=\r\n", b"=\n", b"=",
              b"==", b"=4", b"=G1", b"=1G", b"\r\n", b"\n", b"_", b"plain text", b" \n", b"=\r", b"=\rab\n"]
    return mutated(rng, b"".join(rng.choices(pieces, k=rng.randrange(60))), SPECIALS["qp"])


def mail_text(rng):
    """Text with everything to which quoted-printable has an opinion, in lines near the limit."""
    ends = rng.choice(((b"\n",), (b"\r\n",), (b"\n", b"\r\n"), (b"\r", b"\n", b"\n\r", b"")))
    fillers = (b"abcdefgh", b"ab _=\t", b" \t", b"\x80\xff=", b"...a", ANY, b"a" * 40 + b"=\xe9 ")
    lines = []
    for _ in range(rng.randrange(5)):
        body = of(rng, rng.choice(fillers), rng.choice(
            (0, 1, 2, 3, 24, 25, 26, 72, 73, 74, 75, 76, 77, 78, 150, 153, rng.randrange(90))))
        lines.append(rng.choice((b"", b"", b".", b"..")) + body
                     + rng.choice((b"", b"", b" ", b"\t", b".", b"=")) + rng.choice(ends))
    return b"".join(lines) + rng.choice((b"", b"", b".", b" ", b"\t", b"\r"))


def uu_line(rng):
    """A line with the count it should have, or nearly."""
    size = rng.randrange(46)
    count = size + rng.choice((0, 0, 0, 0, 1, -1, 2, 18))
    body = of(rng, UU, (size + 2) // 3 * 4)
    body = body.rstrip(b" ") if rng.random() < 0.3 else body
    line = bytes([32 + (count & 63)]) + body + rng.choice((b"", b"\n", b"\r\n", b" \n", b"`\n"))
    if rng.random() < 0.1:
        # Padding of any length is accepted, and looked through.
        line += of(rng, b" `", length(rng, 300))
    return mutated(rng, line, SPECIALS["uu"])
