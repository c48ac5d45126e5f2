"""How a vote ended, in sentences: the sums, what was needed, and what the bar never shows."""

from typing import Any

import reflex as rx

from koprogo.components.bar import Number
from koprogo.components.choose import pick
from koprogo.components.icons import crossed, ticked
from koprogo.components.majority import swatch
from koprogo.components.tables import Column, data_table, number_cell
from koprogo.components.text import t, tn


def outcome_title(carried: bool | rx.Var) -> rx.Component:
    """Say the result as the h1 of the page: a shape and a word."""
    yes = rx.fragment(ticked(large=True), t("Carried"))
    return rx.el.h1(rx.cond(carried, yes, rx.fragment(crossed(large=True), t("Rejected"))), class_name="figure row")


def outcome_sentence(*, majority: str | rx.Var, in_favour: Number, cast: Number, needed: Number, total: Number) -> Any:
    """Say a result in one or two sentences; `needed` comes from the rule, `total` are the votes of all co-owners."""
    facts = {"in_favour": in_favour, "cast": cast, "needed": needed, "total": total}
    said = pick(
        majority,
        {
            "absolute": t(
                "{in_favour} votes for out of {cast} votes cast. {needed} were needed, more than half.", **facts
            ),
            "two_thirds": t(
                "{in_favour} votes for out of {cast} votes cast. {needed} were needed, two thirds.", **facts
            ),
            "four_fifths": t(
                "{in_favour} votes for out of {cast} votes cast. {needed} were needed, four fifths.", **facts
            ),
            "unanimity": t("{in_favour} votes for. All {total} votes of the building were needed.", **facts),
        },
    )
    return rx.cond(cast == 0, t("Nobody voted for or against."), said)


def outcome_line(*, majority: str | rx.Var, needed: Number, total: Number) -> Any:
    """Say the second half alone, for the wall: what was needed."""
    return pick(
        majority,
        {
            "absolute": t("{needed} were needed, more than half", needed=needed),
            "two_thirds": t("{needed} were needed, two thirds", needed=needed),
            "four_fifths": t("{needed} were needed, four fifths", needed=needed),
            "unanimity": t("all {total} votes of the building were needed", total=total),
        },
    )


def outcome_table(
    *, in_favour: Number, against: Number, abstained: Number, blank: Number, no_ballot: Number
) -> rx.Component:
    """Write the figures of a vote; the line of blank ballots only when there are any."""
    lines = [("for", in_favour), ("against", against), ("abstain", abstained), ("none", no_ballot)]
    names = {"for": t("For"), "against": t("Against"), "abstain": t("Abstention"), "none": t("Without ballot")}
    table = data_table(
        t("Votes"),
        (Column(t("Choice")), Column(t("Shares"), number=True)),
        lines,
        lambda line: (rx.el.span(swatch(line[0]), names[line[0]], class_name="key"), number_cell(line[1])),
    )
    return rx.el.div(
        rx.el.div(table, class_name="panel"),
        rx.cond(blank > 0, rx.el.p(t("{n} votes are on blank ballots.", n=blank), class_name="small quiet")),
        class_name="stack tight",
    )


def ceiling_note(*, held: Number, counts_for: Number, **props: Any) -> rx.Component:
    """Say that one person counts for less than she carries, as soon as she does; nothing when nobody has that much."""
    said = t(
        "One person counts for {counted} instead of {held}: the others present hold {counted} (art. {law}).",
        counted=counts_for,
        held=held,
        law="3.87 §7",
    )
    return rx.cond(held > 0, rx.el.p(said, data_testid="ceiling", **props))


def outcome_notes(*, held: Number, counts_for: Number, pending: Number) -> rx.Component:
    """Say what changed the sums: votes reduced by the ceiling, ballots by hand that nobody confirmed."""
    return rx.fragment(
        rx.el.p(t("Abstention and silence are not votes cast (art. {law}).", law="3.87 §8"), class_name="small quiet"),
        ceiling_note(held=held, counts_for=counts_for, class_name="small"),
        rx.cond(
            pending > 0,
            rx.el.p(
                tn(
                    "{n} ballot entered by hand waits for a second person and does not count.",
                    "{n} ballots entered by hand wait for a second person and do not count.",
                    pending,
                ),
                class_name="small soon",
            ),
        ),
    )
