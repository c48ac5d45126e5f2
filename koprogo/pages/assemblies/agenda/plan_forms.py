"""The forms of the agenda editor: texts in each language, the majority, a point of another kind."""

from typing import Any

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import field_error, notice
from koprogo.components.forms import form
from koprogo.components.inputs import choices, has_problem, select_input, text_area, text_input
from koprogo.components.layout import row
from koprogo.components.majority import majority_name
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article
from koprogo.components.text import t, t_own
from koprogo.i18n.languages import NAMES
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.usual_points import kinds

MAJORITIES = tuple((each, majority_name(each)) for each in ("absolute", "two_thirds", "four_fifths", "unanimity"))
PROBLEMS = PlanState.refusal.problems
EDITED = PlanState.edited


def texts_form() -> rx.Component:
    """Change title and proposal of the open point."""
    return rx.el.div(
        form(
            *_texts(EDITED.title, EDITED.proposal),
            on_submit=PlanState.save_texts,
            act=t("Keep these texts"),
            refusal=PlanState.refusal,
            beside=(_leave(), _drop()),
        ),
        key=EDITED.id,
        class_name="rule-above",
    )


def _drop() -> rx.Component:
    """Ask once more before a point is taken off."""
    return confirm(
        "drop-point",
        t("Take this point off"),
        title=t("Take point {number} off the agenda?", number=PlanState.edited.number),
        sentence=rx.fragment(t_own(PlanState.edited.title), ". ", t("Its text is lost.")),
        act=t("Take it off"),
        on_confirm=PlanState.drop(PlanState.edited.id),
        grave=True,
    )


def majority_form() -> rx.Component:
    """Change the majority of the open point: freely where the law leaves it open, else with the clause that sets it."""
    free = form(
        _choose(t("Which majority applies?"), EDITED.majority),
        on_submit=PlanState.save_majority,
        act=t("Keep this majority"),
        refusal=PlanState.refusal,
        beside=(_leave(),),
    )
    return rx.el.div(rx.cond(EDITED.legal == "open", free, _clause_form()), key=EDITED.id, class_name="rule-above")


def _clause_form() -> rx.Component:
    warning = notice(
        rx.el.p(
            t(
                "Another majority applies only where a clause of the by-laws sets it, and the by-laws cannot ask for less"
                " than the law. The result will say what both would have given."
            )
        ),
        title=rx.fragment(t("The law sets"), " ", majority_name(EDITED.legal), " ", article(EDITED.article)),
        shape="triangle",
        status=False,
    )
    return form(
        warning,
        _choose(t("Which majority do the by-laws set?"), EDITED.majority),
        text_area(
            "clause",
            t("The clause, word for word"),
            hint=t("With its number, as it stands in the deed. Empty: the majority of the law applies."),
            value=EDITED.clause,
            problems=PROBLEMS,
        ),
        on_submit=PlanState.save_majority,
        act=t("Keep this majority"),
        refusal=PlanState.refusal,
        beside=(_leave(),),
    )


def open_majority_form() -> rx.Component:
    """Ask for the majority of a usual point that the law leaves open."""
    return rx.el.div(
        form(
            _choose(t("The law leaves this majority open. Which one applies?"), ""),
            on_submit=PlanState.add_with_majority,
            act=t("Put it on the agenda"),
            refusal=PlanState.refusal,
            beside=(_leave(),),
        ),
        class_name="rule-above",
    )


def other_form() -> rx.Component:
    """Write a point of a kind that no usual point has."""
    found = kinds()
    options = (("", ""), *((kind.code, t_own(kind.name)) for kind in found))
    leading = tuple(
        (kind.code, t_own(kind.name)) for kind in found if kind.majority not in ("none", "open", "follows_main")
    )
    law = rx.match(
        PlanState.kind.majority,
        ("", rx.fragment()),
        ("open", _choose(t("The law leaves this majority open. Which one applies?"), "")),
        (
            "follows_main",
            select_input(
                "main_kind", t("Which decision does it go with?"), (("", ""), *leading), value="", problems=PROBLEMS
            ),
        ),
        ("none", rx.el.p(t("A duty of the law: nothing to vote on."), " ", article(PlanState.kind.article))),
        row(rx.el.strong(majority_name(PlanState.kind.majority)), article(PlanState.kind.article), wrap=True),
    )
    return rx.el.div(
        form(
            select_input(
                "kind",
                t("What kind of decision is it?"),
                options,
                value="",
                problems=PROBLEMS,
                on_change=PlanState.choose_kind,
            ),
            law,
            *_texts(None, None),
            on_submit=PlanState.add_other,
            act=t("Put it on the agenda"),
            refusal=PlanState.refusal,
            beside=(_leave(),),
        ),
        class_name="rule-above",
    )


def _texts(title: Any, proposal: Any) -> tuple[rx.Component, ...]:
    """Ask for title and proposal in each language of the association."""
    return (
        *(
            rx.cond(has_problem(name, PROBLEMS), rx.el.div(field_error(name, PROBLEMS), id=name, tab_index=-1))
            for name in ("title", "text")
        ),
        *(
            rx.cond(PlanState.draft.languages.contains(language), _texts_in(language, title, proposal))
            for language in NAMES
        ),
    )


def _texts_in(language: str, title: Any, proposal: Any) -> rx.Component:
    given = {} if title is None else {"value": title[language]}
    text = {} if proposal is None else {"value": proposal[language]}
    return rx.el.fieldset(
        rx.el.legend(NAMES[language], lang=language),
        text_input(f"title_{language}", t("Title"), max_length=200, lang=language, **given),
        text_area(f"proposal_{language}", t("Proposed decision"), rows="4", lang=language, **text),
        class_name="field stack tight",
    )


def _choose(question: Any, value: Any) -> rx.Component:
    return choices("majority", question, MAJORITIES, value=value, problems=PROBLEMS)


def _leave() -> rx.Component:
    return quiet_button(t("Leave as it was"), on_click=PlanState.shut)
