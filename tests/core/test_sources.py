"""Rules and the texts they cite."""

import pytest

from koprogo.core.sources import cites, sources_of
from koprogo.rules.texts import CC_3_87_5, CC_3_87_8


def test_a_rule_carries_its_texts_and_stays_itself() -> None:
    def rule() -> int:
        return 1

    assert cites(CC_3_87_5, CC_3_87_8)(rule) is rule
    assert sources_of(rule) == (CC_3_87_5, CC_3_87_8)
    assert rule() == 1


def test_a_rule_cites_at_least_one_text() -> None:
    with pytest.raises(ValueError, match="at least one source"):
        cites()


def test_what_is_no_rule_has_no_texts() -> None:
    assert sources_of(len) == ()
    assert sources_of(type("Odd", (), {"__sources__": "3.87"})) == ()


def test_a_text_is_cited_as_people_write_it() -> None:
    assert str(CC_3_87_5) == "art. 3.87 §5"
