"""Who takes part: interpreters, and peers that run in the second of them."""

import dataclasses
import sys

import peers
from team import Contestant, workers

# What most x86-64 machines have.
LESSER = "avx2"


def gathered(interpreters, cache, notes=(), files=None):
    """The contestants, what each says it is, and what has to be said about those who are not there.

    `interpreters` are paths by name, `files` the files of those who get modules so. Without `cache`, a
    folder for packages, there are no peers.
    """
    files = files or {}
    contestants = [Contestant(name, path, files=tuple(files.get(name, ()))) for name, path in interpreters.items()]
    facts = asked(contestants)
    notes = list(notes)
    if cache:
        # In the twin, so that it is the peer's own code and calls that differ from it.
        twin = contestants[1]
        try:
            folder = peers.install_peers(cache, facts[twin.name])
            others = [Contestant(name, twin.interpreter, peer=name, packages=str(folder)) for name in peers.PEERS]
            facts |= asked(others)
            contestants += others
        except peers.Unavailable as error:
            notes.append(f"without peers: {error}")
            print(f"warning: {notes[-1]}", file=sys.stderr)
    return contestants, facts, notes


def with_lesser_kernel(first, facts):
    """The first interpreter once more, as it is on most machines, if this one can do better."""
    if LESSER not in facts["kernels"][:-1]:
        return []
    return [dataclasses.replace(first, name=f"{first.name}, {LESSER}", kernel=LESSER)]


def asked(contestants):
    with workers(contestants) as team:
        return {contestant.name: worker.ask(do="facts") | {"kernel": contestant.kernel, "files": contestant.files}
                for contestant, worker in zip(contestants, team)}
