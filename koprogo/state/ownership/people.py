"""The people of an association: who is reached how, who has an account, which rows of a list were taken as one person."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.ownership.merges import RowSaid, standing_merges, undo_merge
from koprogo.services.ownership.people import add_person
from koprogo.services.ownership.people_here import PersonHere, people_here
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of, said

ALL, WITHOUT_ACCOUNT, UNREACHED = "all", "without_account", "unreached"


@dataclass(frozen=True)
class PersonLine:
    """One person of the list; `invited_until` is an ISO instant, empty when no link is on its way."""

    id: str
    name: str
    is_organisation: bool
    lots: str
    represents: str
    agent: str
    by_post: bool
    by_email: bool
    has_account: bool
    invited_until: str
    href: str


@dataclass(frozen=True)
class MergeLine:
    """Rows of the list that were taken as one person; `lots` go back when it is undone."""

    id: str
    name: str
    lots: str


class PeopleState(AppState, rx.State):
    """A page of the people, and the merges that can be undone."""

    name: str = ""
    """Of the association."""
    sheet_at: str = ""
    people: list[PersonLine] = []
    count: int = 0
    which: str = ALL
    page: int = 1
    pages: int = 1
    merges: list[MergeLine] = []
    merge_count: int = 0
    undone: str = ""
    """Name of the person who was parted last."""
    may_change: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the people."""
        self.which, self.undone, self.loaded = ALL, "", False
        async with self.refusals(), here(self) as act:
            self.sheet_at = urls.association(act.association_id)
            self.name = await association_name(*act.within)
            self.may_change = act.may("people.change")
            await self._show(act, 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals(), here(self) as act:
            await self._show(act, page)

    @rx.event
    @policy(member)
    async def choose(self, which: str) -> None:
        """Show everybody, or who has no account, or whom no convocation reaches."""
        self.which = which if which in (WITHOUT_ACCOUNT, UNREACHED) else ALL
        async with self.refusals(), here(self) as act:
            await self._show(act, 1)

    @rx.event
    @policy(member)
    async def undo(self, merge_id: str) -> None:
        """Make two persons again of a merge."""
        self.undone = ""
        async with self.refusals(), here(self) as act:
            parted = next((each.name for each in self.merges if each.id == merge_id), "")
            await undo_merge(*act.within, parse_id(merge_id), at=now())
            self.undone = parted
            await self._show(act, self.page)

    @rx.event
    @policy(member)
    async def add(self, answers: dict) -> None:
        """Write somebody from outside: a representative, a director."""
        async with self.refusals(), here(self) as act:
            contact = RowSaid(email=said(answers, "email"), language=said(answers, "language"))
            organisation = said(answers, "kind") == "organisation"
            await add_person(
                *act.within, name=said(answers, "name"), said=contact, is_organisation=organisation, at=now()
            )
            await self._show(act, 1)

    async def _show(self, act: Act, page: int) -> None:
        found = [each for each in await people_here(*act.within, at=now(), day=today()) if _is_shown(each, self.which)]
        self.count, self.pages = len(found), pages_of(len(found))
        self.page = page_within(page, len(found))
        self.people = [_line(each, act) for each in found[(self.page - 1) * ROWS : self.page * ROWS]]
        merges = await standing_merges(*act.within)
        self.merge_count = len(merges)
        self.merges = [MergeLine(str(each.id), each.name, ", ".join(each.lots)) for each in merges[:ROWS]]


def _is_shown(person: PersonHere, which: str) -> bool:
    if which == WITHOUT_ACCOUNT:
        return not person.has_account
    return which == ALL or not (person.reached_by_post or person.reached_by_email)


def _line(person: PersonHere, act: Act) -> PersonLine:
    return PersonLine(
        id=str(person.id),
        name=person.name,
        is_organisation=person.is_organisation,
        lots=", ".join(person.lots),
        represents=", ".join(person.represents),
        agent=person.agent,
        by_post=person.reached_by_post,
        by_email=person.reached_by_email,
        has_account=person.has_account,
        invited_until=person.invited_until.isoformat() if person.invited_until else "",
        href=urls.association(act.association_id, f"people/{person.id}"),
    )
