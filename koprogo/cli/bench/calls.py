"""`koprogo bench calls`: a call for funds printed for every owner of a large building, by the worker's presses.

Each paper has eight lines with their fractions and a code for the bank's app. No database: what is measured is the printing,
the part of a call that takes time. The presses are warm before the clock starts. `cpu_ms_per_call` is their processor time,
which says what a paper costs when other work shares the cores; `ms_per_call` is the clock.
"""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from koprogo.adapters.printing import PRESSES, House, Order
from koprogo.cli.bench import report
from koprogo.core.money import Money
from koprogo.papers.call_for_funds import build
from koprogo.papers.call_for_funds.facts import CalledLine, CallFacts
from koprogo.rules.charges.communication import number_of
from koprogo.rules.charges.instalments import instalments_by_lot

KEYS = 8
QUARTERS = 4
LANGUAGES = ("fr", "nl", "de", "en")
BLANK = CallFacts(
    association="ACP Grande Résidence", address=("Avenue Longue 1", "1000 Bruxelles"), enterprise_number="0678.123.436",
    syndic="Syndic du Parc", recipient=("", "Avenue Longue 1", "1000 Bruxelles"), holders=(), reference="CALL-2026-Q2",
    kind="budget", number=2, instalments=QUARTERS, year=2026, budget_year=None, covers_from=date(2026, 4, 1),
    covers_to=date(2026, 6, 30), called_on=date(2026, 4, 1), due_on=date(2026, 4, 15), subject="", lines=(),
    iban="BE68539007547034", communication="", permanent="",
)  # fmt: skip


def calls(
    lots: Annotated[int, typer.Option(help="Lots, each with one owner.")] = 500,
    workers: Annotated[int, typer.Option(help="Presses; 0: as many as the worker has.")] = 0,
    seed: report.Seed = 1,
    json_file: report.JsonFile = None,
) -> None:
    """Measure the printing of calls for funds."""
    report.within(lots, 2000, "--lots")
    if workers:
        report.within(workers, 64, "--workers")
    report.say(asyncio.run(measure(lots, workers or PRESSES, seed)), json_file)


async def measure(lots: int, workers: int, seed: int) -> dict[str, Any]:
    """Print one call per lot and return what it took; the figures are those of docs/performance.md."""
    papers, presses = list(drawn(lots, seed)), House(workers)
    await asyncio.gather(*(presses.print_pdf(order(papers[0], "fr")) for _ in range(2 * workers)))
    start, spent, room = time.monotonic(), presses.spent()[0], asyncio.Semaphore(2 * workers)
    first, size, memory = 0.0, 0, 0

    async def one(facts: CallFacts, language: str) -> None:
        nonlocal first, size, memory
        async with room:
            size += len(await presses.print_pdf(order(facts, language)))
        first = first or time.monotonic() - start
        memory = max(memory, presses.spent()[1])

    await asyncio.gather(*(one(each, LANGUAGES[place % len(LANGUAGES)]) for place, each in enumerate(papers)))
    took, spent = time.monotonic() - start, presses.spent()[0] - spent
    presses.close()
    return {
        "lots": lots,
        "workers": workers,
        "seed": seed,
        "ms_per_call": round(1000 * took / lots, 1),
        "cpu_ms_per_call": round(1000 * spent / lots, 1),
        "first_ms": round(1000 * first),
        "all_s": round(took, 1),
        "rss_mb": round(memory / 1_000_000),
        "kb_per_call": round(size / lots / 1000, 1),
    }


def order(facts: CallFacts, language: str) -> Order:
    """Return a call as the worker hands it to a press."""
    return Order(partial(build.build, facts, language), build.title(facts, language), language, (), None)


def drawn(lots: int, seed: int) -> Iterator[CallFacts]:
    """Return the papers of a second quarter: every lot bears a few hundred euro of eight keys."""
    chance = random.Random(seed)
    numbers = [f"A{place:04d}" for place in range(1, lots + 1)]
    lines: dict[str, list[CalledLine]] = {number: [] for number in numbers}
    for key in range(KEYS):
        weights = {number: chance.randint(1, 40) for number in numbers}
        annual = Money(chance.randint(500_000, 9_000_000))
        plan = instalments_by_lot(annual, QUARTERS, weights)
        base, of = sum(part.cents for call in plan[:2] for part in call.values()), sum(weights.values())
        for number in numbers:
            part, name = ("reserve" if key == KEYS - 1 else "ordinary"), f"Clé {key + 1}" if key else ""
            before, amount = plan[0][number].cents, plan[1][number].cents
            lines[number].append(CalledLine(number, part, name, False, weights[number], of, base, before, amount))
    for place, number in enumerate(numbers, start=1):
        who = f"Copropriétaire {place}"
        yield replace(
            BLANK, recipient=(who, *BLANK.recipient[1:]), holders=(who,), lines=tuple(lines[number]),
            communication=number_of(place), permanent=number_of(lots + place),
        )  # fmt: skip
