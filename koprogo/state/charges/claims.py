"""Claims on insurers: the list with what is open and for how long, one claim with its papers, and what its keepers do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import PERMISSIONS
from koprogo.core.typed_amounts import typed_amount
from koprogo.i18n.format import euros
from koprogo.security.policies import member, policy
from koprogo.services.accounting.bank import queries as bank
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import keys
from koprogo.services.charges.claims import claims, queries
from koprogo.services.charges.claims.queries import ClaimRow
from koprogo.services.charges.invoices.queries import lots, reads_all
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, part_of, said, said_day
from koprogo.state.charges.invoice_rows import Choice, iso


@dataclass(frozen=True)
class ClaimView:
    """A claim; amounts in cents, `age` in days while it is open."""

    id: str = ""
    number: int = 0
    href: str = ""
    words: str = ""
    day: str = ""
    insurer: str = ""
    policy: str = ""
    reference: str = ""
    lots: str = ""
    bearer: str = ""
    source: str = ""
    expected: int = 0
    deductible: int = 0
    invoiced: int = 0
    received: int = 0
    awaited: int = 0
    not_covered: int = 0
    age: int = 0
    ended_on: str = ""


@dataclass(frozen=True)
class PaperLine:
    """An invoice or a receipt of a claim; cents."""

    href: str
    name: str
    words: str
    day: str
    cents: int
    standing: str = ""


@dataclass(frozen=True)
class KnownForm:
    """What is known, as it is typed."""

    expected: str = ""
    deductible: str = ""
    lot: str = ""


class ClaimsState(AppState, rx.State):
    """The claims of the association in the address."""

    name: str = ""
    sheet_at: str = ""
    rows: list[ClaimView] = []
    open_count: int = 0
    awaited: int = 0
    lots: list[Choice] = []
    may_enter: bool = False
    keeps: bool = False
    unseen: int = 0
    """Claims that touched no lot of the reader's."""
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the claims its reader may see."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_enter = _may(act, "books.write")
            self.keeps = reads_all(act.actor, act.association_id)
            self.lots = [Choice("", "–"), *await _lots(act)] if self.may_enter else []
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def enter(self, answers: dict) -> None:
        """Open a claim."""
        async with self.refusals(), here(self) as act:
            touched = said(answers, "touched")
            await claims.open_claim(
                *act.within, happened_on=said_day(answers, "happened_on"), words=said(answers, "words"),
                known=known_said(answers), lots=[parse_id(touched)] if touched else [], at=now(),
            )  # fmt: skip
            self.count += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await queries.claims(*act.within, today=today())
        self.rows = [claim_view(row, act.association_id) for row in found][: 4 * ROWS]
        self.open_count = sum(row.ended_on is None for row in found)
        self.awaited = sum(row.account.awaited.cents for row in found)
        self.unseen = await queries.not_seen(*act.within, len(found))


class ClaimState(AppState, rx.State):
    """The claim in the address."""

    name: str = ""
    sheet_at: str = ""
    view: ClaimView = ClaimView()
    form: KnownForm = KnownForm()
    invoices: list[PaperLine] = []
    indemnities: list[PaperLine] = []
    entry_at: str = ""
    lots: list[Choice] = []
    keys: list[Choice] = []
    receipts: list[Choice] = []
    """Receipts that wait on the bank's queue, those that name the claim first."""
    today: str = ""
    may_act: bool = False
    keeps: bool = False
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the claim."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.keeps = reads_all(act.actor, act.association_id)
            self.today = today().isoformat()
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def change(self, answers: dict) -> None:
        """Note what is known by now."""
        async with self.refusals(), here(self) as act:
            await claims.change_claim(*act.within, self._here(), known=known_said(answers), at=now())
            await self._again(act)

    @rx.event
    @policy(member)
    async def receive(self, answers: dict) -> None:
        """Name a receipt as its indemnity; the line and the match that was seen on it come as one."""
        async with self.refusals(), here(self) as act:
            line, _, seen = said(answers, "line").partition(":")
            if not line:
                raise BadInput(Problem("line", "Choose the receipt."))
            await claims.receive(
                *act.within,
                self._here(),
                parse_id(line),
                seen=parse_id(seen) if seen else None,
                today=today(),
                at=now(),
            )
            await self._again(act)

    @rx.event
    @policy(member)
    async def settle(self, answers: dict) -> None:
        """Book what is left on who bears it."""
        async with self.refusals(), here(self) as act:
            key = said(answers, "key")
            await claims.end_claim(
                *act.within, self._here(), day=said_day(answers, "day"), key_id=parse_id(key) if key else None, at=now()
            )
            await self._again(act)

    def _here(self) -> UUID:
        return part_of(self.router.url.path)

    async def _again(self, act: Act) -> None:
        self.count += 1
        await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await queries.claim(*act.within, self._here(), today=today())
        self.view = claim_view(found.row, act.association_id)
        self.may_act = _may(act, "books.write") and found.row.ended_on is None
        self.entry_at = urls.association(act.association_id, f"entries/{found.entry_id}") if found.entry_id else ""
        self.invoices = [
            PaperLine(
                urls.invoice(act.association_id, each.id), each.supplier, each.supplier_number, iso(each.day),
                each.amount.cents, each.standing.value,
            )
            for each in found.invoices
        ]  # fmt: skip
        self.indemnities = [
            PaperLine(
                urls.association(act.association_id, f"bank/{each.statement_id}"), each.name, each.words,
                each.day.isoformat(), each.amount.cents,
            )
            for each in found.indemnities
        ]  # fmt: skip
        self.receipts, self.lots, self.keys = [], [], []
        if self.may_act:
            await self._choices(act, found.row)

    async def _choices(self, act: Act, row: ClaimRow) -> None:
        language = act.actor.language
        self.form = KnownForm(
            euros(row.account.expected, language, unit=False), euros(row.deductible, language, unit=False),
            str(row.lot_id or ""),
        )  # fmt: skip
        self.lots = [Choice("", "–"), *await _lots(act)]
        named = await keys.keys(*act.within, day=today())
        self.keys = [
            Choice("", "–"),
            *(Choice(str(each.id), each.name.get(language) or next(iter(each.name.values()), "–")) for each in named),
        ]
        waiting = [each for each in await bank.waiting_lines(*act.within, today=today()) if each.amount > 0]
        names = [word.casefold() for word in (row.reference, row.insurer) if word]
        waiting.sort(key=lambda each: not any(word in f"{each.words} {each.name}".casefold() for word in names))
        self.receipts = [
            Choice(
                f"{each.id}:{each.match_id or ''}",
                f"{euros(Money(each.amount), language)} · {each.name or '–'} · {each.words[:60]}",
            )
            for each in waiting[: 4 * ROWS]
        ]


def claim_view(row: ClaimRow, association_id: UUID) -> ClaimView:
    """Return a claim for a screen."""
    account = row.account
    return ClaimView(
        id=str(row.id), number=row.number, href=urls.association(association_id, f"claims/{row.id}"), words=row.words,
        day=row.happened_on.isoformat(), insurer=row.insurer, policy=row.policy, reference=row.reference,
        lots=", ".join(row.lots), bearer=row.bearer, source=row.source, expected=account.expected.cents,
        deductible=row.deductible.cents, invoiced=account.invoiced.cents, received=account.received.cents,
        awaited=account.awaited.cents, not_covered=account.not_covered.cents, age=row.age, ended_on=iso(row.ended_on),
    )  # fmt: skip


def known_said(answers: Mapping[str, object]) -> claims.Known:
    """Return what is known of a claim as its form says it; BadInput where an amount cannot be read."""
    problems: list[Problem] = []
    amounts: dict[str, Any] = {}
    for name in ("expected", "deductible"):
        written = said(answers, name)
        try:
            amounts[name] = typed_amount(written) if written else ZERO
        except ValueError:
            problems.append(Problem(name, "Write the amount like 1 234,56."))
    if problems:
        raise BadInput(*problems)
    lot = said(answers, "lot")
    words: dict[str, Any] = {name: said(answers, name) for name in ("insurer", "policy", "reference", "source")}
    return claims.Known(**words, **amounts, lot_id=parse_id(lot) if lot else None)


async def _lots(act: Act) -> list[Choice]:
    return [Choice(str(lot_id), number) for lot_id, number in await lots(*act.within)]


def _may(act: Act, what: str) -> Any:
    return bool(act.actor.roles_in(act.association_id) & PERMISSIONS[what])
