"""Money on the home page: what waits in the books for who keeps them, and an owner's accounts. Rows ready to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from koprogo import urls
from koprogo.services.accounting.past_due import OwnAccount
from koprogo.services.charges.waiting import Waiting, Work

PAGES: Mapping[Work, str] = {
    Work.BANK: "bank-queue",
    Work.DRAFT: "invoices",
    Work.APPROVE: "invoices",
    Work.ORDER: "payments",
    Work.HELD: "payments",
    Work.SEND: "calls",
    Work.ARREARS: "owner-accounts",
    Work.SETTLE: "settlements",
    Work.CLOSE: "years",
    Work.CONFIRM: "suppliers",
    Work.OWN_NUMBER: "bank",
    Work.REPAY: "payments",
}
"""Where each work is done, among the pages of its association."""
A_PAGE = 12
"""Associations of the list at once."""


@dataclass(frozen=True)
class WorkRow:
    """One kind of work in one association; cents, `day` ISO or empty."""

    work: str
    n: int
    cents: int
    day: str
    href: str


@dataclass(frozen=True)
class WorkGroup:
    """What waits in one association."""

    id: str
    name: str
    rows: list[WorkRow] = field(default_factory=list)


@dataclass(frozen=True)
class MoneySums:
    """What waits over all associations: cents, and how many owners, invoices and lines of the bank."""

    late: int = 0
    late_owners: int = 0
    to_pay: int = 0
    to_pay_count: int = 0
    bank: int = 0
    bank_count: int = 0


@dataclass(frozen=True)
class AccountCard:
    """One of an owner's accounts; cents, days ISO or empty. `people`: with whom she holds it, empty for hers alone."""

    href: str
    people: str
    lots: list[str]
    balance: int
    past_due: int
    next_on: str
    next_cents: int


def work_groups(found: Iterable[Waiting]) -> list[WorkGroup]:
    """Return what waits by association, in the order of the list."""
    return [
        WorkGroup(str(association_id), name, [_work_row(each) for each in rows])
        for (association_id, name), rows in groupby(
            found, key=lambda each: (each.association_id, each.association_name)
        )
    ]


def money_sums(found: Iterable[Waiting]) -> MoneySums:
    """Return the sums that stand beside the list."""
    by_work: dict[Work, tuple[int, int]] = {}
    for each in found:
        cents, n = by_work.get(each.work, (0, 0))
        by_work[each.work] = (cents + each.amount.cents, n + each.n)
    late, bank = by_work.get(Work.ARREARS, (0, 0)), by_work.get(Work.BANK, (0, 0))
    ready, held = by_work.get(Work.ORDER, (0, 0)), by_work.get(Work.HELD, (0, 0))
    return MoneySums(*late, ready[0] + held[0], ready[1] + held[1], *bank)


def account_cards(accounts: Iterable[OwnAccount]) -> dict[UUID, list[AccountCard]]:
    """Return an owner's accounts by association."""
    found: dict[UUID, list[AccountCard]] = {}
    for each in accounts:
        found.setdefault(each.association_id, []).append(_account_card(each))
    return found


def _account_card(each: OwnAccount) -> AccountCard:
    return AccountCard(
        href=urls.association(each.association_id, f"owner-accounts/{each.debtor_id}"),
        people=", ".join(each.people) if len(each.people) > 1 else "",
        lots=list(each.lots),
        balance=each.balance.cents,
        past_due=each.past_due.cents,
        next_on=each.next_on.isoformat() if each.next_on else "",
        next_cents=each.next_amount.cents,
    )


def _work_row(each: Waiting) -> WorkRow:
    page = PAGES[each.work]
    if each.work is Work.SEND and each.n == 1:
        page = f"calls/{each.thing_id}"
    day = each.day.isoformat() if each.day else ""
    return WorkRow(each.work.value, each.n, each.amount.cents, day, urls.association(each.association_id, page))
