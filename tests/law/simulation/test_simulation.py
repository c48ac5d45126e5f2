"""200 assemblies played twice; the play is rich enough, the plain model is nobody's copy, and a fault would be seen."""

import ast
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.law.simulation import plain
from tests.law.simulation.generate import generate
from tests.law.simulation.play import differences
from tests.mutants.faults import FAULTS
from tests.mutants.planting import Fault, planted

HERE = Path(__file__).parent
SEEDS = range(200)
OURS = "tests.law.simulation."
SEEN = (
    "a tie is carried", "abstentions are votes cast", "half of the heads is enough", "three quarters exactly is enough",
    "the second session needs a quorum", "four proxies", "own votes forgotten", "the syndic holds proxies",
    "half of the room less one vote", "the silent do not raise the ceiling", "several hands escape the ceiling",
    "the loss falls on one choice", "unreduced votes decide", "the highest is chosen", "no ceiling between options",
    "the fifteenth day is too late", "the second session on the fourteenth day", "a fifth must be passed",
    "a proposal on the last day is late", "three months to contest", "silence is consent",
)  # fmt: skip


def test_200_assemblies_come_to_the_same_answers() -> None:
    assert "\n".join(map(str, differences(SEEDS))) == ""


def test_a_seed_is_the_same_assembly_each_time() -> None:
    assert generate(7) == generate(7) != generate(8)


@pytest.mark.parametrize(
    "file", ["script.py", "generate.py", "plain.py", "plain_room.py", "plain_vote.py", "plain_count.py"]
)
def test_the_plain_model_imports_nothing_of_the_product(file: str) -> None:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert not [module for module in modules if module.split(".")[0] == "koprogo"]


def test_everything_that_can_happen_does() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        script = generate(seed)
        seen["large"] += len(script.lots) >= 100
        for label, answer in plain.play(script):
            if label in ("quorum", "second session"):
                seen[f"{label} {answer}"] += 1
            elif " gives " in label:
                seen[f"proxy {answer}"] += 1
            elif label.startswith("point") and isinstance(answer[0], str):
                seen[answer[0]] += 1
            elif label.startswith("point") and isinstance(answer[0], bool):
                seen[f"carried {answer[0]}"] += 1
                seen["reduced"] += bool(answer[2])
                seen["giver in several hands"] += any("(giver)" in person for person in answer[2])
                seen["alone"] += answer[3]
            elif label.startswith("point"):
                seen["result would change"] += answer[1]
    wanted = {
        "large", "quorum True", "quorum False", "second session True", "proxy True", "proxy False", "chosen", "run_off",
        "tie", "no_vote", "carried True", "carried False", "reduced", "giver in several hands", "alone",
        "result would change",
    }  # fmt: skip
    assert {what for what in wanted if not seen[what]} == set()


@contextmanager
def _playing_afresh() -> Iterator[None]:
    """Let the simulation be imported again, with the rules as they are now, and put it back."""
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(OURS)}
    for name in before:
        delattr(sys.modules[OURS.rstrip(".")], name.removeprefix(OURS))
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.startswith(OURS)]:
            del sys.modules[name]
        sys.modules.update(before)
        for name, loaded in before.items():
            setattr(sys.modules[OURS.rstrip(".")], name.removeprefix(OURS), loaded)


@pytest.mark.parametrize("fault", [each for each in FAULTS if each.name in SEEN], ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(fault: Fault) -> None:
    with planted(f"koprogo.{fault.module}", fault.plant()), _playing_afresh():
        play = importlib.import_module(f"{OURS}play")
        assert next(iter(play.differences(SEEDS)), None), f"200 assemblies do not notice: {fault.name}"


def test_every_fault_to_be_seen_is_planted() -> None:
    assert set(SEEN) <= {fault.name for fault in FAULTS}
