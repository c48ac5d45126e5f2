"""The quorum of the opening after a correction of the attendance: what is known now, and what the law makes of it."""

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import notice
from koprogo.components.status import article
from koprogo.components.text import t, tdate
from koprogo.state.assemblies.attendance.corrections import CorrectionState as Corrections

OPENING = Corrections.opening
TITLES = {
    "still_reached": t("The quorum of the opening was reached, with the corrected attendance too"),
    "still_missing": t("The quorum of the opening was not reached, with the corrected attendance either"),
    "not_reached": t("With the corrected attendance, the quorum of the opening was not reached"),
    "was_reached": t("With the corrected attendance, the quorum was reached after all"),
}


def opening_again() -> rx.Component:
    """Say what a correction makes of the opening; nothing when none touched it."""
    sums = rx.el.p(
        t(
            "Noted then: {heads} co-owners, {shares} shares. Known now: {heads_now} of {owners} co-owners, {shares_now} of"
            " {total} shares.",
            heads=OPENING.heads_before,
            shares=OPENING.shares_before,
            heads_now=OPENING.heads,
            owners=OPENING.owners,
            shares_now=OPENING.shares,
            total=OPENING.shares_total,
        )
    )
    about = rx.el.p(t("{name}: {reason}", name=OPENING.name, reason=OPENING.reason), class_name="small quiet")
    lacking = rx.fragment(
        rx.el.p(
            t(
                "Nothing is undone by this. Each decision stands until the judge annuls it, which a co-owner may ask until"
                " {day}. The minutes say so. A second session, 15 days later at least, decides whatever the attendance.",
                day=tdate(OPENING.contest_by, "long"),
            )
        ),
        article("3.87 §5"),
        " ",
        article("3.92 §3"),
    )
    ended = rx.el.p(
        t("The session ended without it and stays ended; its second session is prepared as planned."),
        " ",
        article("3.87 §5"),
    )
    grave = notice(
        sums, about, rx.cond(OPENING.meaning == "not_reached", lacking, ended), title=pick(OPENING.meaning, TITLES, "")
    )
    fine = notice(sums, about, title=pick(OPENING.meaning, TITLES, ""), tone="good", shape="check", status=False)
    changes = (OPENING.meaning == "not_reached") | (OPENING.meaning == "was_reached")
    return rx.cond(OPENING.meaning != "", rx.cond(changes, grave, fine))
