"""Contents: what the encodings are made of, and how they go wrong.

Payloads are valid encodings with a few mutations, or drawn from small alphabets in which every
other character is a special one. They are built here, so that neither twin decides what is tried.
"""

import string

BASE64 = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
HEX = string.hexdigits.encode()
ANY = bytes(range(256))
TEXT = string.printable.encode()

# Drawn from when a function's specials should collide with each other.
SPECIALS = {
    "base64": b"AB/+=" b"=\n\r -_\0\x80\xffz",
    "hex": b"09afAF" b"gG @`/:xX\0\x80\xff\xb0\xe1",
    "qp": b"=" b"=\r\n_ .\t09afAFgZ\0\x7f\x80\xff",
    "uu": b" `!#M_" b"\n\r\0\x1fa\x7f\x80\xff",
}

# Lengths at which kernels change their gait.
EDGES = [0, 1, 2, 3, 4, 7, 8, 11, 12, 15, 16, 17, 23, 24, 31, 32, 33, 44, 45, 46, 47, 48, 49, 56,
         57, 63, 64, 65, 75, 76, 77, 95, 96, 97, 127, 128, 129, 191, 192, 193]
LARGE = [65536 + delta for delta in range(-3, 4)]


def length(rng, limit=200):
    return rng.choice(EDGES) if rng.random() < 0.3 else rng.randrange(limit)


def drawn(rng, alphabet, limit=200):
    return bytes(rng.choices(alphabet, k=length(rng, limit)))


def mutated(rng, data, alphabet):
    """`data` with up to four insertions, deletions, replacements or cuts."""
    data = bytearray(data)
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 4))):
        place = rng.randrange(len(data) + 1)
        change = rng.randrange(6)
        if change == 0:
            data[place:place] = bytes(rng.choices(alphabet, k=rng.choice((1, 1, 2, 4))))
        elif change == 1:
            del data[place:place + rng.choice((1, 1, 2, 4, 70))]
        elif change == 2:
            data[place:place + 1] = bytes([rng.choice(alphabet)])
        elif change == 3:
            data[place:place + 1] = bytes([rng.randrange(256)])
        elif change == 4:
            data += bytes(rng.choices(alphabet, k=rng.choice((1, 2, 3))))
        else:
            del data[place:]
    return bytes(data)


def base64(rng):
    """Base64 as it is found: in one run, in lines, or in pieces."""
    quads = bytes(rng.choices(BASE64, k=4 * rng.randrange(50)))
    quads += rng.choice((b"", b"QQ==", b"QUI=", b"QR==", b"QUJ="))
    width, end = rng.choice((4, 60, 64, 76, 200)), rng.choice((b"", b"", b"\n", b"\r\n", b" "))
    lines = (quads[start:start + width] for start in range(0, len(quads), width))
    return mutated(rng, end.join(lines) + rng.choice((b"", end)), SPECIALS["base64"])


def hex_digits(rng):
    digits = bytes(rng.choices(HEX, k=2 * rng.randrange(100)))
    return mutated(rng, digits, SPECIALS["hex"])


def quoted_printable(rng):
    pieces = [b"=%02X" % rng.randrange(256), b"=%02x" % rng.randrange(256), b"=\r\n", b"=\n", b"=",
              b"==", b"=4", b"=G1", b"=1G", b"\r\n", b"\n", b"_", b"plain text", b" \n", b"=\r", b"=\rab\n"]
    return mutated(rng, b"".join(rng.choices(pieces, k=rng.randrange(25))), SPECIALS["qp"])


def mail_text(rng):
    """Text with everything to which quoted-printable has an opinion, in lines near the limit."""
    ends = rng.choice(((b"\n",), (b"\r\n",), (b"\n", b"\r\n"), (b"\r", b"\n", b"\n\r", b"")))
    fillers = (b"abcdefgh", b"ab _=\t", b" \t", b"\x80\xff=", b"...a", ANY, b"a" * 40 + b"=\xe9 ")
    lines = []
    for _ in range(rng.randrange(5)):
        body = bytes(rng.choices(rng.choice(fillers), k=rng.choice(
            (0, 1, 2, 3, 24, 25, 26, 72, 73, 74, 75, 76, 77, 78, 150, 153, rng.randrange(90)))))
        lines.append(rng.choice((b"", b"", b".", b"..")) + body
                     + rng.choice((b"", b"", b" ", b"\t", b".", b"=")) + rng.choice(ends))
    return b"".join(lines) + rng.choice((b"", b"", b".", b" ", b"\t", b"\r"))


def uu_line(rng):
    """A line with the count it should have, or nearly."""
    size = rng.randrange(46)
    count = size + rng.choice((0, 0, 0, 0, 1, -1, 2, 18))
    body = bytes(rng.choices(range(32, 97), k=(size + 2) // 3 * 4))
    body = body.rstrip(b" ") if rng.random() < 0.3 else body
    line = bytes([32 + (count & 63)]) + body + rng.choice((b"", b"\n", b"\r\n", b" \n", b"`\n"))
    return mutated(rng, line, SPECIALS["uu"])
