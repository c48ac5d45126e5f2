"""One name, contradictions, answers: asked, never guessed."""

import pytest

from koprogo.rules.ownership.person_questions import DIFFERENT, MOST_CANDIDATES, ONE, people
from koprogo.rules.ownership.questions import About
from koprogo.rules.ownership.same_person import group, mentions_of
from tests.rules.ownership.lists import judged, lot

HOME = "Kouter 5, 9000 Gent"


def groups_of(*rows):
    return group(mentions_of(judged(*rows).lots))


def read(*rows, accepted=None, answers=None):
    return people(groups_of(*rows), accepted, answers or {})


def shape(found) -> list[tuple[str, tuple[str, ...]]]:
    """Return the persons as (name, their lots)."""
    return [(each.name, tuple(mention.lot for mention in each.mentions)) for each in found.persons]


def asked(found) -> list[tuple[str, str]]:
    return [(each.about.value, each.facts["name"]) for each in found.questions]


def test_a_refused_proposal_falls_apart_and_is_not_asked_again():
    rows = [lot(2, email="an@x.be", language="FR"), lot(3, email="an@x.be", language="NL")]
    assert shape(read(*rows)) == [("An Claes", ("L2", "L3"))]
    apart = read(*rows, accepted=set())
    assert shape(apart) == [("An Claes", ("L2",)), ("An Claes", ("L3",))]
    assert asked(apart) == []


def test_a_bare_name_beside_a_known_one_is_asked_and_not_guessed():
    rows = [lot(2, email="an@x.be"), lot(3)]
    found = read(*rows)
    (question,) = found.questions
    assert (question.about, [choice.value for choice in question.choices][1:]) == (About.SAME_PERSON, [DIFFERENT])
    assert question.message_id.format_map(dict(question.facts)) == "Is An Claes of lot L3 one of these?"
    assert (question.choices[0].text, question.choices[0].lots) == ("an@x.be", ("L2",))
    assert len(found.persons) == 2
    same = read(*rows, answers={question.id: question.choices[0].value})
    assert shape(same) == [("An Claes", ("L2", "L3"))]
    assert same.questions[0].answer == question.choices[0].value
    assert len(read(*rows, answers={question.id: DIFFERENT}).persons) == 2
    misfit = read(*rows, answers={question.id: "whatever"})
    assert misfit.questions[0].misfit
    assert len(misfit.persons) == 2


def test_a_hundred_lots_of_one_bare_name_are_one_question():
    rows = [lot(line, owner="SA Promo") for line in range(2, 102)]
    found = read(*rows)
    (question,) = found.questions
    assert [choice.value for choice in question.choices] == [ONE, DIFFERENT]
    assert len(found.persons) == 100
    assert len(read(*rows, answers={question.id: ONE}).persons) == 1
    assert len(read(*rows, answers={question.id: DIFFERENT}).persons) == 100


def test_bare_names_can_be_one_of_the_known_or_one_other_person():
    rows = [lot(2, email="an@x.be"), lot(3), lot(4)]
    (question,) = read(*rows).questions
    known = question.choices[0].value
    assert [choice.value for choice in question.choices] == [known, ONE, DIFFERENT]
    assert shape(read(*rows, answers={question.id: known})) == [("An Claes", ("L2", "L3", "L4"))]
    assert shape(read(*rows, answers={question.id: ONE})) == [("An Claes", ("L2",)), ("An Claes", ("L3", "L4"))]


def test_one_name_with_two_addresses_is_asked():
    rows = [lot(2, email="an@x.be"), lot(3, email="an@y.be"), lot(4, email="an@z.be")]
    first, second = read(*rows).questions
    assert [len(first.choices), len(second.choices)] == [2, 3]
    joined = read(*rows, answers={first.id: first.choices[0].value})
    assert shape(joined) == [("An Claes", ("L2", "L3")), ("An Claes", ("L4",))]
    assert ("email", "An Claes") in asked(joined)
    assert joined.persons[0].email == ""  # two addresses, none chosen yet


def test_the_choices_of_a_question_stay_few():
    rows = [lot(line, email=f"an{line}@x.be") for line in range(2, 40)]
    assert max(len(each.choices) for each in read(*rows).questions) == MOST_CANDIDATES + 1


@pytest.mark.parametrize(
    ("first", "second"), [("Mr Claes", "Mme Claes"), ("Dhr. Van den Berghe", "Mevr. Van den Berghe")]
)
def test_mr_and_mrs_are_never_asked_to_be_one(first: str, second: str):
    assert asked(read(lot(2, owner=first), lot(3, owner=second))) == []
    assert asked(read(lot(2, owner=first), lot(3, owner=first))) == [("same_person", first)]


def test_two_holders_of_one_lot_are_never_one():
    # The fault "written twice" is told; the preview still shows two.
    assert len(read(lot(2, owner="An / An")).persons) == 2


@pytest.mark.parametrize(
    ("about", "column", "one", "other", "same"),
    [
        (About.LANGUAGE, "language", "FR", "NL", "français"),
        (About.PHONE, "phone", "0475 12 34 56", "0475 99 99 99", "+32 475/12.34.56"),
        (About.ADDRESS, "address", HOME, "Kade 1, 9000 Gent", "kouter 5, 9000 GENT"),
        (About.ENTERPRISE_NUMBER, "enterprise_number", "0403.170.701", "0202.239.951", "BE0403170701"),
        (About.CONSENT, "consent", "oui 1/2/2024", "non", "oui 1/2/2024"),
    ],
)
def test_a_contradiction_is_a_question_and_leaves_the_field_empty(about, column, one, other, same):
    attribute = {"address": "postal"}.get(column, column)
    base = {"email": "an@x.be"}
    agreed = read(lot(2, **base, **{column: one}), lot(3, **base, **{column: same}), lot(4, **base))
    assert agreed.questions == ()
    assert getattr(agreed.persons[0], attribute)
    rows = [lot(2, **base, **{column: one}), lot(3, **base, **{column: other})]
    (question,) = (each for each in read(*rows).questions)
    assert (question.about, [choice.lots for choice in question.choices][:2]) == (about, [("L2",), ("L3",)])
    assert not getattr(read(*rows).persons[0], attribute)
    chosen = read(*rows, answers={question.id: question.choices[1].value})
    assert getattr(chosen.persons[0], attribute) == getattr(read(rows[1]).persons[0], attribute)


def test_the_same_home_with_two_addresses_of_e_mail_is_asked():
    rows = [lot(2, address=HOME, email="an@x.be"), lot(3, address=HOME, email="an@y.be")]
    (question,) = read(*rows).questions
    assert (question.about, question.message_id.format_map(dict(question.facts))) == (
        About.EMAIL, "Which e-mail address is An Claes’s?",
    )  # fmt: skip
    assert read(*rows, answers={question.id: "an@y.be"}).persons[0].email == "an@y.be"


def test_any_of_the_four_languages_may_be_the_answer():
    rows = [lot(2, email="an@x.be", language="FR"), lot(3, email="an@x.be", language="NL")]
    (question,) = read(*rows).questions
    assert [choice.value for choice in question.choices] == ["fr", "nl", "de", "en"]
    assert read(*rows, answers={question.id: "de"}).persons[0].language == "de"
