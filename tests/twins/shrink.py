"""The smallest form of a call whose outcomes differ.

Arguments are left out, carriers are replaced by what they carry, and contents are cut down and
made uniform, as long as the difference remains.
"""

import time

from .carriers import Carried, Source
from .cases import Case

# A difference that shows in one call of many only would keep us for ever.
SECONDS = 20


def shrunk(differs, case, seconds=SECONDS):
    """A smaller case for which `differs(case)` is still true."""
    end = time.monotonic() + seconds

    def still(smaller):
        return time.monotonic() < end and differs(smaller)

    before = None
    while str(case) != before and time.monotonic() < end:
        before = str(case)
        case = _fewer_arguments(still, case)
        for place in range(len(case.args) + len(case.keywords)):
            case = _simpler_argument(still, case, place)
    return case


def _fewer_arguments(still, case):
    for place in reversed(range(len(case.keywords))):
        fewer = Case(case.function, case.args, case.keywords[:place] + case.keywords[place + 1:])
        if still(fewer):
            case = fewer
    while case.args and still(fewer := Case(case.function, case.args[:-1], case.keywords)):
        case = fewer
    return case


def _simpler_argument(still, case, place):
    value = (*case.args, *(value for _, value in case.keywords))[place]
    for plain in _plainer(value):
        if still(_with_argument(case, place, plain)):
            case, value = _with_argument(case, place, plain), plain
            break
    if isinstance(value, Carried) and type(value.payload) in (bytes, str):
        def carried(payload):
            return still(_with_argument(case, place, Carried(value.carrier, payload)))
        value = Carried(value.carrier, smallest(value.payload, carried))
    elif type(value) in (bytes, str):
        value = smallest(value, lambda part: still(_with_argument(case, place, part)))
    return _with_argument(case, place, value)


def _plainer(value):
    """Plainer things that `value` might be replaced by, the plainest first."""
    if isinstance(value, Carried):
        payload = value.payload.value() if isinstance(value.payload, Source) else value.payload
        yield payload
        yield Carried(value.carrier, payload)
    elif isinstance(value, Source):
        plain = value.value()
        if type(plain) in (bytes, str, int, bool):
            yield plain


def smallest(data, still_differs):
    """`data` without what can be taken out, and with the same character where any will do."""
    step = len(data)
    while step:
        start = 0
        while start < len(data):
            part = data[:start] + data[start + step:]
            if still_differs(part):
                data = part
            else:
                start += step
        step //= 2
    filler = b"A" if isinstance(data, bytes) else "A"
    step = len(data)
    while step:
        for start in range(0, len(data), step):
            run = data[start:start + step]
            part = data[:start] + filler * len(run) + data[start + step:]
            if part != data and still_differs(part):
                data = part
        step //= 2
    return data


def _with_argument(case, place, value):
    count = len(case.args)
    if place < count:
        return Case(case.function, (*case.args[:place], value, *case.args[place + 1:]), case.keywords)
    keywords = list(case.keywords)
    keywords[place - count] = (keywords[place - count][0], value)
    return Case(case.function, case.args, tuple(keywords))
