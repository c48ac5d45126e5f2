"""Who is proposed to be one person, and why."""

import pytest

from koprogo.rules.ownership.same_person import group, mentions_of
from tests.rules.ownership.lists import judged, lot

HOME = "Kouter 5, 9000 Gent"


def groups_of(*rows):
    return group(mentions_of(judged(*rows).lots))


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ({"email": "an@x.be"}, {"email": "AN@x.be"}, True),
        ({"email": "an@x.be"}, {"email": "other@x.be"}, False),
        ({"address": HOME}, {"address": "KOUTER 5; B-9000 Gent"}, True),
        ({"address": HOME}, {"address": "Kouter 6, 9000 Gent"}, False),
        ({"enterprise_number": "0403.170.701"}, {"enterprise_number": "BE 0403170701"}, True),
        ({"email": "an@x.be"}, {"email": "an@x.be", "owner": "claes, ÁN"}, True),
        ({"email": "an@x.be"}, {"email": "an@x.be", "owner": "Jan Claes"}, False),
        ({"email": "an@x.be", "owner": "Mr Claes"}, {"email": "an@x.be", "owner": "Mme Claes"}, False),
        ({}, {}, False),
        ({"email": "an@x.be"}, {}, False),
    ],
)
def test_the_same_name_with_the_same_address_is_proposed(first: dict, second: dict, together: bool):
    found = groups_of(lot(2, **first), lot(3, **second))
    assert len(found) == (1 if together else 2)


def test_proposals_chain_over_different_reasons():
    (one,) = groups_of(
        lot(2, email="an@x.be"), lot(3, address=HOME), lot(4, email="an@x.be", address=HOME), lot(5, email="an@x.be")
    )
    assert (one.name, one.lots, one.because) == (
        "An Claes",
        ("L2", "L3", "L4", "L5"),
        ("an@x.be", "Kouter 5 9000 Gent"),
    )


def test_joint_holders_are_proposed_one_by_one():
    found = groups_of(lot(2, owner="An / Jan", email="us@x.be"), lot(3, owner="Jan / An", email="us@x.be"))
    assert [(each.name, len(each.mentions)) for each in found] == [("An", 2), ("Jan", 2)]


def test_the_id_of_a_proposal_is_that_of_its_list():
    rows = [lot(2, email="an@x.be"), lot(3, email="an@x.be")]
    assert groups_of(*rows)[0].id == groups_of(*rows)[0].id
    assert groups_of(*rows)[0].id != groups_of(lot(2, email="jan@x.be"), lot(3, email="jan@x.be"))[0].id
