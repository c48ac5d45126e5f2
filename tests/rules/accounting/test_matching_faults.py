"""Named faults planted in the matching, one at a time: each must change the answer of a case beside it."""

import importlib
from dataclasses import replace

import pytest

from koprogo.rules.accounting.bank_facts import Debtor
from tests.mutants.planting import PACKAGE, planted
from tests.rules.accounting.bank_cases import KNOWN, MARIE_CALL, TOM, item, line, with_items
from tests.rules.accounting.test_matching import CASES, JAN, JAN_CALL
from tests.rules.accounting.test_open_items import CREDIT, OWNED
from tests.rules.accounting.test_order_lines import ORDER_CASES, ORDERED

MATCHING, DESK, ITEMS, NUMBERS, NAMES, ORDERS = (
    f"rules.accounting.{name}"
    for name in ("matching", "match_desk", "open_items", "numbers_in_text", "payer_names", "order_lines")
)
RESERVED = with_items(item(1, JAN, 40700, reserve=2200))
SERIES = [([case[1]], KNOWN) for case in CASES] + [
    ([line(25000, MARIE_CALL), line(25000, MARIE_CALL)], KNOWN),
    ([line(39000, JAN_CALL)], RESERVED),
    ([line(16130, name="Claes")], replace(KNOWN, debtors=(Debtor(TOM, ("Claes",)),))),
    *(([case[1]], ORDERED) for case in ORDER_CASES),
    (OWNED, CREDIT),
    ([line(38500, JAN_CALL, iban="BE43068999999501", name="Jan Peeters"), line(9, iban="BE43068999999501")], KNOWN),
]
# fmt: off
FAULTS = [
    ("two numbers: the first one counts", MATCHING, "if len(valid) > 1:", "if False:"),
    ("another owner's account says nothing", MATCHING, "if payers and issued.debtor not in payers and not agrees:",
     "if False:"),
    ("a parent may not pay for her child", MATCHING, "issued.debtor not in payers and not agrees:",
     "issued.debtor not in payers:"),
    ("another owner's name says nothing", MATCHING, "if not payers and named and issued.debtor not in named:",
     "if False:"),
    ("a slip is mended without the account", MATCHING, "issued.debtor not in desk.payers(line.iban) or not _owes",
     "not _owes"),
    ("a slip is mended without the amount", MATCHING, "or not _owes(line.amount, desk, issued)", ""),
    ("a slip that says another owner is nothing", MATCHING, "pointed and answer.subject not in pointed", "False"),
    ("an account elsewhere says nothing", MATCHING, "if line.iban in desk.known.elsewhere_payers:", "if False:"),
    ("a number of elsewhere says nothing", MATCHING, "if number in desk.known.elsewhere_numbers:", "if False:"),
    ("a near name says nothing", MATCHING, "if len(named) > 1 or desk.called_nearly",
     "if len(named) > 1 and desk.called_nearly"),
    ("own accounts are strangers", MATCHING, "if own := desk.known.own_accounts.get(line.iban):", "if own := None:"),
    ("an order of another amount is closed", ORDERS, "if order.amount != -line.amount:", "if False:"),
    ("an order is closed by its amount", ORDERS, "return order.iban == line.iban and order.amount",
     "return order.amount"),
    ("a cancelled order is closed", ORDERS, "if order.state == Ordered.CANCELLED:", "if False:"),
    ("a payment is made twice", ORDERS, "if order.state == Ordered.PAID:", "if False:"),
    ("what comes back is nobody's", ORDERS, "if line.amount > 0:\n        return suspense",
     "if False:\n        return suspense"),
    ("an older line pays a later order", ORDERS, " and order.since <= line.day", ""),
    ("another account of ours pays it", ORDERS, "same_side = not line.own or not order.own or line.own == order.own",
     "same_side = True"),
    ("credit is not taken off", ITEMS, "left, found = max(self._credit[debtor], 0), []", "left, found = 0, []"),
    ("the first of several owners", DESK, "if len(owners) == 1 and len(next(iter(owners))) == 1 else ()",
     "if found else ()"),
    ("a rule looks at no direction", DESK, "rule.incoming == (line.amount > 0)", "True"),
    ("number and amount teach an account", MATCHING, "and issued.debtor in named)", ")"),
    ("sums of two only", ITEMS, "MOST_TOGETHER = 3", "MOST_TOGETHER = 2"),
    ("the reserve part comes first", ITEMS, "other = min(left, item.other)\n",
     "other = min(max(left - item.reserve, 0), item.other)\n"),
    ("what is left is lost", ITEMS, "return (*parts, Part(None, left)) if left else tuple(parts)",
     "return tuple(parts)"),
    ("a phone number hides the number", NUMBERS, "SHAPE.findall(text)", 'SHAPE.findall(re.sub(r"\\D", "", text))'),
    ("the check is not asked", NUMBERS, "== int(digits[10:])", ">= 0"),
    ("one word is a full name", NAMES, "len(words) > 1 and words", "words"),
    ("names are told apart by letters", NAMES, "NEAR = 2", "NEAR = 0"),
]
# fmt: on


def answers():
    """Return what the rules, imported now, say of every case."""
    match_lines = importlib.import_module("koprogo.rules.accounting.matching").match_lines
    said = []
    for lines, known in SERIES:
        for each in match_lines(lines, known):
            parts = [(part.item, part.other, part.reserve) for part in each.parts]
            said.append((each.subject, each.reason.name, parts, each.teaches))
    return said


def planted_answers(module, before, after):
    source = (PACKAGE / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{before!r} occurs {source.count(before)} times"
    with planted(f"koprogo.{module}", source.replace(before, after)):
        return answers()


def test_nothing_changes_when_nothing_is_planted():
    assert planted_answers(MATCHING, "if len(valid) > 1:", "if len(valid) > 1:") == answers()


@pytest.mark.parametrize(("module", "before", "after"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_planted_fault_changes_an_answer(module, before, after):
    right = answers()
    assert planted_answers(module, before, after) != right
