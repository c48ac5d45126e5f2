"""An evening that has everything: sixty owners, twelve items, every outcome, a cut, hands, paper, proxies, a protest.

Invented people. Texts that people type exist in four languages, as the services would choose them.
"""

import hashlib
from datetime import UTC, date, datetime

from koprogo.papers.minutes.facts import (
    Alternative,
    AssemblyFacts,
    AssociationFacts,
    AttendanceRow,
    BureauFacts,
    EventFacts,
    Exclusion,
    HandEntry,
    ItemFacts,
    MajorityFacts,
    MinutesFacts,
    ProofFacts,
    QuorumFacts,
    Reduction,
    RemoteFacts,
    Signatory,
    SuspendedLot,
    VoteFacts,
)
from koprogo.papers.minutes.named import AmendmentFacts, EarlierRound, NamedVoter
from koprogo.papers.minutes.others import Interval, KeptPiece, VisitorRow
from koprogo.papers.minutes.terms import (
    AssemblyKind,
    Attendance,
    Capacity,
    Channel,
    Copy,
    EventKind,
    HandMethod,
    MajorityName,
    Outcome,
    QuorumTest,
    SignatoryRole,
    SuspensionReason,
    VisitorCapacity,
)
from tests.papers.sample_texts import TEXTS

SURNAMES = (
    "Dupont", "Leroy", "D’Hondt", "Benali", "Laurent", "Rousseau", "Hérion", "Schäfer", "Özdemir", "Willems", "Lefèvre",
    "El Amrani", "Wouters", "Şahin", "Kowalczyk", "Peeters", "Janssens", "Maes", "Jacobs", "Mertens",
)  # fmt: skip
FIRST_NAMES = ("Wim", "Jean", "Eva", "Sofie", "Claire", "Leïla", "Łukasz", "Fatima", "Marie", "Bart", "Rita", "Greet")
SHARES = (225, 197, 90, 175, 272, 219, 69, 175, 150, 159, 131, 122, 184, 153, 109, 166, 81, 140, 203, 118)
ABSENT = {4, 9, 13, 17, 22, 26, 31, 37, 40, 44, 48, 51, 55, 58, 59}
BY_PROXY = {2: 1, 7: 1, 11: 10, 16: 15, 21: 20, 28: 20, 33: 32, 39: 38, 46: 45, 50: 49, 57: 56}
REMOTE = {18, 24, 35}
TWO_THIRDS = MajorityFacts(MajorityName.TWO_THIRDS, 2, 3, False, "3.88 §1, 1° b)")
ABSOLUTE = MajorityFacts(MajorityName.ABSOLUTE, 1, 2, True, "3.87 §8")
FOUR_FIFTHS = MajorityFacts(MajorityName.FOUR_FIFTHS, 4, 5, False, "3.88 §1, 2° a)")
UNANIMITY = MajorityFacts(MajorityName.UNANIMITY, 1, 1, False, "3.88 §3", of_all=True)


def at(hour: int, minute: int) -> datetime:
    """Return an instant of the evening of 17 November 2026, given in Brussels winter time."""
    return datetime(2026, 11, 17, hour - 1, minute, tzinfo=UTC)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def owner_name(index: int) -> str:
    surname = SURNAMES[index % len(SURNAMES)]
    if index % 19 == 6:
        return f"SRL {surname} Invest"
    return f"{FIRST_NAMES[(index * 7 + index // 20) % len(FIRST_NAMES)]} {surname}"


def owner_lots(index: int) -> tuple[str, ...]:
    block, floor, door = "ABC"[index // 20], index % 20 // 4 + 1, index % 4 + 1
    lots = [f"{block}{floor}.{door}"]
    return tuple([*lots, f"K{index // 15 + 1:02}"] if index % 15 == 0 else lots)


def owner_shares(index: int) -> int:
    """Sixty times some 167 shares; the last owner takes what is left of ten thousand."""
    share = SHARES[(index * 3) % 20] + (index % 7)
    return share if index < 59 else 10_000 - sum(owner_shares(i) for i in range(59))


def attendance() -> tuple[AttendanceRow, ...]:
    return tuple(_row(index) for index in range(60))


def _row(index: int) -> AttendanceRow:
    lots, shares, owner = owner_lots(index), owner_shares(index), owner_name(index)
    if index in {3, 43}:
        reason = SuspensionReason.USUFRUCT if index == 3 else SuspensionReason.JOINT_OWNERSHIP
        suspended = (SuspendedLot(lots[0], shares, reason),)
        return AttendanceRow(owner, (), 0, Attendance.ABSENT, suspended=suspended)
    if index in ABSENT:
        return AttendanceRow(owner, lots, shares, Attendance.ABSENT)
    stays: tuple[Interval, ...] = (Interval(at(18, 40 + index % 18)),)
    if index == 5:
        stays = (Interval(at(18, 52), at(20, 31)),)
    if index == 30:
        stays = (Interval(at(18, 47), at(19, 58)), Interval(at(20, 20)))
    if index in BY_PROXY:
        return AttendanceRow(
            owner, lots, shares, Attendance.REPRESENTED, owner_name(BY_PROXY[index]), Capacity.PROXY, intervals=stays
        )
    capacity = {6: Capacity.ORGAN, 25: Capacity.ORGAN, 12: Capacity.REPRESENTATIVE}
    channel = Channel.REMOTE if index in REMOTE else Channel.ROOM
    return AttendanceRow(
        owner,
        lots,
        shares,
        Attendance.PRESENT,
        "Bernard Hérion" if index == 6 else "",
        capacity.get(index, Capacity.OWNER),
        channel=channel,
        intervals=stays,
    )


THERE = tuple(index for index in range(60) if index not in ABSENT | {3, 43})


def voter(index: int) -> NamedVoter:
    through = owner_name(BY_PROXY[index]) if index in BY_PROXY else ""
    return NamedVoter(owner_name(index), owner_lots(index), owner_shares(index), through)


def vote(
    number: int,
    majority: MajorityFacts,
    needed_of: tuple[int, int],
    key_name: str,
    *,
    against: tuple[int, ...] = (),
    abstained: tuple[int, ...] = (),
    silent: tuple[int, ...] = (),
    excluded: tuple[int, ...] = (),
    minute: tuple[int, int] = (19, 30),
    **more: object,
) -> VoteFacts:
    """Everybody there votes for, except those named; `needed_of` is (numerator, denominator) rounded up."""
    in_favour = sum(owner_shares(i) for i in THERE if i not in {*against, *abstained, *silent, *excluded})
    opposed = sum(owner_shares(i) for i in against)
    numerator, denominator = needed_of
    base = 10_000 if majority.of_all else in_favour + opposed
    needed = base // 2 + 1 if majority.strict else -(-base * numerator // denominator)
    hour, start = minute
    return VoteFacts(
        majority=majority,
        key_name=key_name,
        key_total=10_000,
        in_favour=in_favour,
        against=opposed,
        abstained=sum(owner_shares(i) for i in abstained),
        no_ballot=sum(owner_shares(i) for i in silent),
        needed=needed,
        opened_at=at(hour, start),
        closed_at=at(hour, start + 3),
        against_names=tuple(voter(i) for i in against),
        abstained_names=tuple(voter(i) for i in abstained),
        rule="assemblies.majorities",
        rule_version="2019-01-01",
        ballots=len(THERE) - len(silent) - len(excluded),
        chain_head=sha(f"head {number}"),
        merkle_root=sha(f"root {number}"),
        **more,  # type: ignore[arg-type]
    )


def minutes(language: str = "fr", **changes: object) -> MinutesFacts:
    """Return the facts of the evening, with what people typed in `language`."""
    words = TEXTS[language]
    heads = len(THERE)
    shares = sum(owner_shares(i) for i in THERE)
    facts = {
        "association": AssociationFacts(
            words["association"],
            ("Rue de la Station 12", "1300 Wavre"),
            "0678.123.451",
            10_000,
            64,
            60,
            words["syndic"],
        ),
        "assembly": AssemblyFacts(
            AssemblyKind.ORDINARY, date(2026, 11, 17), words["place"], at(19, 4), at(21, 47), 1, date(2026, 10, 30)
        ),
        "bureau": BureauFacts(owner_name(0), "Nathalie Van Damme", (owner_name(8), owner_name(19))),
        "attendance": attendance(),
        "quorum": QuorumFacts(QuorumTest.HEADS_AND_SHARES, heads, 60, 31, shares, 10_000, 5_000, 7_501, at(19, 4)),
        "items": items(words),
        "events": events(words),
        "signatories": signatories(),
        "visitors": visitors(),
        "kept": (
            KeptPiece("hands", "4", at(19, 42), "Nathalie Van Damme", sha("hands")),
            KeptPiece("proxy", owner_name(7), at(19, 5), "Nathalie Van Damme", sha("proxy")),
        ),
        "remote": RemoteFacts(True, words["remote"]),
        "proof": ProofFacts(
            sha("assembly head"),
            sha("assembly root"),
            Copy.ASSOCIATION,
            proof_sha256=sha("ballots"),
            verify_at="https://koprogo.example.be/verify",
        ),
        "version": 1,
        "original_language": language,
    }
    return MinutesFacts(**{**facts, **changes})  # type: ignore[arg-type]


def items(words: dict[str, str]) -> tuple[ItemFacts, ...]:
    def item(n: int, outcome: Outcome, ballot: VoteFacts | None = None, **more: object) -> ItemFacts:
        title, text, kind = words[f"title_{n}"], words[f"text_{n}"], words.get(f"kind_{n}", "")
        return ItemFacts(str(n), title, text, outcome, kind=f"kind_{n}", kind_name=kind, vote=ballot, **more)  # type: ignore[arg-type]

    general = words["key_general"]
    bylaws = MajorityFacts(MajorityName.OTHER, 3, 4, False, "3.87 §8", clause=words["clause"])
    return (
        item(1, Outcome.NOTED, at=at(19, 12), reason=words["reason_1"]),
        item(2, Outcome.CARRIED, vote(2, ABSOLUTE, (1, 2), general, abstained=(14,), minute=(19, 20))),
        item(
            3,
            Outcome.CARRIED,
            vote(
                3,
                ABSOLUTE,
                (1, 2),
                general,
                against=(5, 23),
                minute=(19, 28),
                exclusions=(Exclusion(owner_name(10), owner_lots(10), owner_shares(10), words["reason_3"]),),
                excluded=(10,),
            ),
        ),
        item(
            4,
            Outcome.CARRIED,
            vote(
                4,
                TWO_THIRDS,
                (2, 3),
                general,
                against=(1, 2, 7, 14, 27, 33, 41, 52),
                abstained=(20, 21, 28),
                silent=(30,),
                minute=(19, 41),
                hand_entries=(
                    HandEntry(HandMethod.HAND, 6, 914, words["syndic_person"], owner_name(8)),
                    HandEntry(HandMethod.PROXY_SHEET, 2, 309, owner_name(20), owner_name(19)),
                    HandEntry(HandMethod.PAPER, 1, 118, words["syndic_person"]),
                ),
            ),
            text_version=2,
            is_amended=True,
            amendments=(
                AmendmentFacts(2, words["text_4"], True, 1, at(19, 36), 6_812, voter(7).votes, 0, 4_673, (voter(7),)),
            ),
        ),
        item(
            5,
            Outcome.REJECTED,
            vote(5, TWO_THIRDS, (2, 3), general, against=tuple(THERE[i] for i in range(1, 40, 2)), minute=(19, 52)),
        ),
        item(6, Outcome.CARRIED, garages(words)),
        item(
            7,
            Outcome.REJECTED,
            vote(
                7,
                bylaws,
                (3, 4),
                general,
                against=(6, 8, 15, 19, 24, 29, 34, 45, 47, 53),
                abstained=(35,),
                minute=(20, 24),
                round=2,
                alternatives=(Alternative(ABSOLUTE, 3_274, True),),
            ),
            earlier_rounds=(EarlierRound(1, at(20, 21), 5_104, 1_202, 166),),
        ),
        item(8, Outcome.REJECTED, vote(8, UNANIMITY, (1, 1), general, abstained=(0,), silent=(5,), minute=(20, 40))),
        item(9, Outcome.CARRIED, vote(9, FOUR_FIFTHS, (4, 5), general, against=(32,), silent=(5,), minute=(20, 55))),
        item(10, Outcome.POSTPONED, at=at(21, 10), reason=words["reason_10"]),
        item(11, Outcome.WITHDRAWN, at=at(21, 12), reason=words["reason_11"]),
        item(12, Outcome.NOT_REACHED, reason=words["reason_12"]),
    )


def garages(words: dict[str, str]) -> VoteFacts:
    """Only the garages vote on their door; their largest owner holds more than all the others there."""
    owner = owner_name(6)
    return VoteFacts(
        majority=TWO_THIRDS,
        key_name=words["key_garages"],
        key_total=10_000,
        in_favour=6_210,
        against=2_190,
        abstained=0,
        no_ballot=0,
        needed=5_600,
        opened_at=at(20, 8),
        closed_at=at(20, 12),
        against_names=(NamedVoter(owner_name(12), ("G04", "G05"), 2_190),),
        reductions=(Reduction(owner, 5_600, 4_200, 4_200),),
        hand_entries=(HandEntry(HandMethod.CORRECTION, 1, 410, words["syndic_person"], owner_name(0)),),
        key_article="3.87 §6",
        rule="assemblies.majorities",
        rule_version="2019-01-01",
        ballots=13,
        chain_head=sha("head 6"),
        merkle_root=sha("root 6"),
    )


def events(words: dict[str, str]) -> tuple[EventFacts, ...]:
    return (
        EventFacts(at(19, 31), EventKind.INCIDENT, words["event_incident"]),
        EventFacts(at(20, 14), EventKind.SUSPENDED),
        EventFacts(at(20, 20), EventKind.RESUMED),
        EventFacts(at(20, 33), EventKind.PROTEST, words["event_protest"], owner_name(24), "7"),
        EventFacts(at(21, 20), EventKind.REMARK, words["event_remark"], owner_name(8)),
    )


def visitors() -> tuple[VisitorRow, ...]:
    return (
        VisitorRow(
            "Hélène Marchal", VisitorCapacity.ASSISTANT, "Nathalie Van Damme", Interval(at(19, 20)), owner_name(3)
        ),
        VisitorRow(
            "Tom Ickx",
            VisitorCapacity.EXPERT,
            "Nathalie Van Damme",
            Interval(at(19, 30), at(20, 10)),
            ground="Toitures",
        ),
    )


def signatories() -> tuple[Signatory, ...]:
    owners = [i for i in THERE if i not in BY_PROXY and i not in REMOTE and i not in {0, 5, 10}]
    held = {holder: [giver for giver, by in BY_PROXY.items() if by == holder] for holder in BY_PROXY.values()}
    return (
        Signatory(owner_name(0), SignatoryRole.CHAIR, owner_lots(0)),
        Signatory("Nathalie Van Damme", SignatoryRole.SECRETARY),
        *(Signatory(owner_name(i), SignatoryRole.OWNER, owner_lots(i)) for i in owners if i not in held),
        *(
            Signatory(owner_name(i), SignatoryRole.PROXY, owner_lots(i), tuple(owner_name(giver) for giver in held[i]))
            for i in owners
            if i in held
        ),
    )
