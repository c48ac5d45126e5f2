"""What a supplier is paid at once: one payment per invoice, or one for all of them less her credit notes.

A credit note lowers what goes to its supplier, never what goes to another; it is not paid by halves. Practice of keeping
the accounts (art. 3.89 §5, 15°).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from koprogo.core.errors import Problem
from koprogo.core.money import ZERO, Money, total
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


@dataclass(frozen=True)
class Due:
    """What is open of an invoice: above nought; of a credit note: below. `number` is the supplier's own."""

    id: UUID
    supplier_id: UUID
    name: str
    iban: str
    amount: Money
    communication: str
    number: str


@dataclass(frozen=True)
class Together:
    """One payment, with what it pays; `communication` as the invoice asks, or the numbers of all that it pays."""

    name: str
    iban: str
    amount: Money
    communication: str
    pays: tuple[Due, ...]


@cites(CC_3_89_5_15)
def together(dues: Sequence[Due]) -> tuple[list[Together], list[Problem]]:
    """Return the payments, suppliers in the order they come, and what is wrong: credit notes beyond what is paid.

    The invoices of a supplier with a credit note go to the account of the first of them in one payment; those of another
    account stay apart.
    """
    payments: list[Together] = []
    problems: list[Problem] = []
    for supplier in dict.fromkeys(due.supplier_id for due in dues):
        its = [due for due in dues if due.supplier_id == supplier]
        credits_ = [due for due in its if due.amount.cents < 0]
        invoices = [due for due in its if due.amount.cents > 0]
        if not credits_:
            payments += [_alone(due) for due in invoices]
            continue
        account = invoices[0].iban if invoices else ""
        joined = [due for due in invoices if due.iban == account]
        left = total(due.amount for due in (*joined, *credits_))
        if left.cents <= 0:
            problems.append(_beyond(its[0].name, left))
            continue
        numbers = " ".join(due.number for due in (*joined, *credits_))
        payments.append(Together(its[0].name, account, left, numbers, (*joined, *credits_)))
        payments += [_alone(due) for due in invoices if due.iban != account]
    return payments, problems


@cites(CC_3_89_5_15)
def payable_now(ready: Iterable[tuple[UUID | None, Money]]) -> Money:
    """Return what may be paid now of what is ready, by supplier (None: nobody's credit note lowers it); never below nought.

    >>> one, other = UUID(int=1), UUID(int=2)
    >>> str(payable_now([(one, Money(5_000)), (one, Money(-2_000)), (other, Money(-900)), (None, Money(100))]))
    '31.00'
    """
    sums: dict[UUID | None, Money] = {}
    for supplier, amount in ready:
        sums[supplier] = sums.get(supplier, ZERO) + amount
    return total(max(each, ZERO) for each in sums.values())


def _alone(due: Due) -> Together:
    return Together(due.name, due.iban, due.amount, due.communication or due.number, (due,))


def _beyond(name: str, left: Money) -> Problem:
    return Problem(
        "payments",
        "The credit notes of {name} leave {amount_cents} to pay. Tick more of its invoices, or leave one for later.",
        {"name": name[:60], "amount_cents": left.cents},
    )
