"""Whose is a movement of the bank account? Eight steps, in this order; unsure goes to a person, never guessed.

1. Between two own accounts; a number or a payer of another association goes to suspense.  2. Numbers by their shape; two
different ones go to a person.  3. A number issued here.  4. A number one slip away, where amount and account agree.
5. An account that paid before.  6. Full name and amount, where nobody is too near.  7. Rules; what leaves the bank closes a
payment order (`order_lines.py`).  8. Never the amount alone: suspense. Practice of keeping the accounts (art. 3.89 §5, 15°):
docs/algorithms/matching.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from koprogo.core.errors import Fact
from koprogo.core.numbers import format_structured
from koprogo.core.sources import cites
from koprogo.rules.accounting.bank_facts import Answer, BankLine, Issued, Item, Known, Target, age_of
from koprogo.rules.accounting.match_desk import Desk, fitting_items, fitting_rules
from koprogo.rules.accounting.match_messages import MatchMessage as Why
from koprogo.rules.accounting.numbers_in_text import is_communication, one_slip_away, shapes_in
from koprogo.rules.accounting.open_items import spread
from koprogo.rules.accounting.order_lines import by_order, suspense
from koprogo.rules.texts import CC_3_89_5_15


@cites(CC_3_89_5_15)
def match_lines(lines: Iterable[BankLine], known: Known) -> list[Answer]:
    """Return what becomes of each line, in the order given; each match lowers what the next ones see open."""
    desk = Desk(known)
    answers = []
    for line in lines:
        answer = match_line(line, desk)
        desk.take(line, answer)
        answers.append(answer)
    return answers


@cites(CC_3_89_5_15)
def match_line(line: BankLine, desk: Desk) -> Answer:
    """Return what becomes of one line; `desk` is read, not changed."""
    if ordered := by_order(line, desk):
        return ordered
    if own := desk.known.own_accounts.get(line.iban):
        return Answer(line.id, Target.OWN, Why.OWN_ACCOUNT, subject=own)
    if line.amount > 0:
        return _receipt(line, desk)
    return _by_rule(line, desk) or suspense(line, Why.UNORDERED if line.iban else Why.UNKNOWN)


@dataclass(frozen=True)
class _Slips:
    """What a mistyped number may have been: its text, the numbers issued here, and whether one of elsewhere is as near."""

    typed: str
    numbers: tuple[str, ...]
    elsewhere: bool


def _receipt(line: BankLine, desk: Desk) -> Answer:
    shapes = shapes_in(line.words)
    valid = [each for each in shapes if is_communication(each)]
    if len(valid) > 1:
        return suspense(line, Why.TWO_NUMBERS, n=len(valid))
    for number in valid:
        if issued := desk.known.numbers.get(number):
            return _by_number(line, desk, number, issued)
        if number in desk.known.elsewhere_numbers:
            return suspense(line, Why.ELSEWHERE_NUMBER, number=format_structured(number))
    slips = _slips([each for each in shapes if each not in valid], desk)
    return _mistyped(line, desk, slips) or _held_against(line, desk, slips, _by_payer(line, desk))


def _by_payer(line: BankLine, desk: Desk) -> Answer:
    if desk.payers(line.iban):
        return _by_account(line, desk)
    if line.iban in desk.known.elsewhere_payers:
        return suspense(line, Why.ELSEWHERE_ACCOUNT)
    return _by_name(line, desk) or _by_rule(line, desk) or suspense(line, Why.UNKNOWN)


def _by_number(line: BankLine, desk: Desk, number: str, issued: Issued) -> Answer:
    """Step 3: the number says whose it is, unless the account or the name says somebody else."""
    payers, named = desk.payers(line.iban), desk.called(line.name)
    agrees = _agrees(line.amount, desk, issued)
    if payers and issued.debtor not in payers and not agrees:
        return suspense(line, Why.OTHER_PAYER, number=format_structured(number))
    if not payers and named and issued.debtor not in named:
        return suspense(line, Why.OTHER_NAME, number=format_structured(number))
    return _for_number(line, desk, number, issued, teaches=agrees and bool(line.iban) and issued.debtor in named)


def _for_number(line: BankLine, desk: Desk, number: str, issued: Issued, *, teaches: bool) -> Answer:
    said = format_structured(number)
    if issued.item is None:
        parts = spread(line.amount, desk.items.after_credit(issued.debtor))
        facts: dict[str, Fact] = {"number": said}
        return Answer(line.id, Target.DEBTOR, Why.OWN_NUMBER, facts, issued.debtor, parts, teaches)
    item = desk.items.item(issued.item)
    reason, facts = _how_far(line.amount, item, said)
    return Answer(line.id, Target.DEBTOR, reason, facts, issued.debtor, spread(line.amount, [item]), teaches)


def _how_far(amount: int, item: Item, said: str) -> tuple[Why, dict[str, Fact]]:
    if not item.open:
        return Why.CALL_NUMBER_PAID, {"number": said}
    if amount < item.open:
        return Why.CALL_NUMBER_PART, {"number": said, "open_cents": item.open - amount}
    if amount > item.open:
        return Why.CALL_NUMBER_MORE, {"number": said, "more_cents": amount - item.open}
    return Why.CALL_NUMBER, {"number": said}


def _agrees(amount: int, desk: Desk, issued: Issued) -> bool:
    """Say whether an amount is what the number asks for: a call's open or whole amount, or open calls of the debtor."""
    if issued.item is not None:
        item = desk.items.item(issued.item)
        return amount in (item.open, item.called)
    found = desk.items.of(issued.debtor)
    return bool(fitting_items(amount, found)) or amount in (
        sum(item.open for item in found),
        desk.items.owed(issued.debtor),
    )


def _slips(wrong: list[str], desk: Desk) -> _Slips:
    here: set[str] = set()
    elsewhere = False
    for typed in wrong:
        here |= set(one_slip_away(typed, desk.known.numbers))
        elsewhere = elsewhere or bool(one_slip_away(typed, desk.known.elsewhere_numbers))
    return _Slips(wrong[0] if wrong else "", tuple(sorted(here)), elsewhere)


def _mistyped(line: BankLine, desk: Desk, slips: _Slips) -> Answer | None:
    """Step 4: one candidate, of this association, its open amount, from an account of that owner; else not by number."""
    if len(slips.numbers) != 1 or slips.elsewhere:
        return None
    number = slips.numbers[0]
    issued = desk.known.numbers[number]
    if issued.debtor not in desk.payers(line.iban) or not _owes(line.amount, desk, issued):
        return None
    facts = {"typed": slips.typed, "number": format_structured(number)}
    found = desk.items.of(issued.debtor) if issued.item is None else [desk.items.item(issued.item)]
    return Answer(line.id, Target.DEBTOR, Why.MISTYPED, facts, issued.debtor, spread(line.amount, found))


def _owes(amount: int, desk: Desk, issued: Issued) -> bool:
    if issued.item is not None:
        return desk.items.item(issued.item).open == amount
    return bool(fitting_items(amount, desk.items.of(issued.debtor)))


def _held_against(line: BankLine, desk: Desk, slips: _Slips, answer: Answer) -> Answer:
    """Let no account or name outdo a number that was nearly right and is somebody else's."""
    pointed = {desk.known.numbers[number].debtor for number in slips.numbers}
    if answer.target is Target.DEBTOR and (slips.elsewhere or (pointed and answer.subject not in pointed)):
        return suspense(line, Why.SLIP_AGAINST, typed=slips.typed)
    return answer


def _by_account(line: BankLine, desk: Desk) -> Answer:
    """Step 5: an account that paid before, for one owner by amount or sum, for several only where one of them fits."""
    owners = desk.payers(line.iban)
    items = sorted((item for each in owners for item in desk.items.of(each)), key=age_of)
    found = fitting_items(line.amount, items)
    if not found:
        return _whole_balance(line, desk, owners)
    reason, facts = (Why.KNOWN_ACCOUNT, {}) if len(found) == 1 else (Why.KNOWN_ACCOUNT_SUM, {"n": len(found)})
    return Answer(line.id, Target.DEBTOR, reason, facts, found[0].debtor, spread(line.amount, found))


def _whole_balance(line: BankLine, desk: Desk, owners: frozenset[UUID]) -> Answer:
    """Step 5, all she owes: what is open less her credit, where the account pays for nobody else."""
    if len(owners) > 1:
        return suspense(line, Why.SEVERAL_OWNERS)
    debtor = next(iter(owners))
    if line.amount != desk.items.owed(debtor):
        return suspense(line, Why.KNOWN_WITHOUT_AMOUNT)
    parts = spread(line.amount, desk.items.after_credit(debtor))
    return Answer(line.id, Target.DEBTOR, Why.KNOWN_ACCOUNT_ALL, subject=debtor, parts=parts)


def _by_name(line: BankLine, desk: Desk) -> Answer | None:
    """Step 6: a full name and an open amount together; nothing when no owner of that name owes it."""
    owing = desk.items.owing(line.amount)
    named = desk.called(line.name) & owing
    if not named:
        return None
    if len(named) > 1 or desk.called_nearly(line.name, owing - named):
        return suspense(line, Why.SIMILAR_NAMES)
    debtor = next(iter(named))
    found = next(item for item in desk.items.of(debtor) if item.open == line.amount)
    return Answer(line.id, Target.DEBTOR, Why.NAME_AND_AMOUNT, {}, debtor, spread(line.amount, [found]))


def _by_rule(line: BankLine, desk: Desk) -> Answer | None:
    """Step 7, rules: one account and one key are said, by however many of them."""
    found = fitting_rules(line, desk.known.rules)
    if not found:
        return None
    if len({(rule.account, rule.key) for rule in found}) > 1:
        return suspense(line, Why.SEVERAL_RULES)
    return Answer(line.id, Target.RULE, Why.BOOKING_RULE, subject=found[0].id)
