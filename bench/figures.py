"""What is made of the times: medians, how far they spread, and how many times as fast one is as another."""

import math
import statistics


def cell(case, size, raw, seconds, first):
    """A line of the result. Speeds are of `first`: 2 is twice as fast as the other, in half its time."""
    mine = seconds[first]
    entry = {"case": case, "size": size, "raw": raw, "rounds": len(mine),
             "seconds": {name: statistics.median(times) for name, times in seconds.items()},
             "against": {}}
    for other, theirs in seconds.items():
        if other != first:
            # Of batches that were neighbours: what disturbed one disturbed the other.
            speed, spread = median_and_spread([them / me for me, them in zip(mine, theirs)])
            entry["against"][other] = {"speed": speed, "spread": spread}
    return entry


def median_and_spread(values):
    """The median, and the median distance from it as a share of it."""
    middle = statistics.median(values)
    return middle, statistics.median(abs(value - middle) for value in values) / middle


def gigabytes(entry, name):
    """Raw data in a second; None if there is none."""
    return entry["raw"] / entry["seconds"][name] / 1e9 if entry["raw"] else None


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def size_text(size):
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} B"


def size_of(text):
    """What `size_text` shows, in bytes; also without blanks, and without `iB`."""
    number = text.rstrip("KMiB ")
    unit = text[len(number):].strip().removesuffix("B").removesuffix("i")
    try:
        return int(number) * {"": 1, "K": 1 << 10, "M": 1 << 20}[unit]
    except (ValueError, KeyError):
        raise ValueError(f"'{text}' is no size; write 16, '64 KiB' or 1M") from None


def time_text(seconds):
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")):
        if seconds >= unit or unit == 1e-9:
            return f"{short(seconds / unit)} {name}"


def short(value):
    """Three figures, or as many as there are before the point."""
    digits = next((digits for bound, digits in ((99.95, 0), (9.995, 1), (0.0995, 2)) if value >= bound), 3)
    return f"{value:.{digits}f}"
