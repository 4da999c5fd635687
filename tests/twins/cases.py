"""The calls that are made of both twins.

`systematic` tries every short string over the characters that matter to an encoding;
`random_cases` goes on for ever, reproducibly, with payloads, carriers, options and outright
misuse. Which parameters there are is read from the C twin's signature, so that a function or an
option that a new version adds is tried too.
"""

import ast
import dataclasses
import inspect
import itertools
import random

from . import carriers, corpus
from .carriers import Carried, Source, written


@dataclasses.dataclass(frozen=True)
class Case:
    """One call; what is not a Source stands for itself."""

    function: str
    args: tuple
    keywords: tuple = ()

    def __str__(self):
        """The call as one would type it, given the names of `carriers`."""
        words = [written(value) for value in self.args]
        if all(type(name) is str and name.isidentifier() for name, _ in self.keywords):
            words += [f"{name}={written(value)}" for name, value in self.keywords]
        else:
            words.append("**{%s}" % ", ".join(f"{n!r}: {written(v)}" for n, v in self.keywords))
        return f"{self.function}({', '.join(words)})"


def read(text):
    """The case that is written as `text`."""
    call = ast.parse(text, mode="eval").body
    args = tuple(Source(ast.unparse(argument)) for argument in call.args)
    keywords = []
    for keyword in call.keywords:
        pairs = [(Source(repr(keyword.arg)), keyword.value)] if keyword.arg else \
            [(Source(ast.unparse(key)), value)
             for key, value in zip(keyword.value.keys, keyword.value.values)]
        keywords += [(name, Source(ast.unparse(value))) for name, value in pairs]
    return Case(ast.unparse(call.func), args, tuple(keywords))


# How many of the cases a function gets, relative to others.
WEIGHTS = {"a2b_base64": 5, "b2a_qp": 5, "a2b_qp": 4, "a2b_uu": 3, "b2a_hex": 3, "unhexlify": 1,
           "a2b_base32": 4, "a2b_base85": 4, "a2b_ascii85": 5}
ORDINARY_WEIGHT = 2

# What a function converts, when it is not just any bytes.
PAYLOADS = {
    "a2b_base64": ("base64", corpus.base64), "a2b_qp": ("qp", corpus.quoted_printable),
    "a2b_hex": ("hex", corpus.hex_digits), "unhexlify": ("hex", corpus.hex_digits),
    "a2b_uu": ("uu", corpus.uu_line), "b2a_qp": ("qp", corpus.mail_text),
    "a2b_base32": ("base32", corpus.base32), "a2b_base85": ("base85", corpus.base85),
    "a2b_ascii85": ("ascii85", corpus.ascii85), "b2a_ascii85": ("ascii85", corpus.words),
    "b64decode": ("base64", corpus.base64), "standard_b64decode": ("base64", corpus.base64),
    "urlsafe_b64decode": ("base64", corpus.url_safe_base64), "decodebytes": ("base64", corpus.base64),
    "b32decode": ("base32", corpus.base32), "b32hexdecode": ("base32", corpus.base32hex),
    "b16decode": ("hex", corpus.capital_hex_digits), "b85decode": ("base85", corpus.base85),
    "z85decode": ("base85", corpus.z85), "a85decode": ("ascii85", corpus.ascii85),
    "a85encode": ("ascii85", corpus.words),
}

# Every string of these up to a length: the states of a decoder and the ways between them.
SHORT_STRINGS = {
    "a2b_base64": (b"Az=\n", 6), "a2b_hex": (b"0aFg\xb0", 4), "a2b_qp": (b"=\r\n_4Gf", 5),
    "a2b_uu": (b"! `#\n\x80a", 5), "b2a_qp": (b"=\r\n. a", 5), "b2a_hex": (b"\0\xff", 5),
    "b2a_base64": (b"\0\xff", 7), "b2a_base32": (b"\0\xff", 7), "b2a_base85": (b"\0\xff", 7),
    "a2b_base32": (b"AB=\n", 6), "a2b_base85": (b"0|N~\n", 5), "a2b_ascii85": (b"!uyz<~>", 4),
    "b2a_ascii85": (b"\0 a", 6),
}

# Values of parameters that are no switches, for every short string as well.
ALSO = {"ignorechars": (b"", b"\n", b"=\n"), "wrapcol": (0, 1, 4, 7)}

# What `alphabet` is if it is left out, by the end of the function's name.
USUAL_ALPHABETS = {"base32": corpus.BASE32, "base64": corpus.BASE64, "base85": corpus.BASE85}


# Arguments that are neither data nor numbers nor switches, by their names: usual ones, and others.
BY_NAME = {
    "sep": (("-", b":", "\n"), carriers.SEPARATORS),
    "altchars": ((b"-_", "-_", b"*!"), carriers.ALTCHARS),
    "map01": ((b"I", b"L", "L"), carriers.SEPARATORS),
    "ignorechars": ((b" \n", b"\n", b"", b"=\n", b"\t\r\v", b"\n\xe9"), carriers.IGNORED),
}


def functions_of(module):
    return [name for name in dir(module) if callable(getattr(module, name))
            and not isinstance(getattr(module, name), type) and not name.startswith("_")]


def parameters_of(module, function):
    """The parameters, also of a function whose signature `inspect` does not understand."""
    function = getattr(module, function)
    if inspect.isfunction(function):
        return list(inspect.signature(function).parameters.values())
    text = function.__text_signature__
    for written, readable in (("$module, /, ", ""), ("$module, ", ""), ("<unrepresentable>", "..."),
                              ("\n", " ")):
        text = text.replace(written, readable)
    function = eval(f"lambda {text[1:-1]}: None", vars(module).copy())
    return list(inspect.signature(function).parameters.values())


def is_switch(parameter):
    # The default of strict_mode depends on another parameter, in some versions.
    return isinstance(parameter.default, bool) or parameter.name == "strict_mode"


def systematic(module, function):
    """Every short string, with every combination of the options that are switches."""
    letters, limit = SHORT_STRINGS.get(function, (b"", 0))
    parameters = parameters_of(module, function)
    options = {p.name: (False, True) if is_switch(p) else ALSO.get(p.name, ()) for p in parameters}
    options = {name: values for name, values in options.items() if values}
    for size in range(limit + 1):
        for string in itertools.product(letters, repeat=size):
            for values in itertools.product(*options.values()):
                yield Case(function, (bytes(string),), tuple(zip(options, values)))


def random_cases(module, function, seed, misuse=True):
    """Calls of `function` without end; the same for the same seed."""
    rng = random.Random(f"{seed} {function}")
    parameters = parameters_of(module, function)
    while True:
        arrange = misused if misuse and rng.random() < 0.08 else used
        yield arrange(rng, function, parameters)


def used(rng, function, parameters):
    """A call with arguments where they belong, if not always ones that make sense."""
    args, keywords = [], []
    for parameter in parameters:
        required = parameter.default is parameter.empty
        if not required and rng.random() < 0.4:
            continue
        value = argument(rng, function, parameter)
        skipped = len(args) + len(keywords) < parameters.index(parameter)
        if parameter.kind is parameter.POSITIONAL_ONLY:
            if not skipped:
                args.append(value)
        elif parameter.kind is parameter.KEYWORD_ONLY or keywords or skipped or rng.random() < 0.4:
            keywords.append((keyword(rng, parameter.name), value))
        else:
            args.append(value)
    rng.shuffle(keywords)
    return Case(function, tuple(in_alphabet(rng, function, args, keywords)), tuple(keywords))


def in_alphabet(rng, function, args, keywords):
    """Arguments of which the first is in the alphabet that is given, most often."""
    usual = USUAL_ALPHABETS.get(function.removeprefix("a2b_"))
    given = dict(keywords).get("alphabet")
    if usual and args and isinstance(given, Source) and type(args[0]) is bytes and rng.random() < 0.8:
        alphabet = given.value()
        if isinstance(alphabet, bytes) and len(alphabet) == len(usual):
            return [args[0].translate(bytes.maketrans(usual, bytes(alphabet))), *args[1:]]
    return args


def misused(rng, function, parameters):
    """A call that is wrong, or nearly, in its shape: counts, names, places."""
    case = used(rng, function, parameters)
    args, keywords = list(case.args), dict(case.keywords)
    names = [parameter.name for parameter in parameters]
    mistake = rng.randrange(5)
    if mistake == 0:
        del args[rng.randrange(len(args) + 1):]
    elif mistake == 1:
        args += [argument(rng, function, rng.choice(parameters))
                 for _ in range(rng.choice((1, 1, 2, 5)))]
    elif mistake == 2:
        name = rng.choice(names)
        wrong = rng.choice((name[:-1], name + "s", name.upper(), "", " ", "self", "\0", "\xe9",
                            "x" * 300, name + "\0", "\ud800"))
        keywords[wrong] = 1
    elif mistake == 3:
        name = rng.choice(names)
        keywords[name] = argument(rng, function, parameters[names.index(name)])
    else:
        args, keywords = list(keywords.values()), dict(zip(names, args))
    return Case(function, tuple(args), tuple(keywords.items()))


def keyword(rng, name):
    """The name, now and then as a string that is equal to it but not the same object."""
    if rng.random() < 0.9:
        return name
    return Source(rng.choice((f"''.join({[name[:1], name[1:]]})", f"str(b'{name}', 'ascii')")))


def argument(rng, function, parameter):
    """A value for `parameter`, told by its name and default."""
    if is_switch(parameter):
        return rng.choice((False, True)) if rng.random() < 0.7 else rng.choice(carriers.TRUTHS)
    if parameter.name in BY_NAME:
        usual, others = BY_NAME[parameter.name]
        return rng.choice(usual) if rng.random() < 0.6 else rng.choice(others)
    if parameter.name == "alphabet":
        usual = USUAL_ALPHABETS[function.partition("2")[2].partition("_")[2]]
        known = carriers.ALPHABETS if rng.random() < 0.5 else carriers.ALPHABETS[:carriers.RIGHT_ALPHABETS]
        return Source(rng.choice(known).format(repr(usual)))
    if parameter.name in ("crc", "bytes_per_sep", "wrapcol"):
        return integer(rng)
    return data(rng, function) if rng.random() < 0.95 else rng.choice(carriers.HOPELESS)


def integer(rng):
    kind = rng.random()
    if kind < 0.4:
        return rng.choice((rng.randrange(-20, 20), rng.randrange(20, 140)))
    if kind < 0.6:
        return rng.getrandbits(rng.choice((8, 16, 31, 32, 33, 63, 64, 65))) * rng.choice((1, -1))
    return rng.choice(carriers.INTS)


def data(rng, function):
    """A payload in a carrier."""
    payload = contents(rng, function)
    if rng.random() < 0.5:
        return payload
    if function in PAYLOADS and isinstance(payload, bytes) and payload.isascii() and rng.random() < 0.3:
        return Carried(rng.choice(carriers.TEXT_CARRIERS), payload.decode())
    return Carried(rng.choice(carriers.CARRIERS), payload)


def contents(rng, function):
    """Bytes, or the source text of more bytes than one wants to read."""
    flavour, encoded = PAYLOADS.get(function, (None, None))
    limit = 60 if function == "b2a_uu" else 300
    kind = rng.random()
    if kind < 0.008 and function not in ("a2b_uu", "b2a_uu"):
        return much(rng, flavour)
    if encoded and kind < 0.6:
        return encoded(rng)
    if encoded and kind < 0.9:
        return corpus.drawn(rng, corpus.SPECIALS[flavour], rng.choice((8, 20, 100, limit)))
    alphabet = rng.choice((corpus.ANY, corpus.ANY, corpus.TEXT, b"\0", b"\xff", b"ab\n"))
    return corpus.drawn(rng, alphabet, limit)


def much(rng, flavour):
    """Some 4 to 100 KiB, clean, in lines, or damaged in one place."""
    alphabets = [corpus.LONG[flavour]] * 4 if flavour in corpus.LONG else []
    alphabet = rng.choice((*alphabets, corpus.TEXT, corpus.ANY))
    size = corpus.large(rng)
    text = f"noise({rng.randrange(1000)}, {size}, {alphabet!r})"
    if rng.random() < 0.4:
        text = f"wrapped({text}, {rng.choice((60, 64, 76, 76, 76))}, {rng.choice((b'\n', b'\r\n'))!r})"
    if rng.random() < 0.5:
        inserted = corpus.of(rng, corpus.SPECIALS.get(flavour, corpus.ANY), rng.choice((0, 1, 1, 2)))
        text = f"patched({text}, {rng.randrange(size)}, {rng.randrange(3)}, {inserted!r})"
    return Source(text)
