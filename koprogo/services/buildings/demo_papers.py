"""Papers of the demo's suppliers: a PDF drawn without a printer of ours, its electronic twin. Invented firms."""

from datetime import date
from xml.sax.saxutils import escape

from koprogo.core.money import Money
from koprogo.core.numbers import format_iban
from koprogo.i18n.format import day as written_day
from koprogo.i18n.format import euros

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate><cbc:DueDate>{due_on}</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
    <cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>
      <cbc:CompanyID schemeID="0208">{firm}</cbc:CompanyID></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>{words}</cbc:PaymentID>
    <cac:PayeeFinancialAccount><cbc:ID>{iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxSubtotal>
    <cbc:TaxableAmount currencyID="EUR">{net}</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount>
    <cac:TaxCategory>{category}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>{words}</cbc:Name><cac:ClassifiedTaxCategory>{category}</cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">{net}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
"""
CATEGORY = "<cbc:ID>S</cbc:ID><cbc:Percent>{}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def electronic_invoice(
    name: str, firm: str, words: str, day: date, *, number: str, net: Money, gross: Money, rate: str, iban: str,
    due_on: date,
) -> bytes:  # fmt: skip
    """Return an electronic invoice of one line (UBL 2.1); `firm` is an enterprise number, `rate` a rate above nought."""
    facts = {
        "name": name, "firm": firm, "words": words, "number": number, "day": day, "due_on": due_on, "iban": iban,
        "net": net, "gross": gross, "vat": gross - net,
    }  # fmt: skip
    said = {key: escape(str(value)) for key, value in facts.items()}
    return UBL.format(category=CATEGORY.format(rate), **said).encode()


def drawn_invoice(
    name: str,
    words: str,
    day: date,
    gross: Money,
    *,
    number: str = "",
    net: Money | None = None,
    iban: str = "",
    due_on: date | None = None,
) -> bytes:
    """Return the bytes of a one-page invoice in French; the same facts give the same bytes."""
    lines = [
        (24, 780, name),
        (12, 740, f"Facture {number}".strip()),
        (12, 722, f"Date : {written_day(day, 'fr')}"),
        (12, 704, "À l’attention de la Résidence Les Tilleuls, association des copropriétaires"),
        (12, 650, words),
        (14, 580, f"Total à payer, TVA comprise : {euros(gross, 'fr')}"),
    ]
    if net is not None:
        lines.append((12, 620, f"Montant hors TVA : {euros(net, 'fr')}"))
        lines.append((12, 602, f"TVA : {euros(gross - net, 'fr')}"))
    until = f"Payable avant le {written_day(due_on, 'fr')}" if due_on else "Payable à trente jours"
    lines.append((10, 550, f"{until}{f' sur le compte {format_iban(iban)}' if iban else ''}."))
    shown = "\n".join(f"BT /F1 {size} Tf 60 {top} Td ({_escaped(text)}) Tj ET" for size, top, text in lines)
    stream = shown.encode("cp1252", "replace")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
    )
    return _assembled(parts)


def _assembled(parts: tuple[bytes, ...]) -> bytes:
    content, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += str(number).encode() + b" 0 obj\n" + part + b"\nendobj\n"
    start, count = len(content), len(parts) + 1
    content += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
    content += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return content + f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _escaped(text: str) -> str:
    plain = text.replace("\u202f", "\u00a0").replace("\u2212", "-")
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
