"""M1–M8 of a seeded year: the books that were kept against what the story says must be true. One sentence per fault."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from koprogo.adapters.coda import read_coda
from koprogo.cli.bench import year_truth as truth
from koprogo.cli.bench.calls import BLANK
from koprogo.cli.bench.year_books import Books, lived
from koprogo.cli.bench.year_ledger import NotBooked, imported
from koprogo.papers.call_for_funds import build
from koprogo.papers.call_for_funds.facts import CalledLine
from koprogo.rules.accounting.closing import Journal, Step
from koprogo.rules.accounting.entries import Fault
from koprogo.rules.charges.cost_lines import Cell

Found = Iterator[tuple[str, str]]
"""Which invariant, and what differs."""
SMALL = 40
"""Lots up to which a year is lived a second time, to see whether it gives the same bytes."""


def faults_of(books: Books) -> list[tuple[str, str]]:
    """Return every fault of a year that was lived and closed; empty is good."""
    found: list[tuple[str, str]] = []
    for check in (_entries, _calls, _special, _settlements, _closed, _bank, _owners, _again, _elsewhere):
        found += check(books)
    return found


def _entries(books: Books) -> Found:
    """M1, M2 and the numbers: each voucher balances, all of them come to nil, no number is missing or twice."""
    ledger, whole = books.ledger, 0
    numbers: dict[Journal, list[int]] = defaultdict(list)
    for kept in ledger.kept:
        cents = sum(line.amount for line in kept.entry.lines)
        whole += cents
        numbers[kept.entry.journal].append(kept.number)
        if cents or len(kept.entry.lines) < 2:
            yield "M1", f"{kept.entry.reference} adds up to {cents}"
        if not ledger.starts <= kept.entry.day < ledger.ends:
            yield "M4", f"{kept.entry.reference} lies outside its year"
    if whole:
        yield "M2", f"all vouchers add up to {whole}"
    for journal, taken in numbers.items():
        if sorted(taken) != list(range(1, len(taken) + 1)):
            yield "M4", f"numbers of {journal}: {sorted(taken)}"


def _calls(books: Books) -> Found:
    """M3 of calls: instalments add up to the budget, and no lot is a cent off its running part."""
    story = books.story
    for group, annual in story.budget.items():
        weights, elsewhere = truth.weights_of(story, group[1]), story.opening.called.get(group, {})
        so_far = Counter(elsewhere)
        for place in range(1, story.instalments + 1):
            lines = [line for line in books.called if line.group == group and line.instalment == place]
            so_far.update({line.lot: line.cents for line in lines})
            if not lines and place * 2 <= story.instalments and elsewhere:
                continue
            wanted = annual // story.instalments * place + min(place, annual % story.instalments)
            whole = sum(so_far.values())
            if whole not in (wanted, annual):
                yield "M3", f"{group} called {whole} up to instalment {place}, {wanted} is due"
            yield from _parts(f"{group} up to {place}", dict(so_far), weights, whole)
        if sum(so_far.values()) != annual:
            yield "M3", f"{group} called {sum(so_far.values())} of {annual}"
    for line in books.called:
        if line.owner != truth.who_held(story, line.lot, line.due):
            yield "M6", f"{line.call}: lot {line.lot} was asked of {line.owner}"


def _special(books: Books) -> Found:
    """M3 of special calls: instalments add up to the decision, each lot's to its part; 489 holds what is not used."""
    story, kept = books.story, 0
    for works in story.works:
        weights = truth.weights_of(story, works.key)
        called = Counter[str]()
        for each in books.works.asked:
            if each.works == works.name:
                called[each.lot] += each.cents
                if each.owner != truth.who_held(story, each.lot, each.due):
                    yield "M6", f"{works.name}: lot {each.lot} was asked of {each.owner}"
        if sum(called.values()) != works.amount:
            yield "M3", f"{works.name} called {sum(called.values())} of {works.amount}"
        yield from _parts(works.name, dict(called), weights, works.amount)
        cost = truth.cost_of_works(story, works, story.ends)
        kept += max(works.amount - max(cost, 0), 0)
    stands = -books.ledger.balances().get("489", 0)
    if abs(stands - kept) > len(story.lots) * (1 + sum(1 for paper in story.papers if paper.works)):
        yield "M1", f"account 489 keeps {stands} for works, {kept} were not used"


def _parts(name: str, parts: dict[str, int], weights: dict[str, int], whole: int) -> Found:
    total = sum(weights.values())
    for lot, weight in weights.items():
        if abs(parts.get(lot, 0) * total - whole * weight) >= total:
            yield "M3", f"{name}: lot {lot} has {parts.get(lot, 0)} of {whole} × {weight}/{total}"
    if extra := set(parts) - set(weights):
        yield "M3", f"{name}: {sorted(extra)} take no part"


def _settlements(books: Books) -> Found:
    """M3 of settlements: every cell, and each owner against her exact share of the last versions."""
    latest = {covers: cells for covers, _, cells in books.cells}
    for covers, _, cells in books.cells:
        for name, said in _cells(cells):
            yield name, f"settlement from {covers.start}: {said}"
    exact: dict[str, Fraction] = defaultdict(Fraction)
    bound: Counter[str] = Counter()
    actual: Counter[str] = Counter()
    for covers, cells in latest.items():
        for owner, share in truth.shares_of(books.story, covers.start, covers.end).items():
            exact[owner] += share
        actual.update(dict.fromkeys(exact, 0))
        for cell in cells:
            actual[cell.owner] += cell.amount.cents
            bound[cell.owner] += 2
    for owner, cents in actual.items():
        if abs(cents - exact[owner]) > bound[owner]:
            yield "M3", f"{owner} bears {cents}, exactly {round(float(exact[owner]), 2)}"


def _cells(cells: tuple[Cell, ...]) -> Found:
    lines: dict[tuple[str, int], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        lines[cell.line, cell.whole.cents][cell.lot].append(cell)
        if abs(cell.amount.cents * cell.of_days - cell.of_lot.cents * cell.days) >= cell.of_days:
            yield "M3", f"{cell.owner} has {cell.amount} of {cell.of_lot} × {cell.days}/{cell.of_days}"
    for (line, whole), lots in lines.items():
        parts = {lot: each[0].of_lot.cents + each[0].before.cents for lot, each in lots.items()}
        if sum(parts.values()) != whole:
            yield "M3", f"line {line}: lots bear {sum(parts.values())} of {whole}"
        for lot, each in lots.items():
            if sum(cell.amount.cents for cell in each) != each[0].of_lot.cents:
                yield "M3", f"line {line}: owners of {lot} bear another amount than the lot"
        if weights := {lot: each[0].weight for lot, each in lots.items() if each[0].total}:
            yield from _parts(f"line {line}", parts, weights, whole)


def _closed(books: Books) -> Found:
    """M4: nothing is booked in a closed year, nor on a day outside; closing again gives the same bytes."""
    ledger, count = books.ledger, len(books.ledger.kept)
    last = ledger.ends - timedelta(days=1)
    for day, wanted in ((last, Fault.CLOSED), (ledger.ends, Fault.OUTSIDE)):
        try:
            ledger.post(Journal.CLOSING, day, "LATE", [("6140", 1), ("4400", -1)])
        except NotBooked as no:
            if [each.fault for each in no.found] != [wanted]:
                yield "M4", f"a voucher of {day} was refused for {no}"
        else:
            yield "M4", f"a voucher of {day} was taken after the closing"
            ledger.kept.pop()
    if ledger.stands is not Step.FINAL or ledger.close() != ledger.digest() or len(ledger.kept) != count:
        yield "M4", "closing again changes something"
    if ledger.frozen != ledger.balances():
        yield "M4", "what was frozen at the closing is not what stands there"
    if left := {code: cents for code, cents in ledger.balances().items() if code[0] in "67"}:
        yield "M4", f"costs and income are left over: {left}"


def _bank(books: Books) -> Found:
    """M5: statements chain, old and movements make new, read twice they are the same, and the books end where they end."""
    before: dict[str, int] = {}
    for content, written in books.bank.statements:
        [read], again = read_coda(content), read_coda(content)
        moved = sum(line.amount for line in read.lines)
        if read.old + moved != read.new or [read] != again:
            yield "M5", f"statement {read.sequence}: {read.old} and {moved} do not make {read.new}"
        if before.get(read.iban, read.old) != read.old or [line.amount for line in read.lines] != [
            w.amount for w in written
        ]:
            yield "M5", f"statement {read.sequence} does not follow the one before, or lost a line"
        before[read.iban] = read.new
    yield from (("M5", said) for said in books.bank.wrong)
    received = sum(cents for _, _, cents in books.paid)
    stands = books.ledger.balances()
    for code, cents in truth.balances_of(books.story, received).items():
        if stands.get(code, 0) != cents:
            yield (
                "M5" if code[:2] == "55" else "M1",
                f"account {code} ends at {stands.get(code, 0)}, the year makes {cents}",
            )


def _owners(books: Books) -> Found:
    """M6: each owner's account is what she was told, and what opening, papers, the sale and her payments make."""
    stands, told = books.ledger.balances(), books.ledger.told()
    for code in {each for each in (*stands, *told) if each.startswith("410")}:
        if stands.get(code, 0) != told[code]:
            yield "M6", f"account {code} stands at {stands.get(code, 0)}, its owner was told {told[code]}"
    makes = _made(books)
    for owner in books.story.owners:
        hers = stands.get(f"4100.{owner}", 0) + stands.get(f"4101.{owner}", 0)
        if hers != makes[owner]:
            yield "M6", f"owner {owner} stands at {hers}, her papers and payments make {makes[owner]}"
    if (control := sum(cents for code, cents in stands.items() if code.startswith("410"))) != sum(makes.values()):
        yield "M6", f"account 410 stands at {control}, all owners at {sum(makes.values())}"


def _made(books: Books) -> Counter[str]:
    """Return what opening, calls, settlements, the sale and payments make of each owner."""
    makes: Counter[str] = Counter(books.story.opening.owners)
    asked = [(line.owner, line.cents) for line in books.called]
    asked += [(each.owner, each.cents) for each in books.works.asked]
    for owner, cents in [*asked, *books.settled.items(), *books.sold, *((who, -cents) for _, who, cents in books.paid)]:
        makes[owner] += cents
    return makes


def _again(books: Books) -> Found:
    """M7: the same facts give the same bytes, of the closed year and of a call's paper; small years are lived twice."""
    if len(books.story.lots) > SMALL or not books.called:
        return
    twin = lived(books.story)
    if twin.ledger.digest() != books.ledger.digest():
        yield "M7", "the same year gives another ledger"
    if _paper(twin) != _paper(books):
        yield "M7", "the same call gives another paper"


def _paper(books: Books) -> str:
    first = books.called[0]
    lines = tuple(
        CalledLine(each.lot, each.group[0], each.group[1], False, 1, 1, each.cents, 0, each.cents)
        for each in books.called
        if (each.call, each.owner) == (first.call, first.owner)
    )
    facts = {**vars(BLANK), "lines": lines, "reference": first.call, "due_on": first.due}
    return str(build.build(type(BLANK)(**facts), "fr"))


def _elsewhere(books: Books) -> Found:
    """M8: exported and booked elsewhere, every hash and the trial balance are the same; given again, nothing is added."""
    ledger = books.ledger
    content = ledger.export()
    try:
        there, differs = imported(content, ledger.starts, ledger.ends)
        yield from (("M8", f"the hash of {reference} differs after an import") for reference in differs)
        if there.balances() != ledger.balances() or there.digest() != ledger.digest():
            yield "M8", "the trial balance or a number differs after an import"
        for kept in ledger.kept:
            there.take(kept.entry)
    except NotBooked as no:
        yield "M8", f"refused elsewhere: {no}"
        return
    if len(there.kept) != len(ledger.kept) or there.export() != content:
        yield "M8", "posting everything again adds something"
