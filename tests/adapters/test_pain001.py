"""Payment orders for a bank: valid against its schema, ours to the byte, the Belgian communication where it belongs."""

from datetime import UTC, date, datetime

import pytest
from lxml import etree

from koprogo.adapters.pain001 import NAMES, Order, Transfer, pain001, read_payments
from koprogo.core.money import Money

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
STRUCTURED = Transfer("KG-1-1", "Ascenseurs du Midi", "BE68539007547034", Money(36_300), "", "090933755493")
FREE = Transfer("KG-1-2", "Façades & Cie", "BE71096123456769", Money(5), "Facture n° 12 – août")


def order(*transfers, **more):
    facts = {
        "message_id": "KG-1", "made_at": AT, "name": "ACP Les Tilleuls", "iban": "BE71096123456769",
        "day": date(2026, 11, 25), "transfers": transfers or (STRUCTURED, FREE),
    }  # fmt: skip
    return Order(**{**facts, **more})


def texts(content, path):
    return [each.text for each in etree.fromstring(content).iterfind(f".//{path}", NAMES)]


def test_sums_ids_and_the_day_are_ours():
    found = pain001(order())
    assert texts(found, "p:MsgId") == ["KG-1"] and texts(found, "p:PmtInfId") == ["KG-1"]
    assert texts(found, "p:NbOfTxs") == ["2", "2"] and texts(found, "p:CtrlSum") == ["363.05", "363.05"]
    assert texts(found, "p:InstdAmt") == ["363.00", "0.05"] and texts(found, "p:ReqdExctnDt/p:Dt") == ["2026-11-25"]
    assert texts(found, "p:CreDtTm") == ["2026-11-22T13:00:00+01:00"]
    assert texts(found, "p:BtchBookg") == ["false"], "each payment is a line of the statement"


def test_the_structured_communication_is_no_free_text():
    found = pain001(order())
    assert texts(found, "p:Strd/p:CdtrRefInf/p:Ref") == ["090933755493"]
    assert texts(found, "p:Strd//p:Cd") == ["SCOR"] and texts(found, "p:Strd//p:Issr") == ["BBA"]
    assert texts(found, "p:Ustrd") == ["Facture ndeg 12 - aout"], "only the free one, in signs a bank takes"


def test_the_same_order_gives_the_same_bytes_and_never_a_second_copy():
    assert pain001(order()) == pain001(order())
    assert len(texts(pain001(order()), "p:CdtTrfTxInf")) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"message_id": "x" * 36},
        {"iban": "not an account"},
        {"transfers": [Transfer("E", "A", "BE", Money(1), "w")]},
        {"transfers": [Transfer("E" * 36, "A", "BE71096123456769", Money(1), "w")]},
        {"transfers": [Transfer("E", "A", "BE71096123456769", Money(-5), "w")]},
    ],
)
def test_what_does_not_hold_to_the_schema_is_our_mistake_and_never_leaves(more):
    with pytest.raises(ValueError, match="does not hold"):
        pain001(order(**more))


def test_a_file_is_read_back_payment_by_payment():
    assert read_payments(pain001(order())) == [
        ("KG-1-1", "BE68539007547034", 36_300),
        ("KG-1-2", "BE71096123456769", 5),
    ]
    with pytest.raises(ValueError, match="no payment order"):
        read_payments(b"%PDF-1.7")
