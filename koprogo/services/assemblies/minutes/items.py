"""The points of the minutes: each with its frozen result, the names the law asks for, and earlier rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.i18n.exclusion_reasons import reason_in
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.papers.minutes import facts as paper
from koprogo.papers.minutes import terms
from koprogo.papers.minutes.named import AmendmentFacts, EarlierRound, NamedVoter
from koprogo.rules.assemblies.majorities import THRESHOLDS, Majority
from koprogo.services.assemblies.labels import article_of, said_in
from koprogo.services.assemblies.roll import Room

ITEMS = """
SELECT i.id, i.number, i.part, i.title, i.kind, i.majority_from, i.clause, coalesce(s.what, 'not_reached') AS what, s.round,
       s.at, s.reason, t.text AS proposal, t.version, t.changes IS NOT NULL AS amended,
       (SELECT string_agg(e.reason, ' ' ORDER BY e.seq) FROM item_event e
         WHERE e.item_id = i.id AND e.what = 'reopened'
          AND NOT e.facts ? 'amendment') AS again
  FROM agenda_item i LEFT JOIN item_state s ON s.item_id = i.id
  LEFT JOIN standing_text t ON t.item_id = i.id
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""
RESULTS = """
SELECT r.*, k.name AS key_name,
       (SELECT t.text FROM item_text t WHERE t.item_id = r.item_id AND t.version = r.text_version) AS words,
       (SELECT min(e.at) FROM item_event e WHERE e.item_id = r.item_id AND e.round = r.round AND e.what = 'opened')
       AS opened_at,
       (SELECT max(e.at) FROM item_event e WHERE e.item_id = r.item_id AND e.round = r.round AND e.what = 'closed')
       AS closed_at
  FROM result r JOIN agenda_item i ON i.id = r.item_id LEFT JOIN apportionment_key k ON k.id = i.key_id
 WHERE r.assembly_id = :a ORDER BY r.item_id, r.round
"""
EXCLUSIONS = """
SELECT x.item_id, x.person_id, x.reason, x.note, p.name
  FROM standing_exclusion x JOIN agenda_item i ON i.id = x.item_id JOIN person p ON p.id = x.person_id
 WHERE i.assembly_id = :a
"""
OUTCOMES = {
    "postponed": terms.Outcome.POSTPONED,
    "withdrawn": terms.Outcome.WITHDRAWN,
    "noted": terms.Outcome.NOTED,
}


async def item_facts(
    session: AsyncSession, assembly_id: UUID, now: Room, people: Mapping[UUID, str], language: str
) -> list[paper.ItemFacts]:
    """Return the points of an assembly in order, titles and kinds in one language (else the first there is)."""
    items = (await session.execute(text(ITEMS), {"a": assembly_id})).all()
    results: dict[UUID, list[Any]] = {}
    for row in await session.execute(text(RESULTS), {"a": assembly_id}):
        results.setdefault(row.item_id, []).append(row)
    exclusions = (await session.execute(text(EXCLUSIONS), {"a": assembly_id})).all()
    named = dict(people) | await _others(session, results)
    return [
        _item(
            row, results.get(row.id, []), [each for each in exclusions if each.item_id == row.id], now, named, language
        )
        for row in items
    ]


async def _others(session: AsyncSession, results: Mapping[UUID, Sequence[Any]]) -> dict[UUID, str]:
    """Name those who entered or confirmed ballots by hand: they need not be on the roll."""
    ids = {
        UUID(person)
        for rows in results.values()
        for row in rows
        for each in row.facts["hand"]
        for person in (each["entered_by"], each["confirmed_by"])
        if person not in ("None", "")
    }
    rows = await session.execute(text("SELECT id, name FROM person WHERE id = ANY (:ids)"), {"ids": list(ids)})
    return {row.id: row.name for row in rows}


def _item(
    row: Any, results: Sequence[Any], exclusions: Sequence[Any], now: Room, people: Mapping[UUID, str], language: str
) -> paper.ItemFacts:
    counting = next((result for result in results if result.round == row.round and row.what == "confirmed"), None)
    if counting:
        outcome = terms.Outcome.CARRIED if counting.carried else terms.Outcome.REJECTED
    else:
        outcome = OUTCOMES.get(row.what, terms.Outcome.NOT_REACHED)
    return paper.ItemFacts(
        number=f"{row.number}{row.part}",
        title=said_in(row.title, language),
        proposed_text=said_in(row.proposal, language),
        outcome=outcome,
        kind=row.kind,
        kind_name=KIND_NAMES[row.kind][language],
        vote=_vote(counting, row, exclusions, now, people, language) if counting else None,
        earlier_rounds=tuple(
            _earlier(each, people, language) for each in results if each is not counting and each.about == "text"
        ),
        amendments=tuple(_amendment(each, people, language) for each in results if each.about == "amendment"),
        text_version=row.version or 1,
        is_amended=row.amended or False,
        at=row.at if row.what in OUTCOMES else None,
        reason=row.again or (row.reason if not counting else "") or "",
    )


def _amendment(result: Any, people: Mapping[UUID, str], language: str) -> AmendmentFacts:
    return AmendmentFacts(
        version=result.text_version,
        text=said_in(result.words, language),
        carried=result.carried,
        round=result.round,
        closed_at=result.closed_at,
        in_favour=result.in_favour,
        against=result.against,
        abstained=result.abstained,
        needed=result.needed,
        against_names=_named(result.facts["against"], people),
        abstained_names=_named(result.facts["abstained"], people),
        merkle_root=bytes(result.merkle_root).hex(),
    )


def _vote(
    result: Any, row: Any, exclusions: Sequence[Any], now: Room, people: Mapping[UUID, str], language: str
) -> paper.VoteFacts:
    facts = result.facts
    return paper.VoteFacts(
        majority=majority_facts(
            result.majority, result.article, facts["clause"], second_meeting=facts.get("second_meeting", False)
        ),
        key_name=said_in(result.key_name, language),
        key_total=facts["base"]["key_total"],
        in_favour=result.in_favour,
        against=result.against,
        abstained=result.abstained,
        blank=facts["blank"],
        no_ballot=result.no_ballot,
        needed=result.needed,
        opened_at=result.opened_at,
        closed_at=result.closed_at,
        against_names=_named(facts["against"], people),
        abstained_names=_named(facts["abstained"], people),
        reductions=_reductions(facts, now, people),
        exclusions=tuple(_exclusion(each, now, people, language) for each in exclusions),
        hand_entries=_hand_entries(facts, people),
        alternatives=tuple(
            paper.Alternative(
                majority_facts(each["majority"], article_of(row.kind), ""), each["needed"], each["carried"]
            )
            for each in facts["alternatives"]
        ),
        round=result.round,
        key_article="3.87 §6" if facts["base"]["key"] else "",
        rule=result.rule,
        rule_version=result.rule_version,
        is_sole_attendee=facts["sole_attendee"],
        ballots=result.ballots_sealed,
        chain_head=bytes(result.chain_head).hex(),
        merkle_root=bytes(result.merkle_root).hex(),
        **_choice(facts, people, language),
    )


def _earlier(result: Any, people: Mapping[UUID, str], language: str) -> EarlierRound:
    chosen = _choice(result.facts, people, language)
    options = tuple(replace(each, voters=()) for each in chosen.get("options", ()))
    return EarlierRound(
        result.round, result.closed_at, result.in_favour, result.against, result.abstained, options,
        is_run_off_next=chosen.get("choice") == "run_off",
    )  # fmt: skip


def _choice(facts: Mapping[str, Any], people: Mapping[UUID, str], language: str) -> dict[str, Any]:
    """Return the votes of each option of a choice, who chose it, and what it came to; nothing for yes or no."""
    if "outcome" not in facts:
        return {}
    names = {each["option"]: said_in(each["label"], language) for each in facts["options"]}
    options = tuple(
        paper.OptionResult(names[each["option"]], each["votes"], _named(each["voters"], people))
        for each in facts["options"]
    )
    return {"options": options, "choice": facts["outcome"], "chosen": names.get(facts["chosen"], "")}


def majority_facts(majority: str, article: str, clause: str, *, second_meeting: bool = False) -> paper.MajorityFacts:
    """Return a majority as the paper states it; unanimity is of all the key's votes, or at its retry of those there."""
    if majority == Majority.UNANIMITY and second_meeting:
        name = terms.MajorityName.UNANIMITY_PRESENT
        return paper.MajorityFacts(name, 1, 1, False, "3.88 §4", of_all=True, clause=clause)
    if majority == Majority.UNANIMITY:
        return paper.MajorityFacts(terms.MajorityName.UNANIMITY, 1, 1, False, article, of_all=True, clause=clause)
    rule = THRESHOLDS[Majority(majority)]
    name = terms.MajorityName(majority)
    share = rule.share
    return paper.MajorityFacts(name, share.numerator, share.denominator, rule.strict, article, clause=clause)


def _named(rows: Sequence[Mapping[str, Any]], people: Mapping[UUID, str]) -> tuple[NamedVoter, ...]:
    return tuple(
        NamedVoter(
            row["owner"],
            tuple(row["lots"]),
            row["votes"],
            people.get(UUID(row["through"]), "") if row["through"] else "",
        )
        for row in rows
    )


def _reductions(facts: Mapping[str, Any], now: Room, people: Mapping[UUID, str]) -> tuple[paper.Reduction, ...]:
    present = facts["base"]["present"]
    return tuple(
        paper.Reduction(
            owner=people.get(UUID(each["person"]), ""),
            held=each["carried"],
            counted=each["counted"],
            others=present - each["carried"],
        )
        for each in facts["reductions"]
    )


def _exclusion(row: Any, now: Room, people: Mapping[UUID, str], language: str) -> paper.Exclusion:
    lots = [each for each in now.roll if each.voter_id == row.person_id]
    return paper.Exclusion(
        owner=people.get(row.person_id, lots[0].owner_name if lots else row.name),
        lots=tuple(sorted(each.lot_number for each in lots)),
        votes=sum(each.shares for each in lots),
        reason=reason_in(row.reason, row.note, language),
    )


def _hand_entries(facts: Mapping[str, Any], people: Mapping[UUID, str]) -> tuple[paper.HandEntry, ...]:
    counted = tuple(
        paper.HandEntry(
            terms.HandMethod(each["channel"]),
            each["ballots"],
            each["votes"],
            people.get(UUID(each["entered_by"]), ""),
            people.get(UUID(each["confirmed_by"]), "") if each["confirmed_by"] not in ("None", "") else "",
        )
        for each in facts["hand"]
    )
    waiting = facts["unconfirmed"]
    if not waiting:
        return counted
    votes = sum(each["votes"] for each in waiting)
    return (*counted, paper.HandEntry(terms.HandMethod.HAND, len(waiting), votes, "", ""))
