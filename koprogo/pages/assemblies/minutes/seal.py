"""What the page of the minutes says of the digital seal and the timestamp behind the files."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import notice
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tmoment
from koprogo.state.assemblies.minutes.minutes import MinutesState as State

PROBLEMS = {
    "unreadable": t("its file or its passphrase cannot be read"),
    "expired": t("it is not valid today"),
    "no_key": t("its private key is missing, or belongs to another certificate"),
    "failed": t("the act of sealing failed"),
}


def seal_note() -> rx.Component:
    """Say which seal the file gets when it is printed, or, to who prints it, why it gets none."""
    return rx.fragment(
        rx.cond(
            State.seal_name != "",
            rx.el.p(
                t(
                    "When it is printed, the file gets the digital seal of {name}, whose certificate runs until {day}. It"
                    " adds to the signatures and replaces none.",
                    name=State.seal_name,
                    day=tdate(State.seal_until),
                ),
                class_name="small quiet",
            ),
        ),
        rx.cond(
            (State.seal_problem != "") & State.may_issue,
            notice(
                rx.el.p(
                    t(
                        "The certificate of this installation puts no seal: {reason}. Signing and printing go on without.",
                        reason=_why(State.seal_problem),
                    )
                )
            ),
        ),
    )


def seal_facts(line: Any) -> rx.Component:
    """Say of one file who sealed it, and who stamped it when; or why it has no seal."""
    return rx.fragment(
        rx.cond(
            line.sealed_by != "",
            rx.el.span(tag(t("Digital seal"), "good"), " ", line.sealed_by, class_name="small quiet block"),
        ),
        rx.cond(
            line.stamped_by != "",
            rx.el.span(
                tag(t("Timestamp"), "good"),
                " ",
                line.stamped_by,
                ", ",
                tmoment(line.stamped_at, "short"),
                class_name="small quiet block",
            ),
        ),
        rx.cond(
            (line.seal_refused != "") & State.may_issue,
            rx.el.span(
                tag(t("No digital seal"), "outline"), " ", _why(line.seal_refused), class_name="small quiet block"
            ),
        ),
    )


def _why(reason: Any) -> rx.Component:
    return pick(reason, PROBLEMS, reason)
