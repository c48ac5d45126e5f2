"""What everyone in the room sees: one small message, the same for all, made by a query at tick time.

`version` counts the committed ballots and events of the assembly and is read first: what follows is at least as new, so an
older message never hides a newer one. Titles and texts are not here; screens load the agenda once, when they join.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.opinion_poll import may_be_shown
from koprogo.services.assemblies.agenda.options import place_of_option
from koprogo.services.assemblies.labels import article_of
from koprogo.services.assemblies.roll import Room, lots_of, room, room_at_close
from koprogo.services.assemblies.voting.counting import PENDING, RoundCount, count_round, counting_ballots
from koprogo.services.assemblies.voting.item_rule import rule_of

VERSION = """
SELECT (SELECT count(*) FROM ballot WHERE assembly_id = a.id)
     + (SELECT count(*) FROM ballot_confirmation WHERE assembly_id = a.id)
     + (SELECT count(*) FROM item_event WHERE assembly_id = a.id)
     + (SELECT count(*) FROM bureau_event WHERE assembly_id = a.id)
     + (SELECT count(*) FROM protest WHERE assembly_id = a.id)
     + (SELECT count(*) FROM visitor_event WHERE assembly_id = a.id)
     + (SELECT count(*) FROM opinion_poll_event WHERE assembly_id = a.id)
     + (SELECT count(*) FROM opinion_marker m JOIN opinion_poll p ON p.id = m.poll_id WHERE p.assembly_id = a.id)
     + (SELECT count(*) FROM reading_event WHERE assembly_id = a.id)
     + (SELECT count(*) FROM candidacy_event v JOIN candidacy c ON c.id = v.candidacy_id
         WHERE c.assembly_id = a.id) AS votes,
       (SELECT page FROM reading_event WHERE assembly_id = a.id ORDER BY seq DESC LIMIT 1) AS reading,
       (SELECT count(*) FROM speaking_event WHERE assembly_id = a.id) AS spoken,
       (SELECT p.name FROM (SELECT DISTINCT ON (person_id) person_id, what FROM speaking_event
                             WHERE assembly_id = a.id ORDER BY person_id, seq DESC) s
          JOIN person p ON p.id = s.person_id WHERE s.what = 'given' LIMIT 1) AS speaker,
       (SELECT count(*) FROM item_text t JOIN agenda_item i ON i.id = t.item_id WHERE i.assembly_id = a.id)
     + (SELECT count(*) FROM text_withdrawal t JOIN agenda_item i ON i.id = t.item_id WHERE i.assembly_id = a.id)
     + (SELECT count(*) FROM result r WHERE r.assembly_id = a.id AND r.about = 'amendment') AS texts,
       (SELECT count(*) FROM assembly_event WHERE assembly_id = a.id) AS events,
       (SELECT count(*) FROM presence_event WHERE assembly_id = a.id) AS arrivals,
       (SELECT count(*) FROM proxy_event WHERE assembly_id = a.id) AS proxies,
       (SELECT what FROM assembly_state WHERE assembly_id = a.id) AS state,
       (SELECT facts FROM assembly_event WHERE assembly_id = a.id AND what = 'opened') AS opening,
       clock_timestamp() AS at
  FROM assembly a WHERE a.id = :a AND a.association_id = :t
"""
CURRENT = """
SELECT i.id, i.number, i.part, i.hidden_tally, i.kind, i.majority, s.round, s.what, s.facts ->> 'closes_at' AS closes_at,
       extract(epoch FROM (s.facts ->> 'closes_at')::timestamptz - s.at) AS seconds,
       (SELECT max(e.at) FROM item_event e WHERE e.item_id = i.id AND e.round = s.round AND e.what = 'closed') AS closed_at,
       v.version AS text_version, coalesce(v.amendment, false) AS amendment
  FROM item_state s JOIN agenda_item i ON i.id = s.item_id LEFT JOIN text_on_vote v ON v.item_id = i.id
 WHERE s.assembly_id = :a AND s.what IN ('opened', 'extended', 'closed', 'confirmed', 'reopened')
 ORDER BY s.what IN ('opened', 'extended') DESC, s.at DESC LIMIT 1
"""
AMENDED = """
SELECT carried, in_favour, against, abstained, no_ballot, needed FROM result
 WHERE item_id = :i AND round = :r AND about = 'amendment'
"""
POLL = """
SELECT p.id, p.item_id, i.number || i.part AS about, e.what, c.in_favour, c.against, c.undecided,
       (SELECT count(*) FROM opinion_marker m WHERE m.poll_id = p.id) AS answered,
       e.what <> 'opened' AND EXISTS (SELECT 1 FROM item_event v WHERE v.assembly_id = p.assembly_id
                                         AND v.what = 'opened' AND v.at > e.opened_at) AS is_past
  FROM opinion_poll p JOIN agenda_item i ON i.id = p.item_id JOIN opinion_count c ON c.poll_id = p.id
  JOIN LATERAL (SELECT (array_agg(v.what ORDER BY v.seq DESC))[1] AS what, min(v.at) AS opened_at
                  FROM opinion_poll_event v WHERE v.poll_id = p.id) e ON true
 WHERE p.assembly_id = :a ORDER BY e.opened_at DESC LIMIT 1
"""
AGENDA = """
SELECT i.number, i.minutes_planned, coalesce(s.what, 'planned') AS what, r.carried
  FROM agenda_item i LEFT JOIN item_state s ON s.item_id = i.id
  LEFT JOIN result r ON r.item_id = i.id AND r.round = s.round
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""
ROOMS_KEPT = 256
ITEM_STATES = {
    "opened": "open",
    "extended": "open",
    "closed": "closed",
    "confirmed": "confirmed",
    "reopened": "planned",
}


@dataclass(frozen=True)
class RoomView:
    """The room message. Figures are whole votes; instants ISO 8601 in UTC; `item_state` none, planned, open, closed or
    confirmed; `seconds` is the whole length of the countdown, 0 without one; `agenda` one word per item in order
    (planned, open, closed, carried, rejected, postponed…). `hidden`: the sums are withheld until the closing. A vote
    between options: `left` are the places put to the vote, `options` their votes in the same order, `chosen` the place
    that won (0: none), `outcome` chosen, run_off, tie, tie_for_run_off or no_vote. `texts` counts what changed in the
    proposed texts: it grows with an amendment, and with its vote. `amendment`: this round is about an amendment, not about
    the text; `amended` is carried or rejected once that is confirmed, with its sums, until the text is voted.
    """

    version: int = 0
    at: str = ""
    state: str = ""
    opened_at: str = ""
    heads: int = 0
    heads_total: int = 0
    heads_needed: int = 0
    shares: int = 0
    shares_total: int = 0
    half_needed: int = 0
    three_quarters_needed: int = 0
    quorum: bool = False
    texts: int = 0
    amendment: bool = False
    amended: str = ""
    agenda: tuple[str, ...] = ()
    item_id: str = ""
    item_number: int = 0
    item_part: str = ""
    text_version: int = 0
    item_round: int = 0
    item_state: str = "none"
    majority: str = ""
    article: str = ""
    closes_at: str = ""
    seconds: int = 0
    closed_at: str = ""
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    blank: int = 0
    votes_cast: int = 0
    needed: int = 0
    key_total: int = 0
    present: int = 0
    voted: int = 0
    no_ballot: int = 0
    lots_present: int = 0
    lots_voted: int = 0
    pending: int = 0
    carried: bool = False
    held: int = 0
    counts_for: int = 0
    minutes_run: int = 0
    """Whole minutes since the opening; `minutes_due` those planned for the points dealt with and the one that is on."""
    minutes_due: int = 0
    minutes_planned: int = 0
    speaker: str = ""
    floor: int = 0
    """How often the speaking list changed: whoever is on it looks again when this moves."""
    reading: int = 0
    """The page of the minutes that the wall shows while they are read; 0 otherwise."""
    hidden: bool = False
    poll: str = ""
    """An indicative secret poll: open, closed, told (in the minutes), or none; its counts by heads once it may show them."""
    poll_id: str = ""
    poll_item: str = ""
    poll_about: str = ""
    poll_answered: int = 0
    poll_heads: int = 0
    poll_shown: bool = False
    poll_for: int = 0
    poll_against: int = 0
    poll_undecided: int = 0
    options: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    chosen: int = 0
    outcome: str = ""


async def snapshot(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> RoomView:
    """Read the room as it is now; NotFound when it is out of scope."""
    ids = {"a": assembly_id, "t": association_id}
    head = (await session.execute(text(VERSION), ids)).first()
    if head is None:
        raise NotFound
    agenda = (await session.execute(text(AGENDA), ids)).all()
    now = await _room(session, association_id, assembly_id, (head.events, head.arrivals, head.proxies))
    there, quorum = now.attendance(), now.quorum()
    facts = {**_pace(head, agenda), **await _item(session, association_id, now), **await _poll(session, now)}
    return RoomView(
        version=head.votes + head.spoken + head.texts + head.events + head.arrivals + head.proxies,
        texts=head.texts,
        at=head.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        state=head.state or "drafted",
        opened_at=(head.opening or {}).get("checked_at", ""),
        heads=there.owners_present,
        heads_total=there.owners,
        heads_needed=quorum.heads_needed,
        shares=there.shares_present,
        shares_total=there.shares,
        half_needed=quorum.half_needed,
        three_quarters_needed=quorum.three_quarters_needed,
        quorum=quorum.reached if head.opening is None else True,
        agenda=tuple(_word(row.what, row.carried) for row in agenda),
        speaker=head.speaker or "",
        floor=head.spoken,
        reading=head.reading or 0,
        **facts,
    )


_rooms: OrderedDict[UUID, tuple[tuple[int, int, int], Room]] = OrderedDict()
"""Rooms whose roll is frozen, by assembly: valid as long as the counts of their events are the same. Never votes."""


async def _room(session: AsyncSession, association_id: UUID, assembly_id: UUID, counts: tuple[int, int, int]) -> Room:
    """Return the room at these counts of events; a room that was read at the same counts is the same."""
    known = _rooms.get(assembly_id)
    if known and known[0] == counts and known[1].association_id == association_id:
        return known[1]
    now = await room(session, association_id, assembly_id)
    if now.frozen:
        _rooms[assembly_id] = (counts, now)
        _rooms.move_to_end(assembly_id)
        if len(_rooms) > ROOMS_KEPT:
            _rooms.popitem(last=False)
    return now


async def _poll(session: AsyncSession, now: Room) -> dict[str, Any]:
    """Return the secret poll that is on, or was since the last vote opened; its counts only when they may be shown."""
    row = (await session.execute(text(POLL), {"a": now.assembly_id})).first()
    if row is None or row.is_past:
        return {}
    heads = sum(bool(lots_of(now.roll, person)) for person in now.present)
    facts = {
        "poll": {"opened": "open"}.get(row.what, row.what),
        "poll_id": str(row.id),
        "poll_item": str(row.item_id),
        "poll_about": row.about,
        "poll_answered": row.answered,
        "poll_heads": heads,
    }
    if row.what == "opened" or not may_be_shown(row.answered):
        return facts
    counts = {"poll_for": row.in_favour, "poll_against": row.against, "poll_undecided": row.undecided}
    return {**facts, "poll_shown": True, **counts}


def _pace(head: Any, agenda: Sequence[Any]) -> dict[str, Any]:
    """Return how long the session has run, and what was planned for what is done, in whole minutes."""
    if head.opening is None:
        return {"minutes_planned": sum(row.minutes_planned for row in agenda)}
    opened = datetime.fromisoformat(head.opening["checked_at"])
    return {
        "minutes_run": max(0, int((head.at - opened).total_seconds()) // 60),
        "minutes_due": sum(row.minutes_planned for row in agenda if row.what != "planned"),
        "minutes_planned": sum(row.minutes_planned for row in agenda),
    }


def _word(what: str, carried: bool | None) -> str:
    if what == "confirmed":
        return "carried" if carried else "rejected"
    return ITEM_STATES.get(what, what)


async def _item(session: AsyncSession, association_id: UUID, now: Room) -> dict:
    row = (await session.execute(text(CURRENT), {"a": now.assembly_id})).first()
    if row is None:
        return {}
    state = ITEM_STATES[row.what]
    facts = {
        "item_id": str(row.id),
        "item_number": row.number,
        "item_part": row.part,
        "text_version": row.text_version or 1,
        "item_round": row.round,
        "item_state": state,
        "majority": row.majority,
        "article": article_of(row.kind),
        "closes_at": row.closes_at or "",
        "seconds": round(row.seconds or 0),
        "closed_at": row.closed_at.isoformat() if state in ("closed", "confirmed") else "",
        "amendment": row.amendment,
    }
    if state == "planned":
        return facts if row.amendment else {**facts, **await _amended(session, row)}
    then = now if state == "open" else await room_at_close(session, association_id, now.assembly_id, row.id, row.round)
    rule = await rule_of(session, association_id, row.id)
    counted = count_round(then, rule, await counting_ballots(session, row.id, row.round))
    pending = len((await session.execute(text(PENDING), {"i": row.id, "r": row.round})).all())
    if row.hidden_tally and state == "open":
        return {**facts, **_who_voted(counted), "pending": pending, "hidden": True, **_options(counted, hidden=True)}
    return {**facts, **_who_voted(counted), **_figures(counted), "pending": pending, **_options(counted)}


async def _amended(session: AsyncSession, row: Any) -> dict[str, Any]:
    """Return what came of the amendment voted in the round before, while its text waits for its own vote."""
    found = (await session.execute(text(AMENDED), {"i": row.id, "r": row.round - 1})).first()
    if found is None:
        return {}
    return {
        "amended": "carried" if found.carried else "rejected",
        "carried": found.carried,
        "in_favour": found.in_favour,
        "against": found.against,
        "abstained": found.abstained,
        "votes_cast": found.in_favour + found.against,
        "no_ballot": found.no_ballot,
        "needed": found.needed,
    }


def _who_voted(counted: RoundCount) -> dict[str, int]:
    """Return what is seen of a round even while its sums are hidden: how many voted, never what."""
    return {
        "key_total": counted.key_total,
        "present": counted.present,
        "voted": sum(ballot.shares for ballot in counted.ballots),
        "no_ballot": counted.no_ballot,
        "lots_present": counted.lots_present,
        "lots_voted": counted.lots_voted,
        "held": counted.ceiling[0],
        "counts_for": counted.ceiling[1],
    }


def _figures(counted: RoundCount) -> dict[str, int | bool]:
    answer = counted.count
    return {
        "in_favour": answer.in_favour,
        "against": answer.against,
        "abstained": answer.abstained,
        "blank": answer.blank,
        "votes_cast": answer.in_favour + answer.against,
        "needed": counted.needed,
        "carried": answer.carried,
    }


def _options(counted: RoundCount, *, hidden: bool = False) -> dict[str, Any]:
    """Return the votes of each option put to the vote, by its place; nothing for yes or no."""
    found = counted.choice
    if found is None:
        return {}
    left = tuple(place_of_option(option) for option in found.votes)
    if hidden:
        return {"options": (0,) * len(left), "left": left}
    return {
        "options": tuple(found.votes.values()),
        "left": left,
        "chosen": place_of_option(found.chosen) if found.chosen else 0,
        "outcome": str(found.outcome),
    }
