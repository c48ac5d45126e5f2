"""Play seeds on both sides and name the first answer that differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from tests.law.simulation import plain, ruled
from tests.law.simulation.generate import generate


@dataclass(frozen=True)
class Differs:
    """The first answer on which a seed's two plays disagree."""

    seed: int
    law: Any
    rules: Any

    def __str__(self) -> str:
        return (
            f"seed {self.seed} (python -m tests.law.simulation --first {self.seed} --seeds 1)\n"
            f"  the plain model: {self.law}\n  the rules:       {self.rules}"
        )


def differences(seeds: Iterable[int]) -> Iterator[Differs]:
    """Yield every seed whose plays differ, with the first difference."""
    for seed in seeds:
        script = generate(seed)
        pairs = zip_longest(plain.play(script), ruled.play(script))
        first = next(((law, rules) for law, rules in pairs if law != rules), None)
        if first is not None:
            yield Differs(seed, *first)
