"""`koprogo bench year`: seeded fiscal years kept with the product's rules and held against their own story, M1–M8.

A seed gives 3 to 500 lots, sales, four rates of VAT, partial and double payments, corrections, one of both rhythms, a
take-over on the first day or in mid-year, and accounts that are rejected. A seed that fails is printed, and exit 1.
"""

import time
from collections import Counter
from typing import Annotated, Any

import typer

from koprogo.cli.bench import report
from koprogo.cli.bench.year_books import lived
from koprogo.cli.bench.year_checks import faults_of
from koprogo.cli.bench.year_story import LARGEST, story

INVARIANTS = tuple(f"M{place}" for place in range(1, 9))
MOST = 100_000
SHOWN = 20


def year(
    seeds: Annotated[int, typer.Option(help="How many years.")] = 50,
    first: Annotated[int, typer.Option(help="The first seed.")] = 1,
    lots: Annotated[int, typer.Option(help="Lots of the largest building.")] = LARGEST,
    json_file: report.JsonFile = None,
) -> None:
    """Live fiscal years from seeds and verify M1–M8 of each; exit 1 and the seeds when one is wrong."""
    report.within(seeds, MOST, "--seeds")
    report.within(lots, LARGEST, "--lots")
    found = run(seeds, first, lots)
    for seed, faults in found["failed"].items():
        for said in faults[:SHOWN]:
            typer.echo(f"seed {seed}: {said}", err=True)
    report.say(found, json_file, failed=bool(found["failed"]))


def run(seeds: int, first: int = 1, lots: int = LARGEST) -> dict[str, Any]:
    """Return the faults by invariant, the seeds that failed with theirs, and what the years held."""
    faults, held, failed = Counter(dict.fromkeys(INVARIANTS, 0)), Counter[str](), {}
    began = time.monotonic()
    for seed in range(first, first + seeds):
        found, seen = one(seed, lots)
        faults.update(name for name, _ in found)
        held.update(seen)
        if found:
            failed[seed] = [f"{name}: {said}" for name, said in found]
    return {
        "seeds": seeds,
        "first": first,
        **{name: faults[name] for name in INVARIANTS},
        "failed": failed,
        **dict(sorted(held.items())),
        "seconds": round(time.monotonic() - began, 1),
    }


def one(seed: int, lots: int = LARGEST) -> tuple[list[tuple[str, str]], Counter[str]]:
    """Live the year of a seed; return its faults, and what was in it. What the rules refuse of it is a fault too."""
    told = story(seed, lots)
    seen = Counter(
        {
            "lots": len(told.lots), "papers": len(told.papers), told.rhythm: 1,
            "works": len(told.works), "works_and_sale": bool(told.works) and any(held.until for held in told.held),
            "sales": sum(1 for held in told.held if held.until is not None),
            "mid_year": told.first_day != told.starts, "rejected": any(paper.rejected for paper in told.papers),
        }
    )  # fmt: skip
    books = lived(told)
    seen["vouchers"], seen["statements"] = len(books.ledger.kept), len(books.bank.statements)
    seen["to_person"] = books.bank.to_person
    return faults_of(books), seen
