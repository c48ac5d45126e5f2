"""The guard of a draft: what is missing or unlawful, each with its article; the missing legal points one press away."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.icons import icon
from koprogo.components.layout import panel, row
from koprogo.components.navigation import button
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tlist, tn, tnum
from koprogo.state.assemblies.agenda.plan import PlanState


def _said(line: Any) -> Any:
    """Say one finding in a sentence."""
    kind, about = t_own(line.kind_name), line.about
    return pick(
        line.flaw,
        {
            "no_bureau": t("No point elects the chair, the secretary and the tellers. It comes first."),
            "bureau_not_first": t("The chair, the secretary and the tellers are elected first: move that point to 1."),
            "point_missing": t("Missing: {kind}. Every ordinary assembly has it.", kind=kind),
            "proposal_missing": t("Proposal {n} came in time: it is on this agenda by right and is missing.", n=about),
            "budgets_together": t("Two budgets are voted each year, current and extraordinary: a point for each."),
            "council_missing": t("Missing: {kind}. This building has a council, elected each year.", kind=kind),
            "discharge_before_accounts": t("The discharge comes before the accounts it is about. Move it after them."),
            "main_decision_missing": t("This change of shares follows a decision that is not on the agenda."),
            "without_principle": t(
                "Nobody is asked whether, only which, how much or from what: the principle is missing."
            ),
            "principle_after": t("The principle is voted before what follows from it."),
            "no_words": t("Write what is to be decided: title and text in the same language."),
            "language_missing": t("Not written in: {languages}.", languages=about),
            "only_noted": t("This is a decision, and it is only noted: put it to the vote."),
            "must_be_noted": t("There is nothing to vote here: it is noted."),
            "too_few_options": t("A choice needs at least two options."),
            "too_many_options": t("A choice has at most nine options."),
            "options_in_a_yes_or_no": t("Options are chosen in a part of their own, after the principle."),
            "members_together": t("Each member of the council is elected by a vote of her own."),
            "budget_not_attached": t("The budget is not attached."),
            "key_without_reason": t("Say why only those who bear the cost vote."),
            "key_in_common_management": t("This is about common management: everybody votes."),
            "demolition_judge": t(
                "Carried without everyone, the association goes to the justice of the peace within {n} months.", n=about
            ),
        },
        line.flaw,
    )


def guard_panel() -> rx.Component:
    """Draw everything the guard found in the draft, errors first, and the legal points to add."""
    found = PlanState.guard
    fine = row(tag(t("Nothing is missing"), "good"))
    return panel(
        rx.cond(found.findings.length() == 0, fine),
        rx.cond(found.missing.length() > 0, _missing()),
        finding_list(found.findings),
        title=t("Before it is sent"),
        aside=rx.cond(
            found.errors > 0,
            tag(tn("{n} to mend", "{n} to mend", found.errors), "bad"),
            rx.cond(found.warnings > 0, tag(tn("{n} to look at", "{n} to look at", found.warnings), "soon")),
        ),
    )


def finding_list(findings: Any) -> rx.Component:
    """List findings, each with its point, its sentence and its article."""
    return rx.el.ul(rx.foreach(findings, _finding), class_name="plain stack tight")


def _finding(line: Any) -> rx.Component:
    grave = line.severity == "error"
    return rx.el.li(
        rx.cond(grave, icon("octagon"), icon("triangle")),
        rx.el.div(
            rx.el.span(rx.cond(grave, t("To mend:"), t("To look at:")), class_name="unseen"),
            rx.cond(line.number > 0, rx.el.strong(t("Point {number}", number=line.number), ". ")),
            rx.el.span(_said(line)),
            " ",
            article(line.article),
            class_name="small",
        ),
        class_name="row start",
        key=line.flaw.to(str) + line.number.to_string() + line.about,
    )


def _missing() -> rx.Component:
    def point(line: Any) -> rx.Component:
        return button(
            t("Add: {title}", title=t_own(line.title)),
            on_click=PlanState.add_legal(line.template),
            shape="plus",
            wide=True,
            lang=language_of(line.title),
            data_testid="add-legal",
            key=line.template,
        )

    return rx.el.div(rx.foreach(PlanState.guard.missing, point), class_name="stack close")


def outlook_panel() -> rx.Component:
    """Ask how many are expected; each point then says whether it can pass."""
    return panel(
        rx.el.label(t("Expected to come, or to give a proxy: {n} %", n=PlanState.expected), html_for="expected"),
        rx.el.input(
            type="range",
            id="expected",
            min="0",
            max="100",
            step="5",
            default_value=PlanState.expected.to_string(),
            on_change=PlanState.expect.throttle(200),
            class_name="slider",
        ),
        rx.el.p(
            t("Nothing is guessed about how anybody votes: only whether it can pass at all."), class_name="small quiet"
        ),
        title=t("Outlook"),
    )


def outlook_line(item: Any) -> rx.Component:
    """Say of one point whether it can pass with the attendance expected, what it needs, and what is missing."""
    found = PlanState.outlook[item.id]
    can = rx.el.p(
        t(
            "With {percent} % there: can pass. {needed} of {present} votes in favour if all of them vote.",
            percent=PlanState.expected,
            needed=found.needed,
            present=found.present,
        ),
        rx.cond(
            found.blockers.length() > 0,
            rx.el.span(" ", t("Alone against, {names} can stop it.", names=tlist(found.blockers))),
        ),
        class_name="small quiet",
    )
    why = rx.el.ul(rx.foreach(found.missing, lambda word: rx.el.li(lacks(word, found))), class_name="plain small")
    cannot = rx.el.div(
        row(
            tag(t("Cannot pass with {percent} % there", percent=PlanState.expected), "soon", shape="triangle"),
            wrap=True,
        ),
        why,
        class_name="stack close",
    )
    return rx.cond(found, rx.cond(found.can_pass, can, cannot))


def lacks(word: Any, found: Any) -> Any:
    """Say what keeps a point from passing; `found` has its `missing_votes`."""
    votes = tnum(found.missing_votes)
    return pick(
        word,
        {
            "voters": rx.fragment(t("Nobody who may vote on it would be there."), " ", article("3.87 §8")),
            "quorum": rx.fragment(
                t("The quorum would not be reached: a second session would decide."), " ", article("3.87 §5")
            ),
            "absent": rx.fragment(
                t(
                    "All co-owners must agree; {n} votes are missing. Then a new assembly, 30 days later at least.",
                    n=votes,
                ),
                " ",
                article("3.88 §4"),
            ),
            "designation": rx.fragment(
                t("All must agree, and a joint lot has nobody to say yes: ask its holders to name a representative."),
                " ",
                article("3.87 §1"),
            ),
            "excluded": rx.fragment(t("All must agree, and somebody who is kept out cannot."), " ", article("3.87 §9")),
        },
        rx.fragment(),
    )
