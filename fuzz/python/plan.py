"""Which cases are tried: a sequence of batches that a seed determines.

A batch is some calls of one function. It depends on its number and the seed only, so that any
number of processes try the same cases, and one batch can be tried again alone.
"""

import dataclasses
import itertools

from twins import cases

SIZE = 500


@dataclasses.dataclass(frozen=True)
class Plan:
    pairs: list
    seed: str
    # Nothing for batches without end.
    cases: int | None
    # A function's name, alone or with its module's; nothing for all.
    only: str | None = None
    # Sets of instructions, if there is a choice.
    kernels: tuple = ()

    def deck(self):
        """Pairs and functions, each as often as its share."""
        return [(pair, name) for pair in self.pairs for name in pair.functions()
                if self.only in (None, name, f"{pair.name}.{name}")
                for _ in range(cases.WEIGHTS.get(name, cases.ORDINARY_WEIGHT))]

    def batch(self, number):
        """The pair, the function's name and the cases of a batch."""
        deck = self.deck()
        pair, name = deck[number % len(deck)]
        size = SIZE if self.cases is None else min(SIZE, self.cases - number * SIZE)
        calls = cases.random_cases(pair.reference, name, f"{self.seed}/{number}", pair.misuse)
        return pair, name, itertools.islice(calls, size)

    def kernel(self, number):
        """The set of instructions of a batch: one for each round through the functions."""
        if self.kernels:
            return self.kernels[number // len(self.deck()) % len(self.kernels)]

    def batches(self, first=0, step=1):
        """The numbers of every `step`th batch from `first`."""
        if self.cases is None:
            return itertools.count(first, step)
        return range(first, -(-self.cases // SIZE), step)
