"""What a voucher is about, for a screen that words it in the reader's language.

A voucher keeps one text, in the language of the books. What the product wrote itself is said again here as a message and
its facts, from the kind, the reference and what stands beside them; what a person or the bank wrote stays as it is (`own`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.numbers import with_structured
from koprogo.core.permissions import allows, require
from koprogo.services.accounting.others import NOT_HER_WORDS, OTHERS
from koprogo.services.accounting.reserved import LOANS, STATEMENT

ABOUT = f"""
SELECT e.id, e.reverses IS NOT NULL AS taken_back, e.text AS words, a.kind, a.text, a.day, a.reference, p.starts,
       p.next_starts, c.kind AS call_kind, c.number, c.instalments, c.starts AS call_starts, s.first, s.until
  FROM entry e
  JOIN entry a ON a.association_id = e.association_id AND a.id = coalesce(e.reverses, e.id)
  JOIN period p ON p.association_id = a.association_id AND p.id = a.period_id
  LEFT JOIN call c ON a.kind = 'call' AND c.association_id = a.association_id AND c.reference = a.reference
  LEFT JOIN LATERAL (SELECT min(l.cost_from) AS first, max(l.cost_until) AS until FROM entry_line l
       WHERE a.kind = 'settlement' AND l.association_id = a.association_id AND l.entry_id = a.id) s ON true
 WHERE e.association_id = :t AND e.id = ANY (:ids)
   AND (:reads_all OR NOT {OTHERS})
"""
SALE = re.compile(r"SALE-(.+)-\d{4}-\d{2}-\d{2}(?:-CALLS-\d+|#\d+)?", re.ASCII)
CLAIM = re.compile(r"CLAIM-0*(\d+)", re.ASCII)


class EntryMessage(StrEnum):
    """What vouchers are about; days, numbers and names are their facts."""

    CALL = "Call for funds {number} of {of}, {year}"
    SPECIAL = "Special call for funds, {year}"
    WORKING = "Call for the working fund, {year}"
    LOAN_CALL = "Loan, instalment {number} of {of}"
    LOAN_CASH = "Works paid cash, without the loan"
    LOAN_EARLY = "Loan, early repayment"
    SETTLEMENT = "Settlement from {start} to {end}"
    STATEMENT = "Statement of actual costs from {start} to {end}"
    SALE = "Working fund of lot {lot} at its sale"
    CARRIED = "Calls of lot {lot} carried over at its sale"
    CLAIM = "Claim {number}: what the insurer did not pay"
    LOAN = "Loan: {words}"
    DUE_WITHIN = "Loans due within a year of {day}"
    SPREAD = "Costs in the days they are for, up to {last}"
    CLOSING = "Closing of the year from {first} to {last}"
    OPENING = "Taken over from the old books"
    RECEIPT = "Payment received"
    REFUND = "Paid back to the owner"
    PAYMENT = "Payment to a supplier"
    TRANSFER = "Transfer between the association’s own accounts"
    SUSPENSE = "Bank line that waits for an explanation"
    BANK = "Booked from the bank statement"
    INVOICE = "Invoice: {words}"
    CREDIT_NOTE = "Credit note: {words}"
    ACCRUAL = "Booked at the year’s end, taken back on the next day"


CALLS = {
    "budget": EntryMessage.CALL, "special": EntryMessage.SPECIAL, "working": EntryMessage.WORKING,
    "loan": EntryMessage.LOAN_CALL, "loan_cash": EntryMessage.LOAN_CASH, "loan_early": EntryMessage.LOAN_EARLY,
}  # fmt: skip
PLAIN = {
    "opening": EntryMessage.OPENING, "receipt": EntryMessage.RECEIPT, "refund": EntryMessage.REFUND,
    "payment": EntryMessage.PAYMENT, "transfer": EntryMessage.TRANSFER, "suspense": EntryMessage.SUSPENSE,
    "bank": EntryMessage.BANK, "bank_rule": EntryMessage.BANK, "accrual": EntryMessage.ACCRUAL,
}  # fmt: skip
"""Kinds that say what it is by themselves; what the bank or a person wrote stands beside them."""
NAMED = {"invoice": EntryMessage.INVOICE, "credit_note": EntryMessage.CREDIT_NOTE}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class EntryWords:
    """What a voucher is about.

    Attributes:
        message_id: in English, to be said with `facts`; empty where the voucher's own words are all there is.
        facts: whole numbers, ISO days and names.
        own: what a person or the bank wrote, in its language; empty where the product wrote the text.
        taken_back: it takes another voucher back, which is what is said here; `own` is then why.
    """

    message_id: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    own: str = ""
    taken_back: bool = False


async def entry_words(
    session: AsyncSession, actor: Actor, association_id: UUID, entry_ids: Iterable[UUID]
) -> dict[UUID, EntryWords]:
    """Return what these vouchers are about; those that are about other owners only are left out for an owner."""
    require(actor, "figures.read", association_id)
    facts: dict[str, Any] = {
        "t": association_id, "ids": list(dict.fromkeys(entry_ids)), "p": actor.person_id,
        "reads_all": allows(actor, "books.read", association_id),
    }  # fmt: skip
    rows = (await session.execute(text(ABOUT), facts)).mappings()
    found = {row["id"]: (row["kind"], _words(row)) for row in rows}
    return {
        each: replace(words, own="")
        if kind in NOT_HER_WORDS and not words.taken_back and not facts["reads_all"]
        else words
        for each, (kind, words) in found.items()
    }


def _words(row: RowMapping) -> EntryWords:
    """Word one voucher; one that is taken back is said as what it was, with why it was."""
    own = with_structured(row["text"])
    found = _said(row)
    message, facts, says_all = found if found is not None else ("", {}, False)
    if row["taken_back"]:
        stands = {} if message else {"words": own}
        return EntryWords(message or "{words}", {**facts, **stands}, with_structured(row["words"]), taken_back=True)
    return EntryWords(message, facts, "" if says_all else own)


def _said(row: RowMapping) -> tuple[str, dict[str, str | int], bool] | None:
    """Return the message of a kind, its facts, and whether it says all the text says; None for what only people word."""
    kind, reference = row["kind"], row["reference"]
    if kind in PLAIN:
        return PLAIN[kind], {}, False
    if kind in NAMED:
        return NAMED[kind], {"words": row["text"]}, True
    if kind == "call" and row["call_kind"] in CALLS:
        numbers = {"number": row["number"], "of": row["instalments"], "year": row["call_starts"].year}
        return CALLS[row["call_kind"]], numbers, True
    if kind == "settlement" and row["first"] is not None:
        message = EntryMessage.STATEMENT if reference.startswith(STATEMENT) else EntryMessage.SETTLEMENT
        return message, _days("start", "end", row["first"], row["until"]), True
    if kind == "closing":
        return EntryMessage.CLOSING, _days("first", "last", row["starts"], row["next_starts"]), True
    if kind == "spread":
        return EntryMessage.SPREAD, {"last": row["day"].isoformat()}, True
    if kind == "loan":
        within = reference.startswith(LOANS)
        named: dict[str, str | int] = {"day": row["day"].isoformat()} if within else {"words": row["text"]}
        return EntryMessage.DUE_WITHIN if within else EntryMessage.LOAN, named, True
    return _by_reference(kind, reference)


def _by_reference(kind: str, reference: str) -> tuple[str, dict[str, str | int], bool] | None:
    """Word what a sale or a claim wrote, whose references name the lot or the number."""
    if sold := SALE.fullmatch(reference):
        messages = {"sale": EntryMessage.SALE, "sale_calls": EntryMessage.CARRIED}
        return (messages[kind], {"lot": sold[1]}, True) if kind in messages else None
    claim = CLAIM.fullmatch(reference)
    return (EntryMessage.CLAIM, {"number": int(claim[1])}, True) if claim and kind == "claim" else None


def _days(first: str, last: str, starts: date, until: date) -> dict[str, str | int]:
    """Return the first and the last of some days as facts, `until` exclusive."""
    return {first: starts.isoformat(), last: (until - DAY).isoformat()}
