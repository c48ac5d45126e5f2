"""Who can be convened, and how (art. 3.87 §3)."""

from koprogo.rules.ownership.person_questions import people
from koprogo.rules.ownership.readiness import convened_for, readiness
from koprogo.rules.ownership.same_person import group, mention_key, mentions_of
from tests.rules.ownership.lists import judged, lot

HOME = "Kouter 5, 9000 Gent"


def counts(*rows, acted_for=()) -> list[tuple[str, int, int]]:
    lots = judged(*rows).lots
    persons = people(group(mentions_of(lots)), None, {}).by_mention()
    return [(each.message_id.name, each.have, each.of) for each in readiness(lots, persons, acted_for)]


def test_who_can_be_convened():
    assert counts(
        lot(2, email="an@x.be", language="FR", consent="oui 1/2/2024"),  # by e-mail
        lot(3, owner="Jan", address=HOME),  # by post
        lot(4, owner="Eva", email="eva@x.be"),  # has an address, did not consent
        lot(5, owner="A / B", address=HOME),  # joint, nobody designated: both have a home
        lot(6, owner="SRL X Invest", consent="non"),
        lot(7, owner="C / D", email="c@x.be / d@x.be", consent="oui 1/2/2024 / non", representative="C"),
        lot(8, owner="E / F", address=HOME, representative="Me Wit"),  # a representative we cannot reach
        lot(9, owner=""),
    ) == [
        ("CONVENED", 4, 8),
        ("BY_POST", 2, 8),
        ("CONSENTED", 2, 8),
        ("WITH_EMAIL", 3, 8),
        ("WITH_LANGUAGE", 1, 8),
        ("REPRESENTED", 2, 3),
        ("ACTED_FOR", 0, 1),
    ]


def test_an_address_on_one_line_serves_every_lot_of_the_person():
    found = {name: have for name, have, _ in counts(lot(2, email="an@x.be", address=HOME), lot(3, email="an@x.be"))}
    assert found["BY_POST"] == 2


def test_an_organisation_somebody_acts_for_is_counted_once():
    rows = [lot(2, owner="SRL X Invest", email="x@x.be"), lot(3, owner="SRL X Invest", email="x@x.be")]
    lots = judged(*rows).lots
    persons = people(group(mentions_of(lots)), None, {}).by_mention()
    company = persons[mention_key(lots[0], 0)]
    assert counts(*rows, acted_for=[company.id])[-1] == ("ACTED_FOR", 1, 1)
    assert convened_for(lots[0], persons) == (company,)
