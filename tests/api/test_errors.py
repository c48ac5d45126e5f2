"""Every way of saying no has a status of its own: none becomes a fault of ours on its way out."""

from koprogo import routes
from koprogo.api.errors import STATUS, answer
from koprogo.core.errors import BadInput, KoproError, Problem
from koprogo.core.shares import NoShares


def every(kind):
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def test_every_refusal_has_its_status():
    assert routes.HERE, "every page, and with it every service, is imported by then"
    kinds = [each for each in every(KoproError) if each.__module__.startswith("koprogo.")]
    assert len(kinds) > 100
    assert [each.__name__ for each in kinds if not issubclass(each, tuple(kind for kind, _, _ in STATUS))] == []


def test_a_refusal_of_the_shares_is_answered_in_words():
    found = answer(NoShares(), "fr")
    assert found.status_code == 409 and b"quotit" in found.body


def test_bad_input_names_its_field():
    found = answer(BadInput(Problem("day", "Choose a day.")), "en")
    assert found.status_code == 422 and b'"field":"day"' in found.body
