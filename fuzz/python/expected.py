"""The kinds of outcomes that have to occur, for each function, and with how much data.

A fuzzer that only ever sees results, or errors of short data, is blind without failing. What is
listed here has to be reached in every run that is long enough; more may be.
"""

import sys

from kinds import NO_DATA, SIZES

# CPython 3.15 says some things in other words, and its binascii and base64 do more.
NEW = sys.version_info >= (3, 15)

BYTES = "returns bytes"
INCORRECT_PADDING = "binascii.Error: Incorrect padding"
ONE_LEFT_OVER = ("binascii.Error: Invalid base64-encoded string: number of data characters (N) "
                 "cannot be N more than a multiple of N")
NO_BYTES = "TypeError: a bytes-like object is required, not '…'"
NO_VIEW = "TypeError: memoryview: a bytes-like object is required, not '…'"
NOT_ASCII = "ValueError: string argument should contain only ASCII characters"
NOT_CONTIGUOUS = "BufferError: memoryview: underlying buffer is not C-contiguous"
BAD_BUFFER = ("TypeError: __buffer__() must return a memoryview, not …" if NEW
              else "TypeError: __buffer__ returned non-memoryview object")
BAD_TRUTH = ("TypeError: __bool__() must return a bool, not …" if NEW
             else "TypeError: __bool__ should return bool, returned int")
BAD_INDEX = ("TypeError: __index__() must return an int, not …" if NEW
             else "TypeError: __index__ returned non-int (type str)")
BOOL_INDEX = ("DeprecationWarning: __index__() must return an int, not …" if NEW
              else "DeprecationWarning: __index__ returned non-int (type bool).")
ODD = "binascii.Error: " + ("Odd number of hexadecimal digits" if NEW else "Odd-length string")
OTHER = (NO_DATA,)
ANY = ("any",)


def between(first, last=SIZES[-1]):
    """Classes of sizes."""
    return SIZES[SIZES.index(first):SIZES.index(last) + 1]


ALL = between("0")
SOME = between("1-15", "301-3999")
USUAL = between("1-15", "128-300")
LONGER = between("16-47", "128-300")

# An exporter written in Python that raises, or gives something else.
NO_BUFFER = {"ValueError: no buffer": ANY, BAD_BUFFER: ANY}

# What converts bytes; what converts bytes or ASCII text.
BUFFER_ONLY = {NO_BYTES: OTHER, NOT_CONTIGUOUS: USUAL, **NO_BUFFER}
BUFFER = {BYTES: ALL, **BUFFER_ONLY}
ASCII = {BYTES: ALL, NOT_ASCII: OTHER,
         "TypeError: argument should be bytes, buffer or ASCII string, not '…'": OTHER}
BASE64_ASCII = {BYTES: between("0", "301-3999"), NOT_ASCII: OTHER, "ValueError: no buffer": ANY,
                "TypeError: argument should be a bytes-like object or ASCII string, not '…'": OTHER}

# Of arguments that are true or false, and of numbers.
NO_TRUTH = {"ValueError: no truth": ANY, "RuntimeError: no length": ANY,
            "ValueError: __len__() should return >= N": ANY,
            BAD_TRUTH: ANY}
NO_NUMBER = {"TypeError: '…' object cannot be interpreted as an integer": USUAL,
             "OverflowError: no index": ANY, BAD_INDEX: ANY, BOOL_INDEX: ANY}

LENIENT = {INCORRECT_PADDING: SOME, ONE_LEFT_OVER: SOME}
STRICT = {"binascii.Error: Leading padding not allowed": USUAL,
          "binascii.Error: Excess padding not allowed": USUAL,
          "binascii.Error: Only base64 data is allowed": SOME,
          "binascii.Error: Excess data after padding": LONGER,
          "binascii.Error: Discontinuous padding not allowed": LONGER}
HEX = {ODD: SOME, "binascii.Error: Non-hexadecimal digit found": SOME}
GROUPED = {"ValueError: sep must be length N.": USUAL, "ValueError: sep must be ASCII.": ANY,
           "TypeError: sep must be str or bytes.": USUAL,
           "TypeError: object of type '…' has no len()": USUAL,
           f"OverflowError: Python int too large to convert to C {'ssize_t' if NEW else 'int'}": USUAL,
           **NO_NUMBER}
BASE32 = {INCORRECT_PADDING: SOME, "binascii.Error: Non-base32 digit found": SOME}

FUNCTIONS = {
    "binascii.a2b_base64": ASCII | LENIENT | STRICT | NO_TRUTH,
    "binascii.b2a_base64": BUFFER | NO_TRUTH,
    "binascii.a2b_hex": ASCII | HEX,
    "binascii.unhexlify": ASCII | HEX | {BYTES: between("0", "301-3999")},
    "binascii.b2a_hex": BUFFER | GROUPED,
    "binascii.hexlify": BUFFER | GROUPED,
    "binascii.a2b_qp": ASCII | NO_TRUTH,
    "binascii.b2a_qp": BUFFER | NO_TRUTH,
    "binascii.a2b_uu": ASCII | {
        BYTES: between("1-15", "301-3999"), "binascii.Error: Missing length byte": ("0",),
        "binascii.Error: Illegal char": SOME, "binascii.Error: Trailing garbage": SOME},
    "binascii.b2a_uu": BUFFER | NO_TRUTH | {
        BYTES: between("0", "16-47"), NOT_CONTIGUOUS: between("1-15", "48-127"),
        "binascii.Error: At most N bytes at once": between("16-47", "128-300")},
    "binascii.crc32": BUFFER_ONLY | NO_NUMBER | {"returns int": ALL},
    "binascii.crc_hqx": BUFFER_ONLY | NO_NUMBER | {"returns int": ALL},
    "base64.b64encode": BUFFER | {"AssertionError: b'…'": LONGER},
    "base64.standard_b64encode": BUFFER,
    "base64.urlsafe_b64encode": BUFFER,
    "base64.b64decode": BASE64_ASCII | LENIENT | {"AssertionError: b'…'": USUAL} | {
        kind: ANY for kind in STRICT},
    "base64.standard_b64decode": BASE64_ASCII | LENIENT,
    "base64.urlsafe_b64decode": BASE64_ASCII | LENIENT,
    "base64.encodebytes": {BYTES: ALL},
    "base64.decodebytes": {BYTES: between("0", "301-3999")} | LENIENT,
    "base64.b32encode": {BYTES: ALL, NO_VIEW: OTHER} | NO_BUFFER,
    "base64.b32hexencode": {BYTES: ALL, NO_VIEW: OTHER} | NO_BUFFER,
    "base64.b32decode": BASE64_ASCII | BASE32,
    "base64.b32hexdecode": BASE64_ASCII | BASE32,
    "base64.b16encode": BUFFER,
    "base64.b16decode": BASE64_ASCII | {"binascii.Error: Odd-length string": USUAL,
                                        "binascii.Error: Non-base16 digit found": SOME},
    "base64.b85encode": {BYTES: ALL, NO_VIEW: OTHER} | NO_BUFFER,
    "base64.z85encode": {BYTES: ALL, NO_VIEW: OTHER} | NO_BUFFER,
    "base64.b85decode": BASE64_ASCII | {
        "ValueError: bad base85 character …": SOME,
        "ValueError: base85 overflow in hunk starting at byte N": LONGER},
    "base64.z85decode": BASE64_ASCII | {
        "ValueError: bad z85 character …": SOME,
        "ValueError: z85 overflow in hunk starting at byte N": LONGER},
    "base64.a85encode": {BYTES: ALL, NO_VIEW: OTHER} | NO_BUFFER | NO_TRUTH,
    "base64.a85decode": BASE64_ASCII | NO_TRUTH | {
        BYTES: between("0", "128-300"), "ValueError: Non-Ascii85 digit found: …": SOME,
        "ValueError: Ascii85 encoded byte sequences must end with b'…'": SOME,
        "ValueError: z inside Ascii85 N-tuple": LONGER,
        "ValueError: y inside Ascii85 N-tuple": LONGER, "ValueError: Ascii85 overflow": LONGER},
}



def usually(*tables):
    """The same kinds, each with any data: with many parameters a mistake is more likely."""
    return {kind: ANY for table in tables for kind in table}


ALPHABET = {"ValueError: alphabet must have length N": USUAL}
# Each function of Lib/base64.py hands its arguments to binascii.
ONLY_HANDED_ON = {BYTES: USUAL}
if NEW:
    FUNCTIONS |= {name: ONLY_HANDED_ON for name in FUNCTIONS if name.startswith("base64.")}
    FUNCTIONS |= {
        "binascii.a2b_base64": usually(LENIENT, STRICT, NO_TRUTH, ASCII) | ALPHABET | {
            BYTES: between("0", "301-3999"), "binascii.Error: Only base64 data is allowed": SOME,
            "binascii.Error: Padding not allowed": USUAL, "binascii.Error: Non-zero padding bits": USUAL,
            NO_BYTES: USUAL, "TypeError: a2b_base64() argument '…' must be bytes, not bytearray": USUAL},
        "binascii.b2a_base64": usually(BUFFER, NO_TRUTH, NO_NUMBER) | ALPHABET | {
            BYTES: between("0", "301-3999"), "ValueError: Cannot convert negative int": USUAL,
            "OverflowError: Python int too large for C size_t": ANY},
        "binascii.a2b_hex": usually(ASCII, HEX) | {BYTES: between("0", "301-3999"), NO_BYTES: USUAL},
        "binascii.unhexlify": usually(ASCII, HEX) | {BYTES: USUAL, NO_BYTES: USUAL},
    }
    LINES = {"ValueError: Cannot convert negative int": USUAL,
             "OverflowError: Python int too large for C size_t": ANY}
    for name in ("binascii.b2a_base32", "binascii.b2a_base85"):
        FUNCTIONS[name] = usually(BUFFER, NO_TRUTH, NO_NUMBER) | ALPHABET | LINES | {BYTES: ALL}
    FUNCTIONS["binascii.b2a_ascii85"] = usually(BUFFER, NO_TRUTH, NO_NUMBER) | LINES | {BYTES: ALL}
    READ = usually(ASCII, NO_TRUTH) | {
        BYTES: between("0", "301-3999"), NO_BYTES: USUAL, "binascii.Error: Non-zero padding bits": USUAL}
    for name in ("a2b_base32", "a2b_base85"):
        FUNCTIONS[f"binascii.{name}"] = READ | ALPHABET | {
            f"TypeError: {name}() argument '…' must be bytes, not bytearray": USUAL}
    FUNCTIONS["binascii.a2b_base32"] |= usually(STRICT) | {
        INCORRECT_PADDING: USUAL, "binascii.Error: Only base32 data is allowed": SOME,
        "binascii.Error: Padding not allowed": USUAL,
        "binascii.Error: Invalid base32-encoded string: number of data characters (N) cannot be N, N, "
        "or N more than a multiple of N": USUAL}
    del FUNCTIONS["binascii.a2b_base32"]["binascii.Error: Only base64 data is allowed"]
    FUNCTIONS["binascii.a2b_base85"] |= {
        "binascii.Error: bad Base85 character …": SOME, "binascii.Error: Incomplete Base85 group": USUAL,
        "binascii.Error: Base85 overflow in hunk starting at byte N": USUAL}
    FUNCTIONS["binascii.a2b_ascii85"] = READ | {
        "binascii.Error: Non-Ascii85 digit found: …": SOME, "binascii.Error: Ascii85 overflow": USUAL,
        "binascii.Error: Incomplete Ascii85 group": USUAL,
        "binascii.Error: Ascii85 encoded byte sequences must end with b'…'": SOME,
        "binascii.Error: '…' inside Ascii85 N-tuple": USUAL,
        "binascii.Error: Non-canonical encoding, use '…' for all-zero groups": ANY}
    for name in ("binascii.crc32", "binascii.crc_hqx"):
        FUNCTIONS[name] = FUNCTIONS[name] | {"DeprecationWarning: integer value out of range": USUAL}


def of(name):
    """The kinds of outcomes that function `name` has to have, each with classes of sizes."""
    return FUNCTIONS.get(name, {})
