"""Verifying minutes, for anybody: a file in, what differs out. Nothing is kept."""

from typing import Any

import reflex as rx

from koprogo.api.v1.verify import LARGEST_MB
from koprogo.components.feedback import notice
from koprogo.components.inputs import file_input
from koprogo.components.layout import more, panel, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, number_cell
from koprogo.components.text import t, t_var, tn
from koprogo.pages.shell import page
from koprogo.state.assemblies.proof.verify import SaidLine, VoteLine
from koprogo.state.assemblies.proof.verify import VerifyState as State

ROUTE = "/api/v1/verify"
PAGE = "/api/v1/verify/page"
COMMAND = "python3 verify_minutes.py minutes.pdf"


def verify() -> rx.Component:
    """Draw the page."""
    return page(
        t("Verify minutes"),
        stack(
            rx.el.p(
                t(
                    "The ballots travel inside the minutes. From them everything is computed again: each ballot, the chain,"
                    " who counts for how much, the sums and the names. Nothing you give here is kept."
                ),
                class_name="lead",
            ),
            file_input(
                "file",
                t("Minutes (PDF), or the proof.json inside them"),
                endpoint=ROUTE,
                on_sent=State.show,
                accept="application/pdf,application/json,.pdf,.json",
                largest_mb=LARGEST_MB,
                whole=True,
            ),
            rx.el.div(rx.cond(State.told, _found()), role="status"),
            _elsewhere(),
            gap="wide",
        ),
        current="assembly",
    )


def _found() -> rx.Component:
    good = rx.cond(
        State.copy_of == "outside",
        t("Root and named ballots verified; sums not checkable in this copy."),
        t("Everything verified: ballots, chain, root, reductions, sums, names."),
    )
    return stack(
        rx.cond(
            State.ok,
            notice(rx.el.p(good), title=State.file_name, tone="good", shape="check", status=False),
            notice(
                rx.el.p(tn("{n} thing differs", "{n} things differ", State.faults_count)),
                rx.el.ul(rx.foreach(State.faults, _said), class_name="plain lined"),
                title=State.file_name,
                shape="octagon",
                status=False,
            ),
        ),
        rx.cond(State.votes.length() > 0, _votes()),
        rx.cond(State.notes.length() > 0, rx.el.ul(rx.foreach(State.notes, _said), class_name="plain small")),
    )


def _said(line: SaidLine) -> rx.Component:
    return rx.el.li(t_var(line.message_id, line.facts), class_name="breaks")


def _votes() -> rx.Component:
    heads = (Column(t("Vote")), Column(t("Ballots"), number=True), Column(t("Found")))
    return panel(data_table(t("Votes"), heads, State.votes, _cells), padded=False)


def _cells(line: VoteLine) -> tuple[Any, ...]:
    return (
        t("Point {point}, round {round}", point=line.point, round=line.round),
        number_cell(line.ballots),
        rx.cond(line.ok, tag(t("Verified"), "good"), tag(t("Differs"), "bad")),
    )


def _elsewhere() -> rx.Component:
    return more(
        t("Without this page"),
        rx.el.p(
            t(
                "The program that verifies is attached to every minutes as well. It is one file and needs nothing but"
                " Python:"
            )
        ),
        rx.el.p(rx.el.code(COMMAND)),
        rx.el.p(t("Or keep this page: it does the same in a browser, without a network.")),
        rx.el.p(button_link(t("The page that verifies"), href=PAGE, download=True)),
    )
