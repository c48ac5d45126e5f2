"""The minutes laid out: facts turned into lines, ready for the template, in one language.

Nothing is decided here; sums are only added up where a table asks for a total.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from koprogo.papers.bars import Line, Mark, per_mille, presence_bar, vote_bar
from koprogo.papers.minutes import sentences
from koprogo.papers.minutes.facts import (
    AttendanceRow,
    EventFacts,
    ItemFacts,
    MinutesFacts,
    QuorumFacts,
    VoteFacts,
)
from koprogo.papers.minutes.named import AmendmentFacts, NamedVoter
from koprogo.papers.minutes.others import VisitorRow
from koprogo.papers.minutes.terms import Attendance, Channel
from koprogo.papers.words import Words

ROWS_PER_TABLE = 100
"""Long tables are slow to lay out; a list of a thousand owners is ten tables."""
MANY_LINES = 8
"""From so many names and notes on, an item may be cut by the end of a page."""


@dataclass(frozen=True)
class BarView:
    """A bar with the labels under its marks: side of the mark, place in thousandths of the width, text."""

    picture: Markup
    labels: tuple[tuple[str, int, str], ...]
    caption: str = ""


@dataclass(frozen=True)
class VoteView:
    bar: BarView
    majority: str
    counts: tuple[tuple[str, str, str], ...]
    """Style, word, number."""
    silence: str
    against: tuple[tuple[str, str], ...]
    abstained: tuple[tuple[str, str], ...]
    nobody: str
    notes: tuple[str, ...]
    small: str


@dataclass(frozen=True)
class AmendmentView:
    """An amendment voted before its text: what it said, what came of it, who is named."""

    label: str
    text: tuple[str, ...]
    outcome: str
    result: str
    against: tuple[tuple[str, str], ...]
    abstained: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ItemView:
    number: str
    title: str
    outcome: str
    outcome_word: str
    result: str
    reason: str
    text_label: str
    text: tuple[str, ...]
    about: tuple[str, ...]
    vote: VoteView | None
    is_long: bool
    amendments: tuple[AmendmentView, ...] = ()


@dataclass(frozen=True)
class AttendanceTable:
    caption: str
    rows: tuple[dict[str, object], ...]


def item_view(item: ItemFacts, w: Words) -> ItemView:
    """Lay out one agenda item."""
    result = sentences.outcome(item, w)
    vote = item.vote
    return ItemView(
        number=item.number,
        title=item.title,
        outcome=str(item.outcome),
        outcome_word=w(f"outcome_{item.outcome}"),
        result=result,
        reason=w("reason", reason=item.reason) if item.reason else "",
        text_label=w("amended_text", version=item.text_version) if item.is_amended else w("proposed_text"),
        text=tuple(line for line in item.proposed_text.split("\n") if line.strip()),
        about=tuple(_about(item, w)),
        vote=_vote_view(item, vote, result, w) if vote else None,
        is_long=vote is not None and _lines(vote) > MANY_LINES,
        amendments=tuple(_amendment_view(each, item, w) for each in item.amendments),
    )


def _amendment_view(each: AmendmentFacts, item: ItemFacts, w: Words) -> AmendmentView:
    """Lay out an amendment; the text of one that was carried is not said twice."""
    said = "" if each.carried and each.text == item.proposed_text else each.text
    return AmendmentView(
        label=w("amendment", version=each.version),
        text=tuple(line for line in said.split("\n") if line.strip()),
        outcome="carried" if each.carried else "rejected",
        result=sentences.amendment(each, w),
        against=_named(each.against_names, w),
        abstained=_named(each.abstained_names, w),
    )


def _lines(vote: VoteFacts) -> int:
    said = (vote.against_names, vote.abstained_names, vote.exclusions, vote.reductions, vote.hand_entries)
    return sum(map(len, said))


def _about(item: ItemFacts, w: Words) -> Iterator[str]:
    if item.kind_name:
        yield item.kind_name
    if item.vote:
        yield sentences.majority_name(item.vote.majority, w)
        yield w.format.article(item.vote.majority.article)
        yield w("key" if item.vote.key_name else "key_of_all", key=item.vote.key_name, total=item.vote.key_total)


def _vote_view(item: ItemFacts, vote: VoteFacts, result: str, w: Words) -> VoteView:
    line = Line(vote.majority.numerator, vote.majority.denominator)
    number = w.format.number
    alt = w("bar_alt", result=result, in_favour=vote.in_favour, against=vote.against, needed=vote.needed)
    return VoteView(
        bar=BarView(
            vote_bar(vote.in_favour, vote.against, vote.base, line, alt), (_label(line, sentences.mark(vote, w)),)
        ),
        majority=sentences.majority_name(vote.majority, w),
        counts=(
            *(_sides(vote, w)),
            ("abstained", w("count_abstained"), number(vote.abstained)),
            *([("none", w("count_blank"), number(vote.blank))] if vote.blank else []),
            ("none", w("count_no_ballot"), number(vote.no_ballot)),
        ),
        silence=sentences.silence(vote, w),
        against=() if vote.options else _named(vote.against_names, w),
        abstained=_named(vote.abstained_names, w),
        nobody=" ".join(_nobody(vote, w)),
        notes=tuple(_notes(item, vote, w)),
        small=" ".join(_small(vote, w)),
    )


def _sides(vote: VoteFacts, w: Words) -> Iterator[tuple[str, str, str]]:
    number = w.format.number
    if vote.options:
        for option in vote.options:
            yield ("for" if option.name == vote.chosen else "none"), option.name, number(option.votes)
        return
    yield "for", w("count_for"), number(vote.in_favour)
    yield "against", w("count_against"), number(vote.against)


def _label(line: Line, text: str) -> tuple[str, int, str]:
    """Centre the label under its mark, or let it end there when the mark is near the end of the bar."""
    at = per_mille(line)
    return ("before" if at > 700 else "middle"), at, text


def _named(voters: Iterable[NamedVoter], w: Words) -> tuple[tuple[str, str], ...]:
    return tuple((voter.owner, sentences.voter(voter, w)) for voter in voters)


def _nobody(vote: VoteFacts, w: Words) -> Iterator[str]:
    if not vote.against_names and not vote.options:
        yield w("nobody_against")
    if not vote.abstained_names:
        yield w("nobody_abstained")


def _notes(item: ItemFacts, vote: VoteFacts, w: Words) -> Iterator[str]:
    if vote.majority.clause:
        yield w("by_clause", clause=vote.majority.clause)
    if vote.key_article:
        yield w("key_limited", article=w.format.article(vote.key_article))
    yield from (sentences.option_voters(each, w) for each in vote.options if each.voters)
    yield from (sentences.exclusion(out, w) for out in vote.exclusions)
    yield from (sentences.reduction(cut, w) for cut in vote.reductions)
    if vote.is_sole_attendee:
        yield w("sole_attendee")
    yield from (sentences.hand_entry(entry, w) for entry in vote.hand_entries)
    yield from (sentences.alternative(other, w) for other in vote.alternatives)
    yield from (sentences.earlier_round(earlier, w) for earlier in item.earlier_rounds)


def _small(vote: VoteFacts, w: Words) -> Iterator[str]:
    opened, closed = w.format.time(vote.opened_at), w.format.time(vote.closed_at)
    yield w("vote_times" if vote.round == 1 else "vote_times_round", number=vote.round, opened=opened, closed=closed)
    if vote.rule:
        yield w("rule", rule=vote.rule, version=vote.rule_version)


def quorum_bars(quorum: QuorumFacts, w: Words) -> tuple[BarView, BarView]:
    """Draw heads and shares present against what the law asks (art. 3.87 §5)."""
    heads = w("bar_heads", n=quorum.heads_present, total=quorum.heads_total)
    shares = w("bar_shares", n=quorum.shares_present, total=quorum.shares_total)
    half = w("mark_half", n=quorum.heads_needed)
    half_shares = w("mark_half_shares", n=quorum.shares_needed)
    quarters = w("mark_three_quarters", n=quorum.shares_alone_needed)
    return (
        BarView(
            presence_bar(quorum.heads_present, quorum.heads_total, [Line(1, 2)], _quorum_alt(heads, half, w)),
            (("middle", 500, half),),
            heads,
        ),
        BarView(
            presence_bar(
                quorum.shares_present,
                quorum.shares_total,
                [Line(1, 2), Line(3, 4, Mark.CUT)],
                _quorum_alt(shares, f"{half_shares}, {quarters}", w),
            ),
            (("before", 500, half_shares), ("after", 750, quarters)),
            shares,
        ),
    )


def _quorum_alt(label: str, needed: str, w: Words) -> str:
    return w("bar_quorum_alt", label=label, needed=needed)


def attendance_tables(rows: tuple[AttendanceRow, ...], w: Words) -> tuple[AttendanceTable, ...]:
    """Lay out the attendance list in tables of a hundred rows."""
    starts = range(0, len(rows), ROWS_PER_TABLE)
    return tuple(
        AttendanceTable(
            caption=w(
                "attendance_caption", first=start + 1, last=min(start + ROWS_PER_TABLE, len(rows)), total=len(rows)
            ),
            rows=tuple(_attendance_row(row, w) for row in rows[start : start + ROWS_PER_TABLE]),
        )
        for start in starts
    )


def _attendance_row(row: AttendanceRow, w: Words) -> dict[str, object]:
    there = row.status is not Attendance.ABSENT
    return {
        "owner": row.owner,
        "lots": ", ".join(row.lots) or "–",
        "shares": w.format.number(row.shares),
        "presence": sentences.presence(row, w),
        "suspended": [sentences.suspended(lot, w) for lot in row.suspended],
        "arrived": [w.format.clock(stay.arrived_at) for stay in row.intervals],
        "left": [w.format.clock(stay.left_at) if stay.left_at else w("until_end") for stay in row.intervals],
        "there": there,
    }


def visitor_rows(rows: tuple[VisitorRow, ...], w: Words) -> tuple[dict[str, str], ...]:
    """Lay out who was there without a vote."""
    return tuple(
        {
            "name": row.name,
            "capacity": w(f"visitor_{row.capacity}", assists=row.assists),
            "admitted_by": row.admitted_by,
            "ground": row.ground,
            "arrived": w.format.clock(row.interval.arrived_at),
            "left": w.format.clock(row.interval.left_at) if row.interval.left_at else w("until_end"),
        }
        for row in rows
    )


def attendance_totals(rows: tuple[AttendanceRow, ...], w: Words) -> tuple[tuple[str, str, str], ...]:
    """Add up rows and shares by kind of presence; suspended lots stand apart because they do not vote."""
    voting = [row for row in rows if row.lots]
    lines = [(w(f"total_{status}"), [row for row in voting if row.status is status], 0) for status in Attendance]
    held_back = sum(lot.shares for row in rows for lot in row.suspended)
    if held_back:
        lines.append((w("total_suspended"), [row for row in rows if not row.lots], held_back))
    lines.append((w("total_all"), list(rows), held_back))
    number = w.format.number
    return tuple((label, number(len(of)), number(sum(row.shares for row in of) + more)) for label, of, more in lines)


def event_line(event: EventFacts, w: Words) -> tuple[str, str, str]:
    """Return the hour, what happened and its text."""
    kind = w(f"event_{event.kind}")
    what = w("event_by", kind=kind, by=event.by) if event.by else kind
    if event.item:
        what = f"{what}, {w('event_item', number=event.item)}"
    return w.format.clock(event.at), what, event.text


def remote_sentence(facts: MinutesFacts, w: Words) -> str:
    """Say whether people could take part from afar, how many did, and by which means (art. 3.87 §1)."""
    if not facts.remote.offered:
        return w("remote_not_offered")
    remote = {
        row.owner for row in facts.attendance if row.channel is Channel.REMOTE and row.status is not Attendance.ABSENT
    }
    return f"{w('remote_offered', n=len(remote))} {facts.remote.means}".strip()
