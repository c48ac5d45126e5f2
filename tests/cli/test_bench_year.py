"""Seeded fiscal years: fifty without a fault, and every kind of fault is seen, also one inside the rules themselves."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from koprogo.cli.bench import year as bench
from koprogo.cli.bench import year_bank, year_books, year_works
from koprogo.cli.bench.main import app
from koprogo.cli.bench.year_books import lived
from koprogo.cli.bench.year_checks import faults_of
from koprogo.cli.bench.year_ledger import NotBooked
from koprogo.cli.bench.year_story import story
from koprogo.core.errors import KoproError
from koprogo.core.money import Money
from koprogo.rules.accounting.closing import ResultLeft, Step
from koprogo.rules.charges.instalments import Instalment

PLANTED_IN = 5
"""A small year of provisions with a sale and works; a test below holds it to that."""


def test_fifty_years_of_both_rhythms_have_no_fault():
    found = bench.run(50)
    assert found["failed"] == {}
    assert [found[name] for name in bench.INVARIANTS] == [0] * 8
    assert (
        min(found[what] for what in ("provisions", "actual_costs", "mid_year", "rejected", "sales", "works_and_sale"))
        > 3
    )


def test_the_same_seed_is_the_same_year():
    assert story(7) == story(7) != story(8)
    assert lived(story(7)).ledger.digest() == lived(story(7)).ledger.digest()


@pytest.fixture
def books():
    told = story(PLANTED_IN)
    assert told.rhythm == "provisions" and len(told.lots) <= 40 and any(held.until for held in told.held)
    assert any(paper.works for paper in told.papers)
    made = lived(told)
    assert faults_of(made) == []
    return made


def line_changed(books, place=0, cents=1):
    kept = books.ledger.kept[1]
    lines = list(kept.entry.lines)
    lines[place] = replace(lines[place], amount=lines[place].amount + cents)
    books.ledger.kept[1] = replace(kept, entry=replace(kept.entry, lines=tuple(lines)))


def pair_dropped(books):
    place = next(n for n, kept in enumerate(books.ledger.kept) if kept.entry.kind == "receipt")
    kept = books.ledger.kept[place]
    books.ledger.kept[place] = replace(kept, entry=replace(kept.entry, lines=()))


def item_without_line(books):
    kept = books.ledger.kept[1]
    items = (*kept.entry.owner_items, kept.entry.owner_items[0])
    books.ledger.kept[1] = replace(kept, entry=replace(kept.entry, owner_items=items))


def owner_swapped(books):
    kept = books.ledger.kept[1]
    first, *rest, last = kept.entry.owner_items
    swapped = (replace(first, debtor_id=last.debtor_id), *rest, replace(last, debtor_id=first.debtor_id))
    books.ledger.kept[1] = replace(kept, entry=replace(kept.entry, owner_items=swapped))


def number_missing(books):
    books.ledger.kept[-1] = replace(books.ledger.kept[-1], number=99)


def closed_twice(books):
    books.ledger.stands = Step.VOTED


def call_line_moved(books):
    first, second, *rest = books.called
    books.called[:] = [replace(first, cents=first.cents + 300), replace(second, cents=second.cents - 300), *rest]


def cell_moved(books):
    covers, version, cells = books.cells[-1]
    first, second, *rest = cells
    moved = (
        replace(first, amount=first.amount + Money(500)),
        replace(second, amount=second.amount - Money(500)),
        *rest,
    )
    books.cells[-1] = (covers, version, moved)


def statement_lost(books):
    del books.bank.statements[1]


def payment_forgotten(books):
    books.paid.pop()


def hash_changed(books):
    books.ledger.kept[2] = replace(books.ledger.kept[2], hash=b"x" * 32)


PLANTED = {
    line_changed: "M1", pair_dropped: "M1", item_without_line: "M6", owner_swapped: "M6", number_missing: "M4",
    closed_twice: "M4", call_line_moved: "M3", cell_moved: "M3", statement_lost: "M5", payment_forgotten: "M6",
    hash_changed: "M8",
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_seen(books, plant):
    plant(books)
    assert PLANTED[plant] in {name for name, _ in faults_of(books)}


def every_cent_to_the_first(annual, periods, number, weights, called):
    whole = {lot: annual.cents // periods * weight // sum(weights.values()) for lot, weight in weights.items()}
    return {lot: Instalment(Money(cents)) for lot, cents in whole.items()}


def without_days(lines, holdings, year):
    return tuple(replace(cell, owner="1") for cell in REAL_SETTLE(lines, holdings, year))


def rounded_down(lines):
    return tuple(line.net + Money(line.net.cents * 21 // 100) for line in lines)


def to_somebody_else(lines, known):
    found = REAL_MATCH(lines, known)
    others = [debtor.id for debtor in known.debtors]
    return [replace(each, subject=others[0]) if each.parts else each for each in found]


REAL_SETTLE, REAL_MATCH = year_books.settle, year_bank.match_lines
BROKEN = {
    "instalments that lose cents": (year_books, "next_instalment", every_cent_to_the_first),
    "a settlement that forgets who held what": (year_books, "settle", without_days),
    "VAT of another rate": (year_books, "gross_lines", rounded_down),
    "special calls that follow the lot": (year_works, "turn_that_bears", lambda decided, due, deeds: len(deeds)),
    "receipts for somebody else": (year_bank, "match_lines", to_somebody_else),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_seen_by_the_story_or_refused_by_the_books(monkeypatch, name):
    monkeypatch.setattr(*BROKEN[name])
    try:
        found = faults_of(lived(story(PLANTED_IN)))
    except (AssertionError, KoproError, NotBooked, ResultLeft) as refused:  # the rules and the door refuse it first
        found = [("refused", str(refused))]
    assert found


def test_a_seed_that_fails_is_printed_and_ends_with_1(monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "faults_of", lambda books: [("M2", "all vouchers add up to 1")])
    answer = CliRunner().invoke(app, ["year", "--seeds", "1", "--first", "41", "--json", str(tmp_path / "year.json")])
    assert answer.exit_code == 1
    assert "seed 41: M2: all vouchers add up to 1" in answer.output
    assert '"41"' in (tmp_path / "year.json").read_text()
