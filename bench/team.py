"""Contestants: an interpreter each, maybe with a peer in it. They measure by turns, on one processor."""

import contextlib
import dataclasses
import json
import os
import pathlib
import subprocess

import start

HERE = pathlib.Path(__file__).parent

# A batch of calls is this long: long to the clock, short to whatever else the machine does.
BATCH_SECONDS = 0.002

# Each cell is measured in so many sets of processes: where code and data lie differs from one
# process to the next, and so does a short call's time.
PROCESSES = 3

# What a cell may take in one set of processes; the rounds of one with long calls are fewer then.
CELL_SECONDS = 1.0
FEWEST_ROUNDS = 2


@dataclasses.dataclass(frozen=True)
class Contestant:
    name: str
    interpreter: str
    # Whose functions are called instead of the interpreter's own.
    peer: str | None = None
    packages: str | None = None
    # The set of instructions that its modules in Rust use, if not the best.
    kernel: str | None = None
    # Files whose modules take the places of the interpreter's own.
    files: tuple[str, ...] = ()

    def command(self, cpu=None):
        options = {"cpu": cpu, "peer": self.peer, "packages": self.packages,
                   "kernel": self.kernel}
        in_place = [str(HERE / "in_place.py"), *self.files, "--"] if self.files else []
        return [*start.command(self.interpreter), "-I", "-B", *in_place, str(HERE / "worker.py"),
                *(f"--{name}={value}" for name, value in options.items() if value is not None)]


class Disagreement(Exception):
    """The twin gives something else than the interpreter in question."""


class Worker:
    """A contestant's process, which measures when told to."""

    def __init__(self, contestant, cpu=None, wrapper=()):
        # The same small environment for all: even its size moves the stack.
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
        self.name = contestant.name
        self.process = subprocess.Popen([*wrapper, *contestant.command(cpu)], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **order):
        try:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"'{self.name}' ended while it was asked to {order}")
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def workers(contestants, cpu=None):
    """One worker for each contestant, all on one processor: only one works at a time."""
    started = []
    try:
        for contestant in contestants:
            started.append(Worker(contestant, cpu))
        yield started
    finally:
        for worker in started:
            worker.end()


def prepared(team, case, size, notes):
    """Those who make the call and get what the first one gets, and the bytes that it turns into others.

    The second one is the first one's twin, and has to agree; `notes` hears of others that do not.
    """
    answers = [worker.ask(do="prepare", case=case, size=size) for worker in team]
    first = answers[0]
    if first is None:
        return [], 0
    if "raises" in first:
        raise Disagreement(f"{case} at {size} bytes fails in '{team[0].name}': {first['raises']}")
    able = []
    for place, (worker, answer) in enumerate(zip(team, answers)):
        if answer == first:
            able.append(worker)
        elif place == 1:
            raise Disagreement(f"the interpreters disagree on the result of {case} at {size} bytes")
        elif answer is not None:
            notes.add(f"{worker.name} gives something else for {case}, and is left out there")
    # Of what is encoded, the input; of what is decoded, the output; of a checksum, the input.
    return able, first["input"] if first["output"] is None else min(first["input"], first["output"])


def measure(team, rounds):
    """The seconds that a call takes, round by round, by name."""
    loops = {worker.name: loops_for(worker) for worker in team}
    seconds = {worker.name: [] for worker in team}
    spent = 0.0
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and spent > CELL_SECONDS:
            break
        # Each goes first as often as the others do.
        shift = number % len(team)
        for worker in team[shift:] + team[:shift]:
            took = worker.ask(do="run", loops=loops[worker.name])
            seconds[worker.name].append(took / loops[worker.name])
            spent += took
    return seconds


def loops_for(worker):
    """How many calls make a batch."""
    loops = 1
    while True:
        took = worker.ask(do="run", loops=loops)
        if took >= BATCH_SECONDS / 4:
            return max(1, round(loops * BATCH_SECONDS / took))
        loops *= 4


def measure_all(contestants, cpu, wanted, rounds, say, notes):
    """For each of `wanted`, the raw bytes of a call and each contestant's seconds."""
    measured = {}
    for number in range(PROCESSES if wanted else 0):
        with workers(contestants, cpu) as team:
            for done, (case, size) in enumerate(wanted, 1):
                say(f"processes {number + 1}/{PROCESSES}, {done}/{len(wanted)}: {case}, {size} B")
                able, raw = prepared(team, case, size, notes)
                if able:
                    _, all_seconds = measured.setdefault((case, size), (raw, {}))
                    for name, times in measure(able, -(-rounds // PROCESSES)).items():
                        all_seconds.setdefault(name, []).extend(times)
    return measured
