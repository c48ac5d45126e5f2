"""Electronic invoices as Belgium sends them (UBL 2.1, Peppol BIS Billing 3): read an invoice or a credit note.

Only what an entry needs is read, and nothing is guessed: a currency other than the euro, a rate that Belgium does not have,
an amount finer than a cent are refused by name. Amounts of a credit note are above nought, as on paper. What was paid
before is not taken off: the whole invoice is a cost, and the payment another entry.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lxml import etree

from koprogo.core.days import named_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.numbers import enterprise_number, iban
from koprogo.rules.charges.invoice_totals import PERCENT, VatRate

LARGEST = 20_000_000
LONGEST = {"number": 60, "name": 120, "words": 200, "communication": 140}
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMES = {"a": UBL + "CommonAggregateComponents-2", "b": UBL + "CommonBasicComponents-2"}
INVOICE, CREDIT_NOTE = f"{{{UBL}Invoice-2}}Invoice", f"{{{UBL}CreditNote-2}}CreditNote"
EXEMPT = frozenset({"E", "O", "AE", "K", "G"})
"""Categories without VAT that name a reason; Z is a rate of nought."""
FIGURE = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{0,12})?")
"""An amount or a rate as the standard writes it: `Decimal` alone takes exponents and what is no number, too."""
RATES = {Decimal(PERCENT[rate]): rate for rate in VatRate if rate is not VatRate.EXEMPT}


@dataclass(frozen=True)
class UblLine:
    """A line before VAT, an allowance of the whole paper among them (negative)."""

    words: str
    net: Money
    rate: VatRate


@dataclass(frozen=True)
class Embedded:
    """A file inside: its name as the sender wrote it, which is never a path for us, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class UblInvoice:
    """What an electronic invoice says. `ends` is exclusive; numbers of firms are ten digits or empty; `iban` too."""

    is_credit_note: bool
    number: str
    day: date
    due: date | None
    supplier_name: str
    supplier_number: str
    customer_number: str
    iban: str
    communication: str
    begins: date | None
    ends: date | None
    lines: tuple[UblLine, ...]
    stated_vat: Mapping[VatRate, Money]
    gross: Money
    prepaid: Money
    files: tuple[Embedded, ...] = field(repr=False, default=())


def read_ubl(content: bytes) -> UblInvoice:
    """Read an electronic invoice or credit note.

    Raises:
        BadInput: it is no such file, or says something we do not take; the problem names what.
    """
    root = _root(content)
    note = root.tag == CREDIT_NOTE
    _euro_only(root)
    day = _day(root, "b:IssueDate")
    if day is None:
        raise _wrong("This file names no day of the invoice.")
    means, party = "a:PaymentMeans", "a:AccountingSupplierParty/a:Party"
    period = root.find("a:InvoicePeriod", NAMES)
    last = None if period is None else _day(period, "b:EndDate")
    gross = _amount(root, "a:LegalMonetaryTotal/b:TaxInclusiveAmount")
    return UblInvoice(
        is_credit_note=note,
        number=_text(root, "b:ID")[: LONGEST["number"]],
        day=day,
        due=_day(root, "b:DueDate") or _day(root, f"{means}/b:PaymentDueDate"),
        supplier_name=_supplier(root, party)[: LONGEST["name"]],
        supplier_number=_firm(root, party),
        customer_number=_firm(root, "a:AccountingCustomerParty/a:Party"),
        iban=_iban(_text(root, f"{means}/a:PayeeFinancialAccount/b:ID")),
        communication=_text(root, f"{means}/b:PaymentID")[: LONGEST["communication"]],
        begins=None if period is None else _day(period, "b:StartDate"),
        ends=None if last is None else last + timedelta(days=1),
        lines=tuple(_lines(root, note)),
        stated_vat=_stated(root),
        gross=gross,
        prepaid=_amount(root, "a:LegalMonetaryTotal/b:PrepaidAmount", ZERO),
        files=tuple(_files(root)),
    )


def looks_like_ubl(content: bytes) -> bool:
    """Say whether bytes may be such a file at all, so that anything else can be refused in other words."""
    return b"<" in content[:200] and UBL.encode() in content[:20_000]


def _root(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise _wrong("Choose a file of at most {most} MB.", most=LARGEST // 1_000_000)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _wrong("This file cannot be read as an electronic invoice (UBL). Send the PDF, and enter it.") from None
    if root.getroottree().docinfo.doctype:
        raise _wrong("This electronic invoice carries a document type, which no invoice has. It was not read.")
    if root.tag not in (INVOICE, CREDIT_NOTE):
        raise _wrong("This file is no invoice and no credit note (UBL).")
    return root


def _euro_only(root: Any) -> None:
    named = {each.get("currencyID") for each in root.iter() if each.get("currencyID")}
    for currency in sorted(named | {_text(root, "b:DocumentCurrencyCode") or "EUR"}):
        if currency != "EUR":
            raise _wrong("This invoice is in {currency}: only euros are booked here.", currency=currency[:3])


def _lines(root: Any, note: bool) -> Iterator[UblLine]:
    for line in root.findall("a:CreditNoteLine" if note else "a:InvoiceLine", NAMES):
        words = _text(line, "a:Item/b:Name") or _text(line, "a:Item/b:Description")
        rate = _rate(line.find("a:Item/a:ClassifiedTaxCategory", NAMES))
        yield UblLine(words[: LONGEST["words"]], _amount(line, "b:LineExtensionAmount"), rate)
    for each in root.findall("a:AllowanceCharge", NAMES):
        amount, rate = _amount(each, "b:Amount"), _rate(each.find("a:TaxCategory", NAMES))
        charged = _text(each, "b:ChargeIndicator") == "true"
        yield UblLine(_text(each, "b:AllowanceChargeReason")[: LONGEST["words"]], amount if charged else -amount, rate)


def _stated(root: Any) -> dict[VatRate, Money]:
    found: dict[VatRate, Money] = {}
    for each in root.findall("a:TaxTotal/a:TaxSubtotal", NAMES):
        rate = _rate(each.find("a:TaxCategory", NAMES))
        found[rate] = found.get(rate, ZERO) + _amount(each, "b:TaxAmount")
    return found


def _rate(category: Any) -> VatRate:
    if category is None:
        raise _wrong("A line of this electronic invoice names no VAT.")
    if _text(category, "b:ID") in EXEMPT:
        return VatRate.EXEMPT
    written = _text(category, "b:Percent") or "0"
    rate = RATES.get(Decimal(written)) if FIGURE.fullmatch(written) else None
    if rate is None:
        raise _wrong("This invoice has VAT of {rate} %, and there are 0, 6, 12 and 21 %.", rate=written[:10])
    return rate


def _files(root: Any) -> Iterator[Embedded]:
    for each in root.findall("a:AdditionalDocumentReference/a:Attachment/b:EmbeddedDocumentBinaryObject", NAMES):
        try:
            content = base64.b64decode("".join((each.text or "").split()), validate=True)
        except binascii.Error:
            raise _wrong("A file inside this electronic invoice cannot be read.") from None
        yield Embedded((each.get("filename") or "")[:200], content)


def _supplier(root: Any, party: str) -> str:
    return _text(root, f"{party}/a:PartyName/b:Name") or _text(root, f"{party}/a:PartyLegalEntity/b:RegistrationName")


def _firm(root: Any, party: str) -> str:
    """Return the first number of a firm that is one; a foreign one stays empty, and is entered by hand."""
    for path in ("a:PartyLegalEntity/b:CompanyID", "a:PartyTaxScheme/b:CompanyID", "b:EndpointID"):
        try:
            return enterprise_number(_text(root, f"{party}/{path}"))
        except ValueError:
            continue
    return ""


def _iban(text: str) -> str:
    try:
        return iban(text) if text else ""
    except ValueError:
        raise _wrong("The account number on this electronic invoice is none: {number}.", number=text[:40]) from None


def _text(element: Any, path: str) -> str:
    return " ".join((element.findtext(path, "", NAMES) or "").split())


def _day(element: Any, path: str) -> date | None:
    written = _text(element, path)
    try:
        return named_day(written[:10]) if written else None
    except ValueError:
        raise _wrong(
            "This electronic invoice has a day that is none: {day_written}.", day_written=written[:20]
        ) from None


def _amount(element: Any, path: str, default: Money | None = None) -> Money:
    written = _text(element, path)
    if not written and default is not None:
        return default
    cents = Decimal(written) * 100 if FIGURE.fullmatch(written) else None
    if cents is None or cents != cents.to_integral_value():
        what = path.rpartition(":")[2]
        raise _wrong("This electronic invoice has no amount in whole cents for {what}.", what=what)
    return Money(int(cents))


def _wrong(message_id: str, **facts: str | int) -> BadInput:
    return BadInput(Problem("file", message_id, facts))
