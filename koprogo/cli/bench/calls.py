"""`koprogo bench calls`: a call for funds printed for every owner of a large building, in a pool of processes.

Each paper has eight lines with their fractions and a code for the bank's app. No database: what is measured is the printing,
the part of a call that takes time. The pool is warm before the clock starts, as the worker's printer is.
"""

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import psutil
import typer

from koprogo.cli.bench import report
from koprogo.core.money import Money
from koprogo.papers.call_for_funds.build import build, title
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
    workers: Annotated[int, typer.Option(help="Processes that print; 0: one less than there are cores.")] = 0,
    seed: report.Seed = 1,
    json_file: report.JsonFile = None,
) -> None:
    """Measure the printing of calls for funds."""
    report.within(lots, 2000, "--lots")
    if workers:
        report.within(workers, 64, "--workers")
    report.say(measure(lots, workers or max(1, (os.cpu_count() or 2) - 1), seed), json_file)


def measure(lots: int, workers: int, seed: int) -> dict[str, Any]:
    """Print one call per lot and return what it took; the figures are those of docs/performance.md."""
    papers = list(drawn(lots, seed))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for warm in [pool.submit(_print, papers[0], "fr") for _ in range(2 * workers)]:
            warm.result()
        start = time.monotonic()
        jobs = [pool.submit(_print, each, LANGUAGES[place % len(LANGUAGES)]) for place, each in enumerate(papers)]
        first, memory, size = 0.0, 0.0, 0
        for done in as_completed(jobs):
            first = first or time.monotonic() - start
            rss, length = done.result()
            memory, size = max(memory, rss), size + length
        took = time.monotonic() - start
    return {
        "lots": lots,
        "workers": workers,
        "seed": seed,
        "ms_per_call": round(1000 * took / lots, 1),
        "first_ms": round(1000 * first),
        "all_s": round(took, 1),
        "rss_mb": round(memory),
        "kb_per_call": round(size / lots / 1000, 1),
    }


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


def _print(facts: CallFacts, language: str) -> tuple[float, int]:
    """Print one paper in a process of the pool; return its memory in megabytes and the bytes of the file."""
    from koprogo.adapters.pdf import render_pdf

    content = render_pdf(build(facts, language), title=title(facts, language), language=language)
    return psutil.Process().memory_info().rss / 1_000_000, len(content)
