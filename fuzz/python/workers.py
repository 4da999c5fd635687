"""Processes that try the batches of a plan, and what they found.

A crash of a process is a finding like others: the batch it was at is tried once more, by a
process that says before each call which one it makes.
"""

import collections
import dataclasses
import mmap
import os
import signal
import time
from multiprocessing import get_context
from multiprocessing.connection import wait

import instructions
import kinds

# The workers inherit modules that were loaded by path.
FORK = get_context("fork")

# Room for the longest call that is written out.
LONGEST = 1 << 20


@dataclasses.dataclass
class Tally:
    """How the calls of one function went."""

    calls: int = 0
    returned: int = 0
    # Calls that are not comparable.
    aside: int = 0
    differing: int = 0
    # The number of a batch, its set of instructions, and a call that differs.
    first: tuple | None = None
    # How often each kind of outcome occurred, by class of sizes.
    kinds: collections.Counter = dataclasses.field(default_factory=collections.Counter)

    def add(self, other):
        self.calls += other.calls
        self.returned += other.returned
        self.aside += other.aside
        self.differing += other.differing
        self.first = min(filter(None, (self.first, other.first)), default=None,
                         key=lambda first: first[0])
        self.kinds.update(other.kinds)

    def add_call(self, pair, case):
        """Make the call of both; whether they differ."""
        expected, found = pair.outcomes(case)
        differs = not pair.same(expected, found)
        self.calls += 1
        self.returned += expected[0] == "returns"
        self.kinds[kinds.of(expected), kinds.size_of(case)] += 1
        self.aside += not pair.comparable(expected, found)
        self.differing += differs
        return differs


@dataclasses.dataclass
class Crash:
    """A call that ends the process."""

    function: str
    call: str
    how: str
    kernel: str | None


def run(plan, jobs, seconds=None, heard=lambda calls: None):
    """Try all batches, or as many as `seconds` allow; tallies by function, and crashes."""
    end = None if seconds is None else time.monotonic() + seconds
    workers = {}
    for first in range(jobs):
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_work, args=(plan, first, jobs, end, sender), daemon=True)
        process.start()
        sender.close()
        workers[receiver] = [process, None]
    tallies, crashes = collections.defaultdict(Tally), []
    while workers:
        for receiver in wait(list(workers)):
            try:
                what, number, *rest = receiver.recv()
            except EOFError:
                process, number = workers.pop(receiver)
                process.join()
                if process.exitcode:
                    crashes.append(_crash(plan, number, process.exitcode))
                continue
            if what == "begins":
                workers[receiver][1] = number
            else:
                function, tally = rest
                tallies[function].add(tally)
                heard(tally.calls)
    return tallies, crashes


def _work(plan, first, step, end, sender):
    # An interrupt is the parent's to handle.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in plan.batches(first, step):
        if end is not None and time.monotonic() > end:
            break
        sender.send(("begins", number))
        kernel = plan.kernel(number)
        instructions.use(kernel)
        pair, name, calls = plan.batch(number)
        tally = Tally()
        for case in calls:
            if tally.add_call(pair, case):
                tally.first = tally.first or (number, kernel, case)
        sender.send(("done", number, f"{pair.name}.{name}", tally))
    sender.close()


def _crash(plan, number, status):
    """Which call of batch `number` it was that ended a process."""
    pair, name, calls = plan.batch(number)
    said = mmap.mmap(-1, LONGEST)

    def say_and_call():
        instructions.use(plan.kernel(number))
        # What is said about the crash has been said already.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        for case in calls:
            text = str(case).encode("utf-8", "backslashreplace")[:LONGEST - 1]
            said[:len(text) + 1] = text + b"\0"
            pair.outcomes(case)

    process = FORK.Process(target=say_and_call)
    process.start()
    process.join()
    call = said[:].partition(b"\0")[0].decode()
    if not process.exitcode:
        call = f"{name} (not again; batch {number}, seed {plan.seed})"
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    return Crash(f"{pair.name}.{name}", f"{pair.name}.{call}", how, plan.kernel(number))
