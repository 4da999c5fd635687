"""One ordinary call of each function of binascii, with what it gives.

Tests about circumstances (threads, interpreters, no memory) use these to tell a right result
from a wrong one. The expected values are written out: they come from neither twin.
"""

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
    ("a2b_hex", (b"abc",), "Odd-length string"),
    ("unhexlify", (b"xx",), "Non-hexadecimal digit found"),
    ("a2b_uu", (b"",), "Missing length byte"),
    ("b2a_uu", (bytes(46),), "At most 45 bytes at once"),
]


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
