"""What was decided, as sentences: result first, then the figures, then the article.

Each function takes facts and the words of one language and returns plain text; the template escapes it.
"""

from datetime import timedelta

from koprogo.papers.minutes.facts import (
    Alternative,
    AttendanceRow,
    Exclusion,
    HandEntry,
    ItemFacts,
    MajorityFacts,
    OptionResult,
    QuorumFacts,
    Reduction,
    SuspendedLot,
    VoteFacts,
)
from koprogo.papers.minutes.named import AmendmentFacts, EarlierRound, NamedVoter
from koprogo.papers.minutes.others import ProxyDeed
from koprogo.papers.minutes.terms import Attendance, Capacity, Channel, MajorityName, Outcome
from koprogo.papers.words import Words

UNANIMITIES = {MajorityName.UNANIMITY, MajorityName.UNANIMITY_PRESENT}


def majority_name(majority: MajorityFacts, w: Words) -> str:
    """Name the majority; a by-laws clause with a fraction of its own is named by it."""
    return w(f"majority_{majority.name}", numerator=majority.numerator, denominator=majority.denominator)


def share(majority: MajorityFacts, w: Words) -> str:
    """Say how large a part of the base is asked: *two thirds*, *more than half*."""
    strict = majority.name is MajorityName.OTHER and majority.strict
    key = f"share_{majority.name}{'_strict' if strict else ''}"
    return w(key, numerator=majority.numerator, denominator=majority.denominator)


def majority_source(majority: MajorityFacts, w: Words) -> str:
    """Return the clause of the by-laws that sets the majority, else the article."""
    return majority.clause or w.format.article(majority.article)


def outcome(item: ItemFacts, w: Words) -> str:
    """Say how the item ended, with its figures when it was voted."""
    if item.vote is not None and item.outcome in {Outcome.CARRIED, Outcome.REJECTED}:
        return vote_result(item.vote, item.outcome, w)
    if item.at is None or item.outcome is Outcome.NOT_REACHED:
        return w(str(item.outcome))
    return w(f"{item.outcome}_at", time=w.format.time(item.at))


def vote_result(vote: VoteFacts, result: Outcome, w: Words) -> str:
    """Say whether the item was carried, by how many votes, and how many it took; of a choice, what it came to."""
    if vote.options:
        return w(f"choice_{vote.choice}", chosen=vote.chosen, votes=vote.in_favour, cast=vote.cast, needed=vote.needed)
    if vote.majority.name in UNANIMITIES:
        return w(f"{result}_{vote.majority.name}", in_favour=vote.in_favour, base=vote.base)
    if vote.cast == 0:
        return w("rejected_no_votes")
    key = f"{result}_of_all" if vote.majority.of_all else str(result)
    return w(
        key,
        in_favour=vote.in_favour,
        cast=vote.cast,
        base=vote.base,
        needed=vote.needed,
        share=share(vote.majority, w),
    )


def silence(vote: VoteFacts, w: Words) -> str:
    """Say what abstentions and missing ballots count for; nothing when there were none."""
    if vote.abstained + vote.blank + vote.no_ballot == 0:
        return ""
    return w("not_consent" if vote.majority.name in UNANIMITIES or vote.majority.of_all else "not_votes_cast")


def mark(vote: VoteFacts, w: Words) -> str:
    """Label the mark on the bar with the whole number of votes it stands for."""
    if vote.majority.name in UNANIMITIES:
        return w("mark_all", needed=vote.needed)
    return w("mark_votes", share=share(vote.majority, w), needed=vote.needed, base=vote.base)


def lots(numbers: tuple[str, ...], w: Words) -> str:
    """Name one or several lots."""
    return w("voter_lots", n=len(numbers), lots=", ".join(numbers))


def voter(voter: NamedVoter, w: Words) -> str:
    """Name somebody who voted against or abstained, with lots and votes (art. 3.87 §10)."""
    through = [w("voter_through", holder=voter.through)] if voter.through else []
    return f"({', '.join([*through, lots(voter.lots, w), w('voter_votes', n=voter.votes)])})"


def option_voters(option: OptionResult, w: Words) -> str:
    """Name who chose an option (art. 3.87 §10)."""
    names = "; ".join(f"{each.owner} {voter(each, w)}" for each in option.voters)
    return w("option_voters", option=option.name, names=names)


def reduction(cut: Reduction, w: Words) -> str:
    """Explain in words why somebody's votes count for less (art. 3.87 §7)."""
    article = w.format.article(cut.article)
    return w("reduction", owner=cut.owner, counted=cut.counted, held=cut.held, others=cut.others, article=article)


def exclusion(out: Exclusion, w: Words) -> str:
    """Say who took no part in the vote, and why."""
    article = w.format.article(out.article)
    if not out.lots:
        return w("exclusion_without_lots", owner=out.owner, reason=out.reason, article=article)
    held = lots(out.lots, w)
    return w("exclusion", owner=out.owner, lots=held, votes=out.votes, reason=out.reason, article=article)


def hand_entry(entry: HandEntry, w: Words) -> str:
    """Say which ballots were typed in by whom, and who confirmed them."""
    key = "hand_confirmed" if entry.confirmed_by else "hand_unconfirmed" if entry.entered_by else "hand_waiting"
    what = w(f"hand_{entry.method}", n=entry.ballots)
    return w(key, what=what, votes=entry.votes, by=entry.entered_by, confirmed_by=entry.confirmed_by)


def alternative(other: Alternative, w: Words) -> str:
    """Say what the same votes would have given under the other majority."""
    unanimity = "unanimity_" if other.majority.name in UNANIMITIES else ""
    return w(
        f"alternative_{unanimity}{'carried' if other.carried else 'rejected'}",
        majority=majority_name(other.majority, w),
        source=majority_source(other.majority, w),
        needed=other.needed,
    )


def amendment(vote: AmendmentFacts, w: Words) -> str:
    """Say what the vote on an amendment gave, and which text is voted after it."""
    return w(
        f"amendment_{'carried' if vote.carried else 'rejected'}",
        time=w.format.time(vote.closed_at),
        in_favour=vote.in_favour,
        against=vote.against,
        abstained=vote.abstained,
        needed=vote.needed,
    )


def earlier_round(vote: EarlierRound, w: Words) -> str:
    """Say what a round gave that counts no more; of a choice, the votes of each option by its name."""
    if vote.options:
        number = w.format.number
        return w(
            "earlier_run_off" if vote.is_run_off_next else "earlier_options",
            number=vote.round,
            time=w.format.time(vote.closed_at),
            options=w.format.listed(f"{each.name} {number(each.votes)}" for each in vote.options),
            abstained=vote.abstained,
        )
    return w(
        "earlier_round",
        number=vote.round,
        time=w.format.time(vote.closed_at),
        in_favour=vote.in_favour,
        against=vote.against,
        abstained=vote.abstained,
    )


def quorum(facts: QuorumFacts, w: Words) -> str:
    """Say who was there at the opening and whether that suffices (art. 3.87 §5)."""
    return w(
        f"quorum_{facts.reached_by}",
        time=w.format.time(facts.checked_at),
        heads=facts.heads_present,
        heads_total=facts.heads_total,
        heads_needed=facts.heads_needed,
        shares=facts.shares_present,
        shares_total=facts.shares_total,
        shares_needed=facts.shares_needed,
        shares_alone=facts.shares_alone_needed,
        article=w.format.article(facts.article),
    )


def presence(row: AttendanceRow, w: Words) -> str:
    """Say whether somebody was there, by which channel, in which capacity."""
    if row.status is Attendance.ABSENT:
        return w("absent")
    remote = "_remote" if row.channel is Channel.REMOTE else ""
    through = "_through" if row.status is Attendance.PRESENT and row.represented_by else ""
    text = w(f"{row.status}{through}{remote}", name=row.represented_by)
    if row.deed is not None:
        return f"{text} ({_deed(row.deed, w)})"
    if row.capacity in {Capacity.OWNER, Capacity.PROXY}:
        return text
    return f"{text} ({w(f'capacity_{row.capacity}')})"


def _deed(deed: ProxyDeed, w: Words) -> str:
    """Tell a notarial proxy from one of this assembly: the days it stands, the notary and the deed."""
    since = w.format.day(deed.since)
    if deed.until is None:
        return w("deed", since=since, proof=deed.proof)
    return w("deed_until", since=since, last=w.format.day(deed.until - timedelta(days=1)), proof=deed.proof)


def suspended(lot: SuspendedLot, w: Words) -> str:
    """Say which lot takes no part, and why."""
    article = w.format.article(lot.article)
    text = w("suspended_lot", lot=lot.lot, shares=lot.shares, reason=w(f"suspended_{lot.reason}"), article=article)
    return f"{text}. {lot.note}" if lot.note else text
