"""A payment order as a file for the bank (ISO 20022, pain.001.001.09), with the Belgian structured communication.

The library writes the frame; it takes any account number, any day, and puts a second copy of the payments into a second
export. So what goes in is judged before (`rules/charges/payment_order.py`), each file is made once from a fresh object, and
its ids and its instant are ours: the same order gives the same bytes, and the result is held against the bank's schema.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import sepaxml
from lxml import etree

from koprogo.core.clock import BRUSSELS
from koprogo.core.money import Money

SCHEMA = "pain.001.001.09"
NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:" + SCHEMA}
P = f"{{{NAMES['p']}}}"


@dataclass(frozen=True)
class Transfer:
    """One payment: its id for the bank's statement (at most 35 signs), to whom, how much, and what it says.

    `structured`: twelve digits; then `words` are not sent.
    """

    end_to_end_id: str
    name: str
    iban: str
    amount: Money
    words: str
    structured: str = ""


@dataclass(frozen=True)
class Order:
    """Payments from one account on one day; `message_id` at most 35 signs, never used twice."""

    message_id: str
    made_at: datetime
    name: str
    iban: str
    day: date
    transfers: Sequence[Transfer]


def pain001(order: Order) -> bytes:
    """Return the file, UTF-8; the same order gives the same bytes.

    Raises:
        ValueError: it does not hold to the schema; what is typed by people is judged before, so this is our mistake.
    """
    config = {"name": order.name, "IBAN": order.iban, "batch": True, "currency": "EUR"}
    made = sepaxml.SepaTransfer(config, schema=SCHEMA, clean=True)
    for each in order.transfers:
        made.add_payment(
            {
                "name": each.name, "IBAN": each.iban, "amount": each.amount.cents, "execution_date": order.day,
                "description": each.words or each.end_to_end_id, "endtoend_id": each.end_to_end_id,
            }
        )  # fmt: skip
    root = etree.fromstring(made.export(validate=False))
    _ours(root, order)
    _no_bic(root)
    for node, each in zip(root.iterfind(".//p:CdtTrfTxInf", NAMES), order.transfers, strict=True):
        if each.structured:
            _structured(node.find("p:RmtInf", NAMES), each.structured)
    if not _schema().validate(root):
        raise ValueError(f"the payment order does not hold to {SCHEMA}: {_schema().error_log.last_error}")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def read_payments(content: bytes) -> list[tuple[str, str, int]]:
    """Return id, account and cents of each payment of a file that was made here, in its order.

    Raises:
        ValueError: it is no such file.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as wrong:
        raise ValueError("it is no payment order") from wrong
    found = []
    for node in root.iterfind(".//p:CdtTrfTxInf", NAMES):
        words = [node.findtext(path, "", NAMES) for path in ("p:PmtId/p:EndToEndId", "p:CdtrAcct/p:Id/p:IBAN")]
        whole, _, part = node.findtext("p:Amt/p:InstdAmt", "", NAMES).partition(".")
        found.append((words[0], words[1], int(whole) * 100 + int(part.ljust(2, "0"))))
    return found


def _ours(root: Any, order: Order) -> None:
    """Put our ids and our instant in place of those the library draws; each payment is a line of the statement."""
    local = order.made_at.astimezone(BRUSSELS).replace(microsecond=0)
    for path, words in (
        (".//p:GrpHdr/p:MsgId", order.message_id),
        (".//p:GrpHdr/p:CreDtTm", local.isoformat()),
        (".//p:PmtInf/p:PmtInfId", order.message_id),
        (".//p:PmtInf/p:BtchBookg", "false"),
    ):
        root.find(path, NAMES).text = words


def _no_bic(root: Any) -> None:
    """Say that the banks follow from the account numbers, as the rulebook asks where no BIC is given."""
    for agent in root.iterfind(".//p:DbtrAgt/p:FinInstnId", NAMES):
        etree.SubElement(etree.SubElement(agent, P + "Othr"), P + "Id").text = "NOTPROVIDED"


def _structured(remittance: Any, digits: str) -> None:
    for child in list(remittance):
        remittance.remove(child)
    reference = etree.SubElement(etree.SubElement(remittance, P + "Strd"), P + "CdtrRefInf")
    kind = etree.SubElement(reference, P + "Tp")
    etree.SubElement(etree.SubElement(kind, P + "CdOrPrtry"), P + "Cd").text = "SCOR"
    etree.SubElement(kind, P + "Issr").text = "BBA"
    etree.SubElement(reference, P + "Ref").text = digits


@cache
def _schema() -> Any:
    return etree.XMLSchema(file=str(Path(sepaxml.__file__).parent / "schemas" / f"{SCHEMA}.xsd"))
