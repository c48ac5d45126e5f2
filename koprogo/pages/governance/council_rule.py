"""What everybody reads about the council: whether it is due, the rule, and the way to the judge."""

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button, button_link
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tdate, tn
from koprogo.state.governance.council import CouncilState as State
from koprogo.state.governance.council_rows import MissionLine


def due_notice() -> rx.Component:
    """Say loudly that a council is due and nobody sits in it; the syndic gets the button that puts it right."""
    act = rx.cond(
        State.proposed_at != "",
        button_link(t("See the agenda"), href=State.proposed_at),
        rx.cond(
            State.may_keep & ~State.rule.planned,
            button(t("Put the election on the next agenda"), on_click=State.propose_election, main=True),
        ),
    )
    planned = rx.cond(
        State.rule.planned, rx.el.p(t("The election is on the agenda of an assembly to come.")), rx.fragment()
    )
    return rx.cond(
        State.rule.missing,
        notice(
            rx.el.p(
                tn(
                    "This building has {n} main lot; from {threshold} on a council of co-owners is compulsory.",
                    "This building has {n} main lots; from {threshold} on a council of co-owners is compulsory.",
                    State.rule.counted,
                    threshold=State.rule.threshold,
                ),
                " ",
                article("3.90 §1"),
            ),
            planned,
            act,
            title=t("A council is due, and nobody sits in it"),
            shape="triangle",
            status=False,
        ),
    )


def rule_panel() -> rx.Component:
    """Draw the rule as every co-owner may read it, with the count and what she can do."""
    count = tn(
        "{n} main lot is counted here; cellars, garages and parking spaces are not.",
        "{n} main lots are counted here; cellars, garages and parking spaces are not.",
        State.rule.counted,
    )
    due = rx.cond(
        State.rule.required,
        t("From {threshold} main lots a council is compulsory: this building must have one.", threshold=_from()),
        t(
            "From {threshold} main lots a council is compulsory; here the assembly may choose to have one.",
            threshold=_from(),
        ),
    )  # fmt: skip
    judge = rx.cond(
        State.rule.required,
        rx.el.p(
            t(
                "If the syndic does not put the election on an agenda, any co-owner may propose it as a point, ask for an"
                " assembly together with one fifth of the shares, or ask the justice of the peace to order one."
            ),
            " ",
            article("3.92"),
        ),
    )
    return panel(
        stack(
            rx.el.p(count),
            rx.el.p(due, " ", article("3.90 §1")),
            rx.el.p(
                t("Each member is elected alone, by an absolute majority, until the next ordinary assembly."),
                " ",
                article("3.90 §3"),
            ),
            rx.el.p(
                t("The syndic is neither a member of the council nor the auditor."),
                " ",
                article("3.89 §9"),
                " ",
                t("That no member is the auditor is house practice, not law."),
            ),
            judge,
            _syndic(),
            gap="tight",
        ),
        title=t("The rule"),
    )


def missions_panel() -> rx.Component:
    """Draw the missions that the assembly delegated to the council, nothing when there are none."""
    return rx.cond(
        State.missions.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.missions, _mission), class_name="plain lined"),
            rx.el.p(
                t("Only acts that the decision names, for one year; by two thirds of the votes."),
                " ",
                article("3.90 §4"),
                class_name="small quiet",
            ),
            title=t("Missions the assembly delegated"),
        ),
    )


def _mission(line: MissionLine) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.div(
                rx.el.strong(rx.el.span(t_own(line.title), lang=language_of(line.title))),
                rx.el.p(
                    t("No. {number}, decided on {day}", number=line.number, day=tdate(line.day)),
                    class_name="small quiet",
                ),
                class_name="grow",
            ),
            rx.cond(line.over, tag(t("Over")), tag(t("until {day}", day=tdate(line.until)), "good")),
            between=True,
            wrap=True,
        ),
        key=line.id,
    )


def _from() -> rx.Var:
    return State.rule.threshold


def _syndic() -> rx.Component:
    """Say until when the syndic's mandate may last."""
    return rx.cond(
        State.syndic_until != "",
        rx.el.p(
            t(
                "Syndic: {name}, since {since}. The mandate ends on {until} at the latest, unless the assembly renews it.",
                name=State.syndic, since=tdate(State.syndic_since), until=tdate(State.syndic_until),
            ),
            " ",
            article("3.89 §1"),
        ),
    )  # fmt: skip
