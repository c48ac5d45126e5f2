"""Results: provisional while corrections are possible, frozen at confirmation with everything they rest on."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.models.assemblies import Result
from koprogo.rules.assemblies.deadlines import demolition_deadline, must_ask_the_judge
from koprogo.rules.assemblies.decision_kinds import majority_for
from koprogo.rules.assemblies.item_guard import DEMOLITION
from koprogo.rules.assemblies.majorities import THRESHOLDS, Majority, Tally, is_carried, is_unanimous, needed
from koprogo.rules.assemblies.tally import Choice
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.options import place_of_option
from koprogo.services.assemblies.elections import votes as election_votes
from koprogo.services.assemblies.labels import article_of
from koprogo.services.assemblies.proof import root_stamps, seal
from koprogo.services.assemblies.proof.acts import FROZEN, digests
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.roll import Room, room_at_close
from koprogo.services.assemblies.voting.counting import (
    PENDING,
    ItemRule,
    Named,
    RoundCount,
    count_round,
    counting_ballots,
    names,
)
from koprogo.services.assemblies.voting.item_rule import rule_of
from koprogo.services.assemblies.voting.voting import left_on, place_of

RULE = "koprogo.rules.assemblies.tally.count"
CHOICE_RULE = "koprogo.rules.assemblies.choice.choose"
RULE_VERSION = "2026-11-21"
ITEM = """
SELECT kind, main_kind, majority, majority_from, clause, options,
       (SELECT v.version FROM text_on_vote v WHERE v.item_id = i.id) AS text_version
  FROM agenda_item i WHERE id = :i
"""


async def confirm_result(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime
) -> bool:
    """Seal the round for good and write its result; return whether the resolution is carried.

    A round about an amendment decides which text stands; the next round, about that text, begins at once as not opened.

    Raises:
        WrongState: the vote is not closed, or confirmed already.
    """
    require(actor, "assembly.run", association_id)
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    await session.execute(text("SELECT pg_advisory_xact_lock(1, hashtext(:i))"), {"i": str(item_id)})
    await session.execute(text("SELECT pg_advisory_xact_lock(2, hashtext(:i))"), {"i": str(item_id)})
    state = await events.item_state(session, association_id, item_id)
    if state.what != "closed":
        raise WrongState(state.what)
    await seal.seal_round(session, association_id, item_id, state.round)
    now = await room_at_close(session, association_id, place.assembly_id, item_id, state.round)
    rule = await rule_of(session, association_id, item_id)
    counted = count_round(now, rule, await counting_ballots(session, item_id, state.round))
    found = await session.execute(text(ITEM), {"i": item_id})
    item = found.mappings().one()
    head, root, number = await seal.head_and_root(session, item_id, state.round)
    facts = await frozen_facts(session, now, rule, counted, item, state.round)
    carried = counted.count.carried if counted.choice is None else bool(counted.choice.chosen)
    chosen = await election_votes.elected(
        session,
        association_id,
        item_id,
        state.round,
        carried=carried and not rule.amendment,
        chosen=facts.get("chosen", ""),
    )
    session.add(
        Result(
            id=uuid4(),
            association_id=association_id,
            assembly_id=place.assembly_id,
            item_id=item_id,
            round=state.round,
            about="amendment" if rule.amendment else "text",
            text_version=item["text_version"],
            carried=counted.count.carried,
            majority=item["majority"],
            article=article_of(item["kind"]),
            rule=CHOICE_RULE if counted.choice else RULE,
            rule_version=RULE_VERSION,
            in_favour=counted.count.in_favour,
            against=counted.count.against,
            abstained=counted.count.abstained,
            no_ballot=counted.no_ballot,
            needed=counted.needed,
            facts=facts | {"elected": [{"post": each.post, "name": each.name} for each in chosen]} if chosen else facts,
            ballots_sealed=number,
            chain_head=head,
            merkle_root=root,
            at=at,
            by_id=actor.person_id,
        )
    )
    await session.flush()
    await events.append_item(
        session, actor, association_id, place.assembly_id, item_id, "confirmed", round_=state.round
    )
    await election_votes.take_office(
        session, actor, association_id, place.assembly_id, item_id, chosen, round_=state.round, at=at
    )
    await audit.record(
        session,
        actor,
        association_id,
        FROZEN,
        item_id,
        round=state.round,
        carried=counted.count.carried,
        **await digests(session, item_id, state.round),
    )
    await root_stamps.ask(session, actor, association_id, item_id, round_=state.round)
    if rule.amendment:  # its text is voted next: the point itself is not decided yet
        await events.append_item(
            session, actor, association_id, place.assembly_id, item_id, "reopened",
            round_=state.round + 1, amendment=item["text_version"], **await left_on(session, state),
        )  # fmt: skip
    return counted.count.carried


async def frozen_facts(
    session: AsyncSession, now: Room, rule: ItemRule, counted: RoundCount, item: RowMapping, round_: int
) -> dict[str, Any]:
    """Return what the result rests on, as JSON: base, presence, proxies, ceiling, names, other majorities, hand entries."""
    carriers = now.carriers
    rows = {row.lot_id: row for row in now.roll}
    hands = await session.execute(
        text(
            "SELECT b.channel, count(*) AS ballots, sum(b.shares) AS votes, b.cast_by_id, c.by_id"
            " FROM counting_ballot b LEFT JOIN ballot_confirmation c ON c.ballot_id = b.id"
            " WHERE b.item_id = :i AND b.round = :r AND b.needs_confirmation GROUP BY b.channel, b.cast_by_id, c.by_id"
        ),
        {"i": rule.id, "r": round_},
    )
    waiting = (await session.execute(text(PENDING), {"i": rule.id, "r": round_})).all()
    return {
        "base": {
            "present": counted.present,
            "lots_present": counted.lots_present,
            "key_total": counted.key_total,
            "key": str(rule.key_id) if rule.key_id else None,
        },
        "presence": [
            {"lot": rows[lot].lot_number, "carrier": str(person)} for lot, person in sorted(carriers.items(), key=str)
        ],
        "proxies": [
            {"id": str(each.id), "giver": str(each.giver_id), "holder": str(each.holder_id)} for each in now.proxies
        ],
        "reductions": [
            {"person": each.person, "carried": each.carried, "counted": each.counted, "as_giver": each.as_giver}
            for each in counted.count.reductions
        ],
        "second_meeting": rule.second_meeting,
        "judge_by": await _judge_by(session, rule, item["kind"], counted),
        "sole_attendee": counted.count.warning,
        "blank": counted.count.blank,
        "against": _named(_others(now, rule, counted)),
        "abstained": _named(names(now, rule, counted, Choice.ABSTAIN)),
        "no_ballot": sorted(
            rows[lot].lot_number for lot in carriers if lot not in {ballot.lot_id for ballot in counted.ballots}
        ),
        "excluded": sorted(str(person) for person in rule.excluded),
        "hand": [
            {
                "channel": row.channel,
                "ballots": row.ballots,
                "votes": int(row.votes),
                "entered_by": str(row.cast_by_id),
                "confirmed_by": str(row.by_id),
            }
            for row in hands
        ],
        "unconfirmed": [{"lot": rows[row.lot_id].lot_number, "votes": row.shares} for row in waiting],
        "majority_from": item["majority_from"],
        "clause": item["clause"],
        "alternatives": [] if counted.choice else alternatives(item, counted),
        **_choice_facts(now, rule, counted, item),
    }


def _others(now: Room, rule: ItemRule, counted: RoundCount) -> list[Named]:
    """Return who voted against; of a choice, who chose another option than the one with the most votes."""
    if counted.choice is None:
        return names(now, rule, counted, Choice.AGAINST)
    votes = counted.choice.votes
    first = max(votes, key=lambda option: votes[option])
    return [each for option in votes if option != first for each in names(now, rule, counted, option)]


def _choice_facts(now: Room, rule: ItemRule, counted: RoundCount, item: RowMapping) -> dict[str, Any]:
    """Return the votes of each option with its label and who chose it, what follows, and the two of a run-off."""
    found = counted.choice
    if found is None:
        return {}
    return {
        "outcome": str(found.outcome),
        "chosen": found.chosen,
        "run_off": list(found.run_off),
        "tied": list(found.tied),
        "options": [
            {
                "option": option,
                "label": item["options"][place_of_option(option) - 1],
                "votes": votes,
                "voters": _named(names(now, rule, counted, option)),
            }
            for option, votes in found.votes.items()
        ],
    }


async def _judge_by(session: AsyncSession, rule: ItemRule, kind: str, counted: RoundCount) -> str | None:
    """Return by which day the association asks the justice of the peace about a demolition; None when it need not."""
    approved = counted.count.unreduced.in_favour
    if (
        kind != DEMOLITION
        or rule.amendment
        or not must_ask_the_judge(carried=counted.count.carried, in_favour=approved, all_votes=counted.key_total)
    ):
        return None
    day = await session.scalar(
        text("SELECT a.day FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id WHERE i.id = :i"), {"i": rule.id}
    )
    return demolition_deadline(day).isoformat() if day else None


def _named(found: list) -> list[dict[str, Any]]:
    return [
        {
            "owner": each.owner_name,
            "lots": list(each.lots),
            "votes": each.votes,
            "through": str(each.through_id) if each.through_id else None,
        }
        for each in found
    ]


def alternatives(item: RowMapping, counted: RoundCount) -> list[dict[str, Any]]:
    """Say what each other majority would give, where the one applied is not simply the law's."""
    if item["majority_from"] == "law":
        return []
    legal = majority_for(item["kind"], item["main_kind"])
    others = [Majority(str(legal))] if legal in set(Majority) else [*THRESHOLDS, Majority.UNANIMITY]
    answer = counted.count
    tally = Tally(answer.in_favour, answer.against, answer.abstained)
    found = []
    for majority in others:
        if majority == item["majority"]:
            continue
        if majority is Majority.UNANIMITY:
            before = answer.unreduced
            carried = is_unanimous(counted.key_total, before.in_favour, before.against, before.abstained)
            mark = counted.key_total
        else:
            carried, mark = is_carried(tally, majority), needed(tally.cast, majority)
        found.append({"majority": str(majority), "carried": carried, "needed": mark})
    return found
