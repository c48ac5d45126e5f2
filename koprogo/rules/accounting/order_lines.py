"""Lines of payments that we ordered: our own reference first, for nobody else writes it; then account and amount.

A line that does not agree with its order goes to a person, who sees which order it is: nothing is paid in part by guessing.
Practice of keeping the accounts (art. 3.89 §5, 15°): docs/algorithms/matching.md.
"""

from koprogo.core.errors import Fact
from koprogo.core.sources import cites
from koprogo.rules.accounting.bank_facts import Answer, BankLine, Order, Ordered, Target
from koprogo.rules.accounting.match_desk import Desk, fitting_rules
from koprogo.rules.accounting.match_messages import MatchMessage as Why
from koprogo.rules.accounting.numbers_in_text import shapes_in
from koprogo.rules.texts import CC_3_89_5_15


@cites(CC_3_89_5_15)
def by_order(line: BankLine, desk: Desk) -> Answer | None:
    """Step 7, orders: return what a line closes, or why a person looks at it; None when no order is meant.

    What arrives from an account of our own is the other half of a transfer, though it carries our reference.
    """
    if line.amount > 0 and line.iban in desk.known.own_accounts:
        return None
    if order := desk.ordered(line.end_to_end):
        return _by_reference(line, order)
    if line.amount > 0 or not line.iban:
        return None
    found = [each for each in desk.orders() if _may_be(line, each)]
    if not found:
        return None
    said = [each for each in found if _says(line, each)]
    if fitting_rules(line, desk.known.rules) or (len(found) > 1 and len(said) != 1):
        return suspense(line, Why.SEVERAL_ORDERS)
    if len(found) == 1:
        return Answer(line.id, Target.ORDER, Why.ORDER_AMOUNT, subject=found[0].id)
    return Answer(line.id, Target.ORDER, Why.ORDER_WORDS, subject=said[0].id)


def suspense(line: BankLine, reason: Why, **facts: Fact) -> Answer:
    """Return that a person decides about a line, and why."""
    return Answer(line.id, Target.SUSPENSE, reason, facts)


def _by_reference(line: BankLine, order: Order) -> Answer:
    if line.amount > 0:
        return suspense(line, Why.ORDER_RETURNED)
    if order.state == Ordered.PAID:
        return suspense(line, Why.ORDER_PAID_BEFORE)
    if order.state == Ordered.CANCELLED:
        return suspense(line, Why.ORDER_CANCELLED)
    if order.amount != -line.amount:
        return suspense(line, Why.ORDER_OTHER_AMOUNT, ordered_cents=order.amount)
    return Answer(line.id, Target.ORDER, Why.ORDER_REFERENCE, subject=order.id)


def _may_be(line: BankLine, order: Order) -> bool:
    """Say whether account, amount, our own account and the day agree; a reference that is not ours speaks against it."""
    same_side = not line.own or not order.own or line.own == order.own
    return order.iban == line.iban and order.amount == -line.amount and same_side and order.since <= line.day


def _says(line: BankLine, order: Order) -> bool:
    """Say whether a line carries the communication of an order, however it is written."""
    if not order.words:
        return False
    return order.words in shapes_in(line.words) or order.words.casefold() in line.words.casefold()
