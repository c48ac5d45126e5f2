"""What the form of an invoice says, read into what the service takes; everything that cannot be read is said at once."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from koprogo.core.days import named_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.typed_amounts import typed_amount
from koprogo.rules.charges.invoice_totals import VatRate
from koprogo.services.charges.invoices.drafts import MOST_LINES, Draft, DraftLine
from koprogo.state.base import parse_id
from koprogo.state.buildings.here import said

LONGEST_LIST = 60_000
"""Characters of a list of amounts per lot that are looked at."""


def draft_said(answers: Mapping[str, object], supplier_id: UUID | None) -> Draft:
    """Return the draft a form describes; `supplier_id` is chosen or entered before.

    Raises:
        BadInput: amounts and days that cannot be read, each at its field.
        NotFound: an id that is none.
    """
    problems: list[Problem] = []
    last = _day(answers, "service_last", problems)
    decision, claim = said(answers, "decision"), said(answers, "claim")
    made = Draft(
        supplier_id=supplier_id,
        kind=said(answers, "kind") or "invoice",
        supplier_number=said(answers, "supplier_number"),
        day=_day(answers, "day", problems),
        due_on=_day(answers, "due_on", problems),
        gross=_amount(answers, "gross", problems),
        stated_vat={
            rate.value: _amount(answers, f"vat_{rate.value}", problems)
            for rate in VatRate
            if said(answers, f"vat_{rate.value}")
        },
        iban=said(answers, "iban"),
        communication=said(answers, "communication"),
        service_from=_day(answers, "service_from", problems),
        service_until=last + timedelta(days=1) if last else None,
        funding=said(answers, "funding") or "budget",
        decision_id=parse_id(decision) if decision else None,
        claim_id=parse_id(claim) if claim else None,
        lines=_lines(answers, problems),
    )
    if problems:
        raise BadInput(*problems)
    return made


def _lines(answers: Mapping[str, object], problems: list[Problem]) -> list[DraftLine]:
    """Read the lines in which anything is written, in order."""
    found = []
    for place in range(1, MOST_LINES + 1):
        words, account, net = (said(answers, f"{name}_{place}") for name in ("words", "account", "net"))
        if not (words or account or net):
            continue
        bearer, _, chosen = said(answers, f"bearer_{place}").partition(":")
        given = answers.get(f"given_{place}") if bearer == "given" else ""
        if bearer == "given" and not str(given or "").strip():
            problems.append(Problem(f"given_{place}", "Write an amount for each lot, such as A1 123,45."))
        found.append(
            DraftLine(
                words=words,
                account=account.split(" ")[0],
                net=_amount(answers, f"net_{place}", problems),
                rate=said(answers, f"rate_{place}"),
                key_id=parse_id(chosen) if bearer == "key" else None,
                lot_id=parse_id(chosen) if bearer == "lot" else None,
                given=given[:LONGEST_LIST] if isinstance(given, str) else "",
            )
        )
    return found


def _amount(answers: Mapping[str, object], name: str, problems: list[Problem]) -> Money:
    written = said(answers, name)
    if not written:
        return ZERO
    try:
        return typed_amount(written)
    except ValueError:
        problems.append(Problem(name, "Write the amount like 1 234,56."))
        return ZERO


def _day(answers: Mapping[str, object], name: str, problems: list[Problem]) -> date | None:
    written = said(answers, name)
    try:
        return named_day(written) if written else None
    except ValueError:
        problems.append(Problem(name, "Choose a day."))
        return None
