"""The questions of a law case about surveys: what they can never do, whom they ask, what their answers say."""

from collections.abc import Mapping
from types import MappingProxyType

from koprogo.rules.cases import Fact, Question, list_of, one_of, whole, yes_no
from koprogo.rules.community import survey, survey_result
from koprogo.rules.ownership.rights import Right

Answer = Mapping[str, object]


def decision_made_by(asked: survey.Asked) -> Answer:
    """Can what is asked in this way make a decision of the association?"""
    return {"decides": survey.decides(asked)}


def survey_asks(audience: survey.Audience, right: Right, in_group: bool) -> Answer:
    """Is the holder of this right on a lot asked?"""
    return {"asked": survey.is_asked(audience, right.value, in_group=in_group)}


def survey_says(kind: survey.Kind, counts: list[int], answered: int, is_anonymous: bool, is_open: bool) -> Answer:
    """What do the answers say, as far as it may be shown?"""
    found = survey_result.result(kind, counts, answered)
    return {
        "shown": survey_result.may_be_shown(is_anonymous=is_anonymous, is_open=is_open, answered=answered),
        "most_given": [place + 1 for place in found.leaders],
        "tie": found.is_tie,
        "mean_tenths": None if found.mean is None else survey_result.tenths(found.mean),
    }


# fmt: off
COMMUNITY_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "decision_made_by": Question((
        Fact("asked", one_of(survey.Asked)),
    ), decision_made_by),
    "survey_asks": Question((
        Fact("audience", one_of(survey.Audience)), Fact("right", one_of(Right)), Fact("in_group", yes_no),
    ), survey_asks),
    "survey_says": Question((
        Fact("kind", one_of(survey.Kind)), Fact("counts", list_of(whole)), Fact("answered", whole),
        Fact("is_anonymous", yes_no), Fact("is_open", yes_no),
    ), survey_says),
})
# fmt: on
