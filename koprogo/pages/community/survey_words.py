"""The words of surveys that several places share: kinds, whom they ask, where they stand, and what they are not."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import notice
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own

KINDS = {
    "yes_no": t("Yes or no"),
    "one": t("One answer of several"),
    "several": t("One or more answers of several"),
    "rating": t("A mark from 1 to 5"),
    "text": t("A few words"),
}
CODES = {
    "yes": t("Yes"),
    "no": t("No"),
    "mark_1": t("1, not at all"),
    "mark_2": "2",
    "mark_3": "3",
    "mark_4": "4",
    "mark_5": t("5, very much"),
}
STATES = {
    "drafted": tag(t("Draft survey"), "outline"),
    "opened": tag(t("Survey is open"), "good", shape="hand"),
    "closed": tag(t("Survey is closed"), shape="check"),
}


def state_tag(state: rx.Var) -> Any:
    """Draw where a survey stands."""
    return pick(state, STATES, rx.fragment())


def option_word(option: Any) -> rx.Component:
    """Say an option: as somebody wrote it, in the reader's language, or our own word for yes, no and the marks."""
    return rx.cond(
        option.code == "",
        rx.el.span(t_own(option.word), lang=language_of(option.word)),
        rx.el.span(pick(option.code, CODES)),
    )


def audience_word(audience: Any, group: Any) -> Any:
    """Say whom a survey asks."""
    return pick(
        audience,
        {
            "rights": t("everybody with a right on a lot"),
            "owners": t("the owners"),
            "group": t("everybody with a right on a lot of {group}", group=t_own(group)),
        },
    )


def decides_nothing() -> rx.Component:
    """Say plainly what a survey is not, with the articles."""
    return notice(
        rx.el.p(
            t(
                "Only the assembly decides, or all co-owners in writing. Here each person counts once; shares play no part."
            ),
            " ",
            article("3.87 §1"),
            " ",
            article("3.87 §11"),
        ),
        title=t("A survey binds nobody and is no decision"),
        shape="info",
        status=False,
    )
