"""Putting an election to the vote: the text names who stands, the options are the candidates, a contest is voted alone.

The text and the options of the point follow who stands and has agreed, until its vote opens. What was put to the vote
stays in the event of the opening: who is elected is read from there and from the frozen result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.models.assemblies import AgendaItem, ItemText
from koprogo.rules.assemblies.choice import OPTIONS
from koprogo.rules.assemblies.elections import OF_THE_EVENING, Ballot, Post
from koprogo.services import audit
from koprogo.services.assemblies import seats
from koprogo.services.assemblies.agenda.parts import LETTERS
from koprogo.services.assemblies.elections.candidates import Candidate, ElectionItem, election_item, standing, votes
from koprogo.services.assemblies.elections.refusals import NobodyAgreed
from koprogo.services.assemblies.logged_rows import facts_of_agenda
from koprogo.services.assemblies.roll import room
from koprogo.services.governance import mandates

MARK = "Candidates put to this vote:"
WORDS = {
    Post.CHAIR: "Chair: {name}",
    Post.SECRETARY: "Secretary: {name}",
    Post.TELLER: "Teller: {name}",
    Post.COUNCIL: "Member of the council: {name}",
    Post.SYNDIC: "Syndic: {name}",
    Post.AUDITOR: "Auditor: {name}",
}
"""How the text to be voted names who stands."""
NEWEST = "SELECT text FROM standing_text WHERE item_id = :i"
AMENDS = "SELECT amendment FROM text_on_vote WHERE item_id = :i"
ADD_TEXT = """
INSERT INTO item_text (id, association_id, item_id, version, text, by_id, at)
SELECT :id, :t, :i, coalesce(max(version), 0) + 1, CAST(:text AS jsonb), :by, :at FROM item_text WHERE item_id = :i
"""
LAST_PART = "SELECT max(part) FROM agenda_item WHERE assembly_id = :a AND number = :n"
PUT = """
SELECT facts -> 'candidates' AS candidates FROM item_event
 WHERE item_id = :i AND what = 'opened' AND round <= :r AND facts ? 'candidates' ORDER BY seq DESC LIMIT 1
"""
NAMED = "SELECT id, post, person_id, name FROM candidacy WHERE id = ANY (:ids) AND association_id = :t"


@dataclass(frozen=True)
class Elected:
    """Somebody whom a confirmed result elects, and to which post."""

    post: str
    person_id: UUID | None
    name: str


async def put_to_text(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime
) -> None:
    """Make the text and the options of an election say who stands and has agreed; nothing changes when they do."""
    item = await election_item(session, association_id, item_id)
    if item is None:
        return
    now = await room(session, association_id, item.assembly_id)
    agreed = [each for each in await standing(session, association_id, item_id, now) if each.agreed]
    await _write(session, actor, association_id, item, agreed, votes(item, agreed), at)


async def prepare(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    run_off: bool,
    round_: int,
    at: datetime,
) -> dict[str, Any]:
    """Put an election to the vote, and return what its opening keeps: the ids of those who stand, in ballot order.

    A contested post is voted alone: the others follow as points of their own (1b, 1c). In a run-off the candidates stay
    those of the round before. The caller holds the assembly's lock and has checked that the vote may open.

    Raises:
        NobodyAgreed: some stand, and none has agreed.
    """
    item = await election_item(session, association_id, item_id)
    if item is None or await session.scalar(text(AMENDS), {"i": item_id}):
        return {}  # an amendment of the text is voted first, for or against
    if run_off:
        return {"candidates": await _put(session, item_id, round_)}
    now = await room(session, association_id, item.assembly_id)
    found = await standing(session, association_id, item_id, now)
    if not found:
        return {}
    agreed = [each for each in found if each.agreed]
    ballots = votes(item, agreed)
    if not ballots:
        raise NobodyAgreed
    first = ballots[0]
    if len(ballots) > 1:
        item = await _split(session, actor, association_id, item, ballots, agreed, at)
    agreed = [each for each in agreed if each.post in first.posts]
    await _write(session, actor, association_id, item, agreed, (first,), at)
    return {"candidates": [str(each.id) for each in agreed]}


async def elected(
    session: AsyncSession, association_id: UUID, item_id: UUID, round_: int, *, carried: bool, chosen: str
) -> list[Elected]:
    """Return whom a counted round elects: the option chosen, or all who were put when it is carried; else nobody."""
    put = await _put(session, item_id, round_) if carried else []
    ids = [put[OPTIONS.index(chosen)]] if chosen and put else put
    rows = await session.execute(text(NAMED), {"ids": [UUID(each) for each in ids], "t": association_id})
    found = {str(row.id): Elected(row.post, row.person_id, row.name) for row in rows}
    return [found[each] for each in ids]


async def take_office(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    item_id: UUID,
    chosen: Sequence[Elected],
    *,
    round_: int,
    at: datetime,
) -> None:
    """Seat those elected; the log names the point and the round that elected them.

    A post of the evening lasts as long as the assembly; a seat in the council and the auditor's office begin on its day
    and are dated mandates (`governance.mandates`). Somebody from outside is no person here yet: she is not seated.
    """
    for each in chosen:
        if each.post in OF_THE_EVENING and each.person_id is not None:
            await seats.seat(
                session, actor, association_id, assembly_id, office=each.post, person_id=each.person_id, at=at,
                item=str(item_id), round=round_,
            )  # fmt: skip
    item = await election_item(session, association_id, item_id)
    for post in (Post.COUNCIL, Post.AUDITOR):
        if item is None or post not in item.posts:
            continue
        day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly_id})
        people = [each.person_id for each in chosen if each.post == post and each.person_id is not None]
        await mandates.seat_elected(
            session, actor, association_id, item_id, office=post, people=people, day=day or legal_day(at)
        )


async def _put(session: AsyncSession, item_id: UUID, round_: int) -> list[str]:
    found = (await session.execute(text(PUT), {"i": item_id, "r": round_})).first()
    return list(found.candidates) if found else []


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item: ElectionItem,
    agreed: Sequence[Candidate],
    ballots: Sequence[Ballot],
    at: datetime,
) -> None:
    """Write options and text of a point; a contest among several posts stays for and against until it is split."""
    row = await session.get_one(AgendaItem, item.id)
    languages = item.languages or ("fr",)
    is_choice = len(ballots) == 1 and ballots[0].is_choice
    options = [dict.fromkeys(languages, each.label) for each in agreed] if is_choice else []
    if options != row.options:
        row.options = options
        frozen = await facts_of_agenda(session, item.assembly_id)
        await audit.record(session, actor, association_id, "election.options", item.id, options=len(options), **frozen)
    before = dict(await session.scalar(text(NEWEST), {"i": item.id}) or {})
    after = {code: _said(before.get(code, ""), agreed, code) for code in before or languages}
    if after != before:
        ids = {"id": uuid4(), "t": association_id, "i": item.id, "by": actor.person_id}
        await session.execute(text(ADD_TEXT), {**ids, "text": orjson.dumps(after).decode(), "at": at})
    db.touch(session, "assembly", item.assembly_id)


def _said(before: str, agreed: Sequence[Candidate], language: str) -> str:
    """Return the text with the list of those who stand at its end, in the place of an earlier list."""
    mark = message(MARK, language)
    base = before.split(mark, maxsplit=1)[0].rstrip()
    lines = [message(WORDS[Post(each.post)], language, name=each.label) for each in agreed]
    return "\n".join([base, "", mark, *lines]).strip() if lines else base


async def _split(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item: ElectionItem,
    ballots: Sequence[Ballot],
    agreed: Sequence[Candidate],
    at: datetime,
) -> ElectionItem:
    """Give each vote after the first a point of its own, with its text; return the first as it stands now.

    Posts for which nobody stands yet go with those without a contest.
    """
    row = await session.get_one(AgendaItem, item.id)
    row.posts, row.part = [str(post) for post in ballots[0].posts], row.part or LETTERS[0]
    await session.flush()
    last = await session.scalar(text(LAST_PART), {"a": row.assembly_id, "n": row.number})
    unfilled = [str(post) for post in item.posts if not any(post in each.posts for each in ballots)]
    for letter, ballot in zip(LETTERS[LETTERS.index(last) + 1 :], ballots[1:], strict=False):
        posts = [str(post) for post in ballot.posts] + ([] if ballot.is_choice else unfilled)
        part = AgendaItem(
            id=uuid4(), association_id=association_id, assembly_id=row.assembly_id, number=row.number, part=letter,
            title=dict(row.title), kind=row.kind, majority=row.majority, majority_from=row.majority_from,
            clause=row.clause, posts=posts, hidden_tally=row.hidden_tally,
            minutes_planned=row.minutes_planned,
        )  # fmt: skip
        session.add(part)
        await session.flush()
        made = ElectionItem(part.id, item.assembly_id, ballot.posts, True, item.languages, 0)
        base = dict(await session.scalar(text(NEWEST), {"i": item.id}) or {})
        session.add(
            ItemText(association_id=association_id, item_id=part.id, version=1, text=base, by_id=actor.person_id, at=at)
        )
        await session.flush()
        here = [each for each in agreed if each.post in ballot.posts]
        await _write(session, actor, association_id, made, here, (ballot,), at)
    frozen = await facts_of_agenda(session, row.assembly_id)
    await audit.record(session, actor, association_id, "election.split", item.id, votes=len(ballots), **frozen)
    return ElectionItem(item.id, item.assembly_id, ballots[0].posts, True, item.languages, item.options)
