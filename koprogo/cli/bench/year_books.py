"""The books of a seeded year, kept with the product's own rules: calls, papers, the sale, settlements, the closing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from koprogo.adapters.coda_writer import Written
from koprogo.cli.bench.year_bank import CURRENT, RESERVE, SUPPLIER, Bank, Moved
from koprogo.cli.bench.year_ledger import Amounts, Ledger
from koprogo.cli.bench.year_story import Paper, Story, Works
from koprogo.cli.bench.year_works import WorksBooks
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period, add_months
from koprogo.rules.accounting.closing import Journal, Step
from koprogo.rules.charges.actual_costs import Every, statement, statement_periods
from koprogo.rules.charges.cost_lines import ByKey, Cell, CostLine, Given, Holding, Private
from koprogo.rules.charges.instalments import next_instalment
from koprogo.rules.charges.invoice_totals import NetLine, Refusal, VatRate, gross_lines, totals
from koprogo.rules.charges.settlement import balances, difference, settle
from koprogo.rules.charges.succession import working_fund_share

Group = tuple[str, str]
"""Part of the budget, and its key (`shares` without one)."""


@dataclass(frozen=True)
class Called:
    """A line of a call as it was sent: what one lot owes of one part and key, and who owed it that day."""

    call: str
    instalment: int
    due: date
    lot: str
    owner: str
    group: Group
    cents: int


@dataclass(frozen=True)
class Cost:
    """What was booked on an account, by who bears it; negative is income, a credit or taken back."""

    account: str
    cents: int
    day: date
    split: ByKey | Given | Private
    from_reserve: int = 0
    works: str = ""


@dataclass
class Books:
    """Everything the year left behind; `paid` are the payments of owners, as they were made."""

    story: Story
    ledger: Ledger
    bank: Bank
    called: list[Called] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    cells: list[tuple[Period, int, tuple[Cell, ...]]] = field(default_factory=list)
    settled: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sold: list[tuple[str, int]] = field(default_factory=list)
    paid: list[tuple[date, str, int]] = field(default_factory=list)
    so_far: Mapping[str, Money] = field(default_factory=dict)
    entered: dict[int, str] = field(default_factory=dict)
    works: WorksBooks = field(init=False)

    def __post_init__(self) -> None:
        self.works = WorksBooks(self.story)

    def weights(self, key: str) -> dict[str, int]:
        """Return the weights of a key, or the shares."""
        return self.story.keys.get(key, self.story.lots)

    def holdings(self) -> tuple[Holding, ...]:
        """Return who held what, as the rules want it."""
        return tuple(Holding(each.lot, each.owner, each.since, each.until) for each in self.story.held)


def lived(story: Story) -> Books:
    """Keep the books of a year from its take-over to its closing."""
    books = Books(
        story,
        Ledger(story.starts, story.ends),
        Bank({CURRENT: story.opening.bank, RESERVE: story.opening.reserve_bank}),
    )
    _take_over(books)
    edges = [add_months(story.starts, 12 // story.instalments * place) for place in range(story.instalments)]
    months = [add_months(story.starts, place) for place in range(1, 13)]
    stated = {period.end: period for period in _statements(story)}
    sales = {(held.until, held.lot) for held in story.held if held.until is not None}
    for offset in range((story.ends - story.first_day).days + 1):
        day = story.first_day + timedelta(days=offset)
        if day in months and day > story.first_day:
            books.bank.month(books.ledger, day)
        if day in stated and day < story.ends:
            _state(books, stated[day])
        for lot in sorted(lot for until, lot in sales if until == day):
            _sell(books, lot, day)
        _on(books, day, edges)
    _finish(books, stated)
    return books


def _on(books: Books, day: date, edges: list[date]) -> None:
    """Call and enter what a day brings."""
    story = books.story
    if day in edges and day >= story.first_day:
        _call(books, edges.index(day) + 1, day)
    for works in story.works:
        for number in [place for place, due in enumerate(works.due, start=1) if due == day]:
            _call_specially(books, works, number, day)
    for paper in story.papers:
        if paper.day == day:
            _enter(books, paper)


def _take_over(books: Books) -> None:
    story, opening = books.story, books.story.opening
    owners = [(f"4101.{owner}", cents) for owner, cents in opening.owners.items()]
    called = sum(sum(lots.values()) for (part, _), lots in opening.called.items() if part != "reserve")
    funds = {"551": opening.bank, "550": opening.reserve_bank, "100": -opening.working, "160": -opening.reserve}
    rest = {"4400": -opening.suppliers, "701": -called, **opening.costs}
    amounts = [*funds.items(), *rest.items(), *owners]
    books.ledger.post(Journal.OPENING, story.first_day, "OPENING", amounts, owners, kind="opening")
    shares = ByKey("shares", story.lots)
    books.costs += [Cost(account, cents, story.first_day, shares) for account, cents in opening.costs.items()]
    if opening.suppliers:
        _pay(books, story.first_day + timedelta(days=20), opening.suppliers, "OLD", CURRENT)
    for day, cents in story.income:
        books.bank.moved.append(Moved(CURRENT, Written(cents, day, "", "Telecom", "loyer antenne")))
        books.costs.append(Cost("7420", -cents, day, shares))
    fee = story.ends - timedelta(days=2)
    books.bank.moved.append(Moved(CURRENT, Written(-1_250, fee, "", "", "frais de gestion")))
    books.costs.append(Cost("6500", 1_250, fee, shares))
    for day, cents in story.sweeps:
        books.bank.moved.append(Moved(CURRENT, Written(-cents, day, RESERVE, "ACP", "vers reserve")))
        books.bank.moved.append(Moved(RESERVE, Written(cents, day + timedelta(days=1), CURRENT, "ACP", "reserve")))


def _call(books: Books, instalment: int, due: date) -> None:
    reference = f"CALL-{instalment}"
    lines = [line for group in books.story.budget for line in _instalment(books, group, reference, instalment, due)]
    books.called += lines
    sums: dict[str, dict[str, int]] = defaultdict(lambda: {"4101": 0, "4100": 0})
    for line in lines:
        sums[line.owner]["4100" if line.group[0] == "reserve" else "4101"] += line.cents
    owed = [(f"{heading}.{owner}", cents) for owner, each in sums.items() for heading, cents in each.items()]
    credit = {"701": -sum(each["4101"] for each in sums.values()), "160": -sum(each["4100"] for each in sums.values())}
    books.ledger.post(Journal.SALES, due, reference, [*owed, *credit.items()], owed, kind="call")
    for owner, each in sums.items():
        books.bank.ask(reference, owner, due, max(each["4101"], 0), max(each["4100"], 0))
        _answer(books, owner, due, sum(each.values()), reference)


def _call_specially(books: Books, works: Works, number: int, due: date) -> None:
    reference = f"CALL-{works.name}-{number}"
    sums: dict[str, int] = defaultdict(int)
    for each in books.works.call(works, number, books.weights(works.key)):
        sums[each.owner] += each.cents
    owed = [(f"4101.{owner}", cents) for owner, cents in sums.items()]
    books.ledger.post(Journal.SALES, due, reference, [*owed, ("702", -sum(sums.values()))], owed, kind="call")
    for owner, cents in sums.items():
        books.bank.ask(reference, owner, due, cents, 0)
        _answer(books, owner, due, cents, reference)


def _instalment(books: Books, group: Group, reference: str, instalment: int, due: date) -> list[Called]:
    """Return what each lot is asked of one part and key, by the rule of instalments, from who holds it on the due day."""
    story = books.story
    before: dict[str, Money] = defaultdict(lambda: ZERO)
    for lot, cents in story.opening.called.get(group, {}).items():
        before[lot] += Money(cents)
    for line in books.called:
        if line.group == group:
            before[line.lot] += Money(line.cents)
    asked = next_instalment(
        Money(story.budget[group]), story.instalments, instalment, books.weights(group[1]), before
    ).items()
    amounts = [(lot, (step.regular + step.caught_up).cents) for lot, step in asked]
    return [
        Called(reference, instalment, due, lot, story.holder(lot, due), group, cents) for lot, cents in amounts if cents
    ]


def _answer(books: Books, owner: str, due: date, cents: int, call: str) -> None:
    """Let an owner pay as she does: all, a part, twice, rounded up, in two, or not."""
    behaviour = books.story.behaviour(owner, call)
    amounts = {
        "full": [cents], "partial": [cents * 3 // 5], "double": [cents, cents], "rounded": [-(-cents // 1000) * 1000],
        "in_two": [cents // 2, cents - cents // 2], "never": [],
    }[behaviour]  # fmt: skip
    number = books.bank.number(owner, call if behaviour in ("full", "double", "partial") else "")
    for place, amount in enumerate(amounts):
        day = due + timedelta(days=3 + 9 * place + len(owner))
        if amount > 0 and day < books.story.ends:
            books.bank.moved.append(Moved(CURRENT, Written(amount, day, "", "", structured=number), owner))
            books.paid.append((day, owner, amount))


def _sell(books: Books, lot: str, day: date) -> None:
    """Give the seller her share of the working fund and call it from the buyer, in one voucher."""
    share = working_fund_share(Money(books.story.opening.working), books.story.lots, lot).cents
    seller, buyer = (books.story.holder(lot, day - timedelta(days=1)), books.story.holder(lot, day))
    if not share or seller == buyer:
        return
    owed = [(f"4101.{seller}", -share), (f"4101.{buyer}", share)]
    funds: Amounts = [("100", share), ("100", -share)]
    books.ledger.post(Journal.GENERAL, day, f"SALE-{lot}-{day}", [*funds, *owed], owed, kind="sale")
    books.sold += [(seller, -share), (buyer, share)]


def _enter(books: Books, paper: Paper) -> None:
    """Book a paper; one entered wrongly is reversed and entered anew the same day."""
    reference = f"INV-{paper.number}"
    if paper.wrong:
        first = [("61050", paper.wrong), ("4400", -paper.wrong)]
        books.ledger.post(Journal.PURCHASES, paper.day, reference, first, kind="invoice")
        books.ledger.reverse(reference, paper.day, f"{reference}-R")
        reference = f"{reference}-2"
    lines = [NetLine(VatRate(rate), Money(net)) for net, rate in paper.nets]
    grosses = gross_lines(lines)
    gross = sum(each.cents for each in grosses) + paper.off
    found = totals(lines, Money(gross))
    assert found.refusal is Refusal.NONE, f"paper {paper.number}: {found.refusal}"
    sign = -1 if paper.credit else 1
    amounts: Amounts = [
        (paper.account, sign * (gross - paper.off)),
        ("4991", sign * paper.off),
        ("4400", -sign * gross),
    ]
    if paper.reserve:
        amounts += [("160", sign * gross), ("681", -sign * gross)]
    books.ledger.post(Journal.PURCHASES, paper.day, reference, amounts, kind="invoice")
    books.entered[paper.number] = reference
    books.costs.append(_cost(books, paper, sign * (gross - paper.off), gross if paper.reserve else 0))
    if paper.paid_on:
        _pay(books, paper.paid_on, sign * gross, reference, RESERVE if paper.reserve else CURRENT)


def _cost(books: Books, paper: Paper, cents: int, from_reserve: int) -> Cost:
    split: ByKey | Given | Private = ByKey(paper.split, books.weights(paper.split))
    if paper.split == "lot":
        split = Private(books.story.holder(paper.lot, paper.day), paper.lot)
    elif paper.split == "given":
        split = Given({lot: Money(each) for lot, each in given_of(paper, cents).items()})
    return Cost(paper.account, cents, paper.day, split, from_reserve, paper.works)


def given_of(paper: Paper, cents: int) -> dict[str, int]:
    """Return the metering firm's list for an amount: its proportions rounded down, the rest on the first lot."""
    whole = sum(weight for _, weight in paper.given)
    found = {lot: int(Fraction(cents * weight, whole)) for lot, weight in paper.given}
    found[paper.given[0][0]] += cents - sum(found.values())
    return found


def _pay(books: Books, day: date, cents: int, reference: str, iban: str) -> None:
    """Let the bank pay a supplier, by an order with our reference; a credit note is money back."""
    if day >= books.story.ends:
        return
    if cents > 0:
        books.bank.moved.append(
            Moved(iban, Written(-cents, day, SUPPLIER, "Fournisseur", end_to_end=f"KG-{reference}"))
        )


def _statements(story: Story) -> list[Period]:
    if story.rhythm == "provisions":
        return []
    whole = Period(story.starts, story.ends)
    return [each for each in statement_periods(whole, Every(story.every)) if each.start >= story.first_day]


def _state(books: Books, covers: Period) -> None:
    """State what the days of a period cost; owners pay it as they pay calls."""
    lines = [_line(place, cost, covers) for place, cost in enumerate(_of(books, covers), start=1)]
    made = statement([line for line in lines if not line.decision], books.holdings(), covers, books.so_far)
    books.so_far = made.so_far
    cells, called = books.works.state([line for line in lines if line.decision], covers, keep=True)
    _settle(books, covers, (*made.cells, *cells), called, {})


def _of(books: Books, covers: Period) -> list[Cost]:
    return [cost for cost in books.costs if cost.day in covers]


def _line(place: int, cost: Cost, period: Period) -> CostLine:
    own = Period(cost.day, cost.day + timedelta(days=1)) if isinstance(cost.split, Given) else period
    return CostLine(str(place), cost.account, Money(cost.cents), cost.split, own, Money(cost.from_reserve), cost.works)


def _settle(
    books: Books, covers: Period, cells: tuple[Cell, ...], called: Mapping[str, Money], before: Mapping[str, Money]
) -> dict[str, Money]:
    """Keep the cells of a version and post what it changes for each owner; return what each has to pay in all."""
    to_pay = {
        owner: each.difference for owner, each in balances(cells, {**dict.fromkeys(before, ZERO), **called}).items()
    }
    posted = difference(to_pay, before)
    version = 1 + sum(1 for period, _, _ in books.cells if period == covers)
    books.cells.append((covers, version, cells))
    owed = [(f"4101.{owner}", change.cents) for owner, change in posted.items()]
    journal = Journal.SALES if books.ledger.stands is Step.OPENED else Journal.CLOSING
    stays = sum(cents.cents for cents in books.works.kept.values())
    move = stays + books.ledger.balances().get("489", 0)
    if owed or move:
        amounts = [*owed, ("701", -sum(cents for _, cents in owed)), ("702", move), ("489", -move)]
        reference = f"SETTLEMENT-{covers.start}-V{version}"
        books.ledger.post(journal, covers.last_day, reference, amounts, owed, kind="settlement")
    for owner, change in posted.items():
        books.settled[owner] += change.cents
    return to_pay


def _finish(books: Books, stated: dict[date, Period]) -> None:
    """Draw up, settle, have a paper rejected, settle again in full, vote, close."""
    story, ledger = books.story, books.ledger
    whole, rejected = Period(story.starts, story.ends), [paper for paper in story.papers if paper.rejected]
    ledger.stands = Step.PROVISIONAL
    before: dict[str, Money] = {}
    if story.rhythm == "provisions":
        before = _settle(books, whole, *_of_year(books, whole), {})
    ledger.stands = Step.AUDITED
    for paper in rejected:
        _reject(books, paper)
    if story.rhythm != "provisions":
        _state(books, stated[story.ends])
    elif rejected:
        _settle(books, whole, *_of_year(books, whole), before)
    ledger.stands = Step.VOTED
    ledger.close()


def _reject(books: Books, paper: Paper) -> None:
    """Take a paper's cost back on the last day, by its counter-entry."""
    last = books.story.ends - timedelta(days=1)
    reference = books.entered[paper.number]
    books.ledger.reverse(reference, last, f"{reference}-REJECTED")
    lines = [NetLine(VatRate(rate), Money(net)) for net, rate in paper.nets]
    own = _cost(books, paper, -sum(each.cents for each in gross_lines(lines)), 0)
    books.costs.append(Cost(own.account, own.cents, last, own.split))


def _of_year(books: Books, whole: Period) -> tuple[tuple[Cell, ...], dict[str, Money]]:
    """Settle the year as the product does: accounts of one key together, given and private amounts by themselves.

    Return the cells, and what each owner was called: provisions, and of special calls what works used.
    """
    together: dict[tuple[str, str], Cost] = {}
    alone: list[Cost] = []
    for cost in books.costs:
        if isinstance(cost.split, ByKey) and not cost.works:
            mark = (cost.account, cost.split.key)
            known = together.get(mark)
            cents, reserve = (known.cents, known.from_reserve) if known else (0, 0)
            together[mark] = Cost(
                cost.account, cents + cost.cents, whole.start, cost.split, reserve + cost.from_reserve
            )
        else:
            alone.append(cost)
    every = [cost for cost in [*together.values(), *alone] if cost.cents]
    lines = [_line(place, cost, whole) for place, cost in enumerate(every, start=1)]
    cells, called = books.works.state([line for line in lines if line.decision], whole, keep=False)
    for owner, asked in _provisions(books).items():
        called[owner] = called.get(owner, ZERO) + asked
    by_days = settle([line for line in lines if not line.decision], books.holdings(), whole)
    return (*by_days, *cells), called


def _provisions(books: Books) -> dict[str, Money]:
    """Return what each owner was called of the year's provisions, here and by the old tool."""
    found: dict[str, Money] = defaultdict(lambda: ZERO)
    for line in books.called:
        if line.group[0] != "reserve":
            found[line.owner] += Money(line.cents)
    for (part, _), lots in books.story.opening.called.items():
        for lot, cents in lots.items():
            if part != "reserve":
                found[books.story.holder(lot, books.story.starts)] += Money(cents)
    return dict(found)
