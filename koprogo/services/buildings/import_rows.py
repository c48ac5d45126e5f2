"""Writing a list of lots that was confirmed: lots, persons, holdings, designations, consents, and the merges.

Every mention of the list becomes a person of its own; those that are one person give their rights to the first of them,
and a merge remembers how to part them again. Days that the list does not say are the day of the import.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.models.buildings import Lot
from koprogo.models.identity import Person
from koprogo.models.ownership import ActingFor, EmailConsent, Holding, PersonMerge, Representative
from koprogo.rules.ownership.lot_line import LotLine, Reached
from koprogo.rules.ownership.lot_questions import acts_for_holder
from koprogo.rules.ownership.person_questions import PersonRead
from koprogo.rules.ownership.same_person import Mention, mention_key
from koprogo.rules.ownership.sheet import Column
from koprogo.services.buildings.import_preview import ListRead
from koprogo.services.ownership.merges import Came, RowSaid, contact_row, remembered


@dataclass
class _Written:
    """Ids of what was written, by the key of the mention it came from."""

    person: dict[str, UUID] = field(default_factory=dict)
    holding: dict[str, UUID] = field(default_factory=dict)
    representative: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    agent: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    principal: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    consent: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


async def write_list(session: AsyncSession, actor: Actor, association_id: UUID, read: ListRead, *, at: datetime) -> int:
    """Write everything a list says and return the number of merges. The list has no fault."""
    languages = await session.scalar(
        text("SELECT languages FROM association WHERE id = :association"), {"association": association_id}
    )
    writer = _Writer(session, association_id, read, at, default_language=(languages or ["fr"])[0])
    await writer.persons()
    await writer.lots()
    await writer.designations()
    return await writer.merges(actor.person_id)


class _Writer:
    """One list being written; the steps are called once each, in the order of `write_list`."""

    def __init__(
        self, session: AsyncSession, association_id: UUID, read: ListRead, at: datetime, *, default_language: str
    ) -> None:
        self._session = session
        self._association_id = association_id
        self._read = read
        self._at = at
        self._day: date = legal_day(at)
        self._default_language = default_language
        self._written = _Written()
        self._lines = {lot.line: lot for lot in read.judged.lots}
        self._persons = read.people.by_mention()

    async def persons(self) -> None:
        """Write a person per mention, and a contact for each that stays."""
        for each in self._read.people.persons:
            for place, mention in enumerate(each.mentions):
                said = _said(mention)
                language = each.language if place == 0 else said.language
                self._written.person[mention.key] = self._add_person(mention, each.is_organisation, language)
        await self._session.flush()
        for each in self._read.people.persons:
            self._session.add(contact_row(self._association_id, self._kept(each), _agreed(each)))
            self._add_consent(each)
        await self._session.flush()

    async def lots(self) -> None:
        """Write the lots and who holds which right on them."""
        ids = {lot.line: uuid4() for lot in self._read.judged.lots}
        self._session.add_all(
            Lot(
                id=ids[lot.line],
                association_id=self._association_id,
                number=lot.number,
                kind=lot.kind.value,
                floor=lot.floor,
                shares=lot.shares or 0,
            )
            for lot in self._read.judged.lots
        )
        await self._session.flush()
        for lot in self._read.judged.lots:
            for place in range(len(lot.holders)):
                key = mention_key(lot, place)
                holding = Holding(
                    association_id=self._association_id,
                    lot_id=ids[lot.line],
                    person_id=self._kept(self._persons[key]),
                    right=self._read.answers.rights[key].value,
                    since=self._day,
                )
                self._session.add(holding)
                self._written.holding[key] = holding.id
            if lot.representative and lot.needs_representative:
                self._add_representative(lot, ids[lot.line])
        await self._session.flush()

    async def designations(self) -> None:
        """Write who acts for a holder, where the list or an answer says in which capacity."""
        for line, capacity in self._read.answers.capacities.items():
            lot = self._lines[line]
            if not acts_for_holder(lot):
                continue
            agent, holder = mention_key(lot, None), mention_key(lot, 0)
            row = ActingFor(
                association_id=self._association_id,
                holder_id=self._kept(self._persons[holder]),
                person_id=self._kept(self._persons[agent]),
                capacity=capacity.value,
                since=self._day,
                proof=self._proof(lot, Column.REPRESENTATIVE),
            )
            self._session.add(row)
            self._written.agent[agent].append(str(row.id))
            self._written.principal[holder].append(str(row.id))
        await self._session.flush()

    async def merges(self, by_id: UUID) -> int:
        """Record every mention that went to an earlier one; return how many."""
        rows = []
        for each in self._read.people.persons:
            kept, *others = each.mentions
            for mention in others:
                key = mention.key
                came = Came(
                    representative=tuple(self._written.representative[key]),
                    acting_for_as_agent=tuple(self._written.agent[key]),
                    acting_for_as_holder=tuple(self._written.principal[key]),
                    email_consent=tuple(self._written.consent[key]),
                )
                rows.append(
                    PersonMerge(
                        association_id=self._association_id,
                        kept_id=self._written.person[kept.key],
                        merged_id=self._written.person[key],
                        holding_ids=[self._written.holding[key]] if key in self._written.holding else [],
                        before=remembered(_said(kept), _said(mention), came),
                        at=self._at,
                        by_id=by_id,
                    )
                )
        self._session.add_all(rows)
        await self._session.flush()
        return len(rows)

    def _kept(self, person: PersonRead) -> UUID:
        return self._written.person[person.mentions[0].key]

    def _add_person(self, mention: Mention, is_organisation: bool, language: str) -> UUID:
        row = Person(
            kind="legal" if is_organisation else "natural",
            name=mention.name,
            # Not known, or contradicted and not answered: the association's own, until she says otherwise.
            language=language or self._default_language,
            created_at=self._at,
        )
        self._session.add(row)
        return row.id

    def _add_consent(self, person: PersonRead) -> None:
        """Write a consent to e-mail with its day and its place in the list (art. 3.87 §3)."""
        if not (person.consent and person.consent.given and person.email):
            return
        mention = next(each for each in person.mentions if each.reached.consent == person.consent)
        lot = self._lines[mention.line]
        column = Column.CONSENT if lot.cells.get(Column.CONSENT) else Column.CONSENT_DAY
        row = EmailConsent(
            association_id=self._association_id,
            person_id=self._kept(person),
            given_on=person.consent.day or self._day,
            proof=self._proof(lot, column),
        )
        self._session.add(row)
        self._written.consent[mention.key].append(str(row.id))

    def _add_representative(self, lot: LotLine, lot_id: UUID) -> None:
        assert lot.representative
        key = mention_key(lot, lot.representative.place)
        row = Representative(
            association_id=self._association_id,
            lot_id=lot_id,
            person_id=self._kept(self._persons[key]),
            since=self._day,
            proof=self._proof(lot, Column.REPRESENTATIVE),
        )
        self._session.add(row)
        self._written.representative[key].append(str(row.id))

    def _proof(self, lot: LotLine, column: Column) -> str:
        """Return where it is written: file, line, header and cell, in the words of the list."""
        facts = self._read.sheet.facts
        return f"{facts.name}, {lot.line}, {self._read.sheet.headers[column]}: {lot.cells.get(column, '')}"


def _said(mention: Mention) -> RowSaid:
    return _row(mention.reached)


def _agreed(person: PersonRead) -> RowSaid:
    return _row(
        Reached(person.email, person.language, person.postal, person.phone, person.enterprise_number, person.consent)
    )


def _row(reached: Reached) -> RowSaid:
    return RowSaid(
        language=reached.language,
        email=reached.email,
        phone=reached.phone,
        street=reached.postal.street,
        postcode=reached.postal.postcode,
        city=reached.postal.city,
        country=reached.postal.country,
        enterprise_number=reached.enterprise_number,
    )
