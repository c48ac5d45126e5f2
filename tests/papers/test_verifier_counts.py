"""The verifier's own counting, held against the rules on random votes: two ways, the same figures."""

from hypothesis import given, settings
from hypothesis import strategies as st

from koprogo.papers.verifier import verify_minutes as verifier
from koprogo.rules.assemblies.choice import OptionBallot, choose
from koprogo.rules.assemblies.majorities import THRESHOLDS, needed
from koprogo.rules.assemblies.tally import Ballot, Choice, count

PEOPLE = ("a", "b", "c", "d")
LOT = st.tuples(
    st.sampled_from(PEOPLE), st.sampled_from((*PEOPLE, None)), st.integers(1, 60), st.integers(0, 3) | st.none()
)
"""Whose lot it is, who carries it (None: nobody), its votes, what its ballot says (None: no ballot)."""


def as_records(lots, words):
    """Return the lots and the counting ballots as the proof has them."""
    records, ballots = {}, {}
    for place, (voter, carrier, votes, choice) in enumerate(lots):
        lot = f"lot{place}"
        records[lot] = {
            "number": lot, "name": f"owner {voter}", "owner": voter, "voter": voter, "agent": voter, "votes": votes,
            "may_vote": True, "carrier": carrier,
        }  # fmt: skip
        if choice is not None and choice < len(words):
            ballots[lot] = {"lot": lot, "choice": words[choice], "shares": votes, "cast_by": carrier or voter}
    return records, ballots


def as_rules(records, ballots, make):
    rows, silent = [], {}
    for lot, row in records.items():
        if lot in ballots:
            person = row["carrier"] or row["voter"]
            giver = "" if person == row["voter"] else row["voter"]
            rows.append(make(person, row["votes"], ballots[lot]["choice"], giver))
        elif row["carrier"]:
            silent[row["carrier"]] = silent.get(row["carrier"], 0) + row["votes"]
    return rows, silent


def plain(reductions):
    return [
        {"person": each.person, "carried": each.carried, "counted": each.counted, "as_giver": each.as_giver}
        for each in reductions
    ]


@settings(max_examples=400, deadline=None)
@given(st.lists(LOT, min_size=1, max_size=9), st.sampled_from(list(THRESHOLDS)))
def test_yes_and_no_are_counted_the_same(lots, majority):
    records, ballots = as_records(lots, ("for", "against", "abstain", "blank"))
    rows, silent = as_rules(
        records, ballots, lambda who, votes, choice, giver: Ballot(who, votes, Choice(choice), giver)
    )
    answer = count(rows, silent, majority)
    found = verifier.recount(records, ballots)
    sums = {
        "in_favour": answer.in_favour,
        "against": answer.against,
        "abstained": answer.abstained,
        "blank": answer.blank,
    }
    assert {name: found[name] for name in sums} == sums
    assert found["reductions"] == plain(answer.reductions)
    assert found["sole_attendee"] is answer.warning
    cast = answer.in_favour + answer.against
    assert verifier.needed_for({"majority": str(majority)}, cast) == needed(cast, majority)
    assert (answer.in_favour >= needed(cast, majority)) is answer.carried
    for name, choice in (("against_names", "against"), ("abstained_names", "abstain")):
        assert sum(each["votes"] for each in found[name]) == found["sums"][choice]


@settings(max_examples=300, deadline=None)
@given(st.lists(LOT, min_size=1, max_size=9))
def test_options_are_counted_the_same(lots):
    options = ("option_1", "option_2", "option_3")
    records, ballots = as_records(lots, (*options, "abstain"))
    rows, silent = as_rules(records, ballots, OptionBallot)
    answer = choose(rows, silent, options)
    found = verifier.recount(records, ballots)
    figures = verifier.between_options(dict.fromkeys(options, 0), found["sums"])
    assert figures["options"] == dict(answer.votes)
    assert figures["in_favour"] + figures["against"] == answer.cast
    assert (figures["in_favour"] >= answer.needed) is bool(answer.chosen)
    assert found["reductions"] == plain(answer.reductions)
