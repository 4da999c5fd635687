"""One ordinary call of each function of binascii and of base64, with what it gives.

Tests about circumstances (threads, interpreters, no memory) use these to tell a right result
from a wrong one. The expected values are written out: they come from neither twin.
"""

import sys


def words(before, since_3_15):
    """A message, which CPython 3.15 has changed."""
    return since_3_15 if sys.version_info >= (3, 15) else before


CALLS = [
    ("a2b_base64", (b"aGVsbG8gd29ybGQ=",), {}, b"hello world"),
    ("a2b_base64", ("aGVsbG8gd29ybGQ=",), {"strict_mode": True}, b"hello world"),
    ("b2a_base64", (b"hello world",), {"newline": False}, b"aGVsbG8gd29ybGQ="),
    ("a2b_hex", (b"68656c6c6f",), {}, b"hello"),
    ("unhexlify", ("68656C6C6F",), {}, b"hello"),
    ("b2a_hex", (b"hello", "-", 2), {}, b"68-656c-6c6f"),
    ("hexlify", (b"hello",), {}, b"68656c6c6f"),
    ("a2b_uu", (b"%:&5L;&\\ \n",), {}, b"hello"),
    ("b2a_uu", (b"hello",), {"backtick": True}, b"%:&5L;&\\`\n"),
    ("a2b_qp", (b"a=3Db=\nc_",), {"header": True}, b"a=bc "),
    ("b2a_qp", (b"a=b \n",), {"quotetabs": True}, b"a=3Db=20\n"),
    ("crc32", (b"123456789",), {}, 0xCBF43926),
    ("crc_hqx", (b"123456789", 0), {}, 0x31C3),
]

# Calls that raise the module's Error, with the message.
ERRORS = [
    ("a2b_base64", (b"A",), "Invalid base64-encoded string: number of data characters (1) "
                            "cannot be 1 more than a multiple of 4"),
    ("a2b_base64", (b"AAA",), "Incorrect padding"),
    ("a2b_hex", (b"abc",), words("Odd-length string", "Odd number of hexadecimal digits")),
    ("unhexlify", (b"xx",), "Non-hexadecimal digit found"),
    ("a2b_uu", (b"",), "Missing length byte"),
    ("b2a_uu", (bytes(46),), "At most 45 bytes at once"),
]

BASE64_CALLS = [
    ("b64encode", (b"\xfb\xff",), {}, b"+/8="),
    ("b64encode", (b"\xfb\xff", b"-_"), {}, b"-_8="),
    ("b64decode", ("+/8=",), {"validate": True}, b"\xfb\xff"),
    ("b64decode", (b"-_8=",), {"altchars": "-_"}, b"\xfb\xff"),
    ("standard_b64encode", (b"\xfb\xff",), {}, b"+/8="),
    ("standard_b64decode", (b"+/\n8=",), {}, b"\xfb\xff"),
    ("urlsafe_b64encode", (b"\xfb\xff",), {}, b"-_8="),
    ("urlsafe_b64decode", (b"-_8=",), {}, b"\xfb\xff"),
    ("b32encode", (b"fooba",), {}, b"MZXW6YTB"),
    ("b32decode", ("mzxw6===",), {"casefold": True, "map01": b"L"}, b"foo"),
    ("b32hexencode", (b"fooba",), {}, b"CPNMUOJ1"),
    ("b32hexdecode", (b"CPNMU===",), {}, b"foo"),
    ("b16encode", (b"\xfb\xff",), {}, b"FBFF"),
    ("b16decode", ("fBFf",), {"casefold": True}, b"\xfb\xff"),
    ("b85encode", (b"abcd",), {"pad": True}, b"VPa!s"),
    ("b85decode", (b"VPa!s",), {}, b"abcd"),
    ("z85encode", (b"\x86\x4f\xd2\x6f\xb5\x59\xf7\x5b",), {}, b"HelloWorld"),
    ("z85decode", ("HelloWorld",), {}, b"\x86\x4f\xd2\x6f\xb5\x59\xf7\x5b"),
    ("a85encode", (b"abcd    ",), {"foldspaces": True, "adobe": True, "wrapcol": 9}, b"<~@:E_Wy\n~>"),
    ("a85decode", (b"<~@:E\n_Wy~>",), {"foldspaces": True, "adobe": True, "ignorechars": b"\n"}, b"abcd    "),
    ("encodebytes", (b"\xfb\xff",), {}, b"+/8=\n"),
    ("decodebytes", (b"+/8=\n",), {}, b"\xfb\xff"),
]

BASE64_ERRORS = [
    ("b64decode", (b"AAA",), "Incorrect padding"),
    ("b32decode", (b"A",), words("Incorrect padding",
                                 "Invalid base32-encoded string: number of data characters (1) "
                                 "cannot be 1, 3, or 6 more than a multiple of 8")),
    ("b32decode", (b"00000000",), words("Non-base32 digit found", "Only base32 data is allowed")),
    ("b16decode", (b"x",), words("Non-base16 digit found", "Non-hexadecimal digit found")),
    ("b85decode", (b"\xff",), words("bad base85 character at position 0",
                                     "bad Base85 character at position 0")),
    ("z85decode", (b"#####",), words("z85 overflow in hunk starting at byte 0",
                                      "Base85 overflow in hunk starting at byte 0")),
    ("a85decode", (b"!z",), words("z inside Ascii85 5-tuple", "'z' inside Ascii85 5-tuple")),
    ("a85decode", (b"uuuuu",), "Ascii85 overflow"),
]


def check_base64(module):
    """Raise an AssertionError if `module` gets one of those of base64 wrong."""
    for name, args, keywords, expected in BASE64_CALLS:
        found = getattr(module, name)(*args, **keywords)
        assert found == expected, f"{name}{args} gives {found!r}, not {expected!r}"
    for name, args, message in BASE64_ERRORS:
        try:
            getattr(module, name)(*args)
        except ValueError as error:
            assert str(error) == message, f"{name}{args} says {str(error)!r}, not {message!r}"
        else:
            raise AssertionError(f"{name}{args} does not raise ValueError")


def check(module):
    """Raise an AssertionError if `module` gets one of them wrong."""
    for name, args, keywords, expected in CALLS:
        found = getattr(module, name)(*args, **keywords)
        assert found == expected, f"{name}{args} gives {found!r}, not {expected!r}"
    for name, args, message in ERRORS:
        try:
            getattr(module, name)(*args)
        except module.Error as error:
            assert str(error) == message, f"{name}{args} says {str(error)!r}, not {message!r}"
        else:
            raise AssertionError(f"{name}{args} does not raise Error")
