"""Electronic invoices: what is read, and everything that is refused by name."""

from datetime import date
from pathlib import Path

import pytest

from koprogo.adapters.ubl import looks_like_ubl, read_ubl
from koprogo.core.errors import BadInput
from koprogo.core.money import Money
from koprogo.rules.charges.invoice_totals import NetLine, Refusal, VatRate, totals

DATA = Path(__file__).resolve().parents[1] / "data"
LIFT, MIXED, NOTE = ((DATA / f"ubl-{name}.xml").read_bytes() for name in ("lift", "four-lines", "credit-note"))


def sums(found):
    return totals([NetLine(line.rate, line.net) for line in found.lines], found.gross, found.stated_vat)


def test_an_invoice_with_a_period_a_discount_an_advance_and_a_pdf_inside():
    found = read_ubl(LIFT)
    assert (found.number, found.day, found.due) == ("2025/0417", date(2025, 3, 14), date(2025, 4, 13))
    assert (found.supplier_name, found.supplier_number) == ("Ascenseurs du Midi SA", "0403019261")
    assert (found.customer_number, found.iban) == ("0678123436", "BE71096123456769")
    assert found.communication == "+++090/9337/55493+++"
    assert (found.begins, found.ends) == (date(2025, 1, 1), date(2025, 7, 1)), "half-open: the last day is inside"
    assert [(line.net.cents, line.rate) for line in found.lines] == [
        (48_000, VatRate.SIX), (4_000, VatRate.SIX), (-2_000, VatRate.SIX),
    ]  # fmt: skip
    assert (found.gross, found.prepaid) == (Money(53_000), Money(10_000)), "an advance is a payment, not less cost"
    assert [(file.name, file.content[:5]) for file in found.files] == [("../../facture 2025-0417.pdf", b"%PDF-")]


def test_every_sample_adds_up_by_our_own_rule():
    assert [(sums(read_ubl(each)).refusal, sums(read_ubl(each)).difference.cents) for each in (LIFT, MIXED, NOTE)] == [
        (Refusal.NONE, 0), (Refusal.NONE, 3), (Refusal.NONE, 0),
    ]  # fmt: skip


def test_rates_are_compared_as_numbers_and_exempt_is_no_rate():
    assert [line.rate for line in read_ubl(MIXED).lines] == [VatRate.TWENTY_ONE, VatRate.SIX, VatRate.EXEMPT]


def test_a_credit_note_has_amounts_above_nought_and_its_own_lines():
    found = read_ubl(NOTE)
    assert found.is_credit_note and found.gross == Money(12_100) and found.due == date(2025, 7, 10)
    assert found.lines[0].words == "Intervention facturée deux fois"


DOCTYPE = b'<!DOCTYPE Invoice [<!ENTITY who SYSTEM "file:///etc/passwd">]>\n<Invoice'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cannot be read"),
        (b"%PDF-1.7", "cannot be read"),
        (b"<html/>", "no invoice"),
        (LIFT[:-20], "cannot be read"),
        (LIFT.replace(b"<Invoice", DOCTYPE, 1), "document type"),
        (LIFT.replace(b">EUR<", b">USD<", 1), "only euros"),
        (LIFT.replace(b'currencyID="EUR">40.00', b'currencyID="USD">40.00', 1), "only euros"),
        (LIFT.replace(b"<cbc:Percent>6.00<", b"<cbc:Percent>7.50<", 1), "6, 12 and 21"),
        (LIFT.replace(b"<cbc:Percent>6.00<", b"<cbc:Percent>six<", 1), "6, 12 and 21"),
        (LIFT.replace(b">480.00</cbc:LineExtensionAmount>", b">480.001</cbc:LineExtensionAmount>"), "whole cents"),
        (LIFT.replace(b">480.00</cbc:LineExtensionAmount>", b">NaN</cbc:LineExtensionAmount>"), "whole cents"),
        (LIFT.replace(b">480.00</cbc:LineExtensionAmount>", b">1E999999</cbc:LineExtensionAmount>"), "whole cents"),
        (LIFT.replace(b"<cbc:Percent>6.00<", b"<cbc:Percent>sNaN<", 1), "6, 12 and 21"),
        (LIFT.replace(b">2025-03-14<", b">0001-01-01<"), "a day that is none"),
        (LIFT.replace(b"<cbc:EndDate>2025-06-30<", b"<cbc:EndDate>9999-12-31<"), "a day that is none"),
        (LIFT.replace(b">530.00</cbc:TaxInclusiveAmount>", b"></cbc:TaxInclusiveAmount>"), "whole cents"),
        (LIFT.replace(b">2025-03-14<", b">14/03/2025<"), "a day that is none"),
        (LIFT.replace(b">2025-03-14<", b"><"), "names no day"),
        (LIFT.replace(b"BE71 0961 2345 6769", b"BE72 0961 2345 6769"), "account number"),
        (LIFT.replace(b"JVBERi0", b"????", 1), "cannot be read"),
        (b" " * 20_000_001, "at most"),
    ],
)
def test_what_is_refused_and_why(content, says):
    with pytest.raises(BadInput) as refusal:
        read_ubl(content)
    assert says in refusal.value.problems[0].message_id


def test_amounts_with_more_noughts_are_still_cents_and_unit_prices_are_not_read():
    found = read_ubl(LIFT.replace(b">40.00</cbc:LineExtensionAmount>", b">40.0000</cbc:LineExtensionAmount>"))
    assert found.lines[1].net == Money(4_000)


def test_a_foreign_supplier_has_no_number_of_ours():
    assert read_ubl(LIFT.replace(b"0403019261", b"DE123456789")).supplier_number == ""


def test_what_may_be_such_a_file_at_all():
    assert looks_like_ubl(LIFT) and looks_like_ubl(NOTE)
    assert not looks_like_ubl(b"%PDF-1.7") and not looks_like_ubl(b"<html></html>")
