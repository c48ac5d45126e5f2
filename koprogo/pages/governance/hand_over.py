"""The door of a syndic whose mandate is over: what she hands over, and until when."""

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import panel, stack
from koprogo.components.status import article
from koprogo.components.text import t, tdate
from koprogo.pages.governance.handover_list import handover_list
from koprogo.pages.shell import page
from koprogo.state.governance.hand_over import HandOverState as State
from koprogo.state.governance.hand_over import OutgoingLine


def hand_over() -> rx.Component:
    """Draw the page."""
    nothing = empty(
        t("Nothing is to be handed over"),
        t("When a mandate of your firm ends, its list stands here for thirty days."),
    )
    return page(
        t("Hand-over"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(State.mandates.length() > 0, stack(rx.foreach(State.mandates, _mandate), gap="wide"), nothing),
            waiting(),
        ),
        current="home",
        under=rx.fragment(t("What a syndic hands over at the end of her mandate"), " ", article("3.89 §5, 7°")),
    )


def _mandate(line: OutgoingLine) -> rx.Component:
    return panel(
        stack(
            stack(
                rx.el.h2(line.association, class_name="figure mid"),
                rx.el.p(t("{firm}, until {day}", firm=line.firm, day=tdate(line.last_day, "long")), class_name="quiet"),
                gap="close",
            ),
            rx.el.p(
                t(
                    "You see nothing else of this association any more. The council and the next syndic read what you note."
                )
            ),
            handover_list(line, state=State, may=True, gives=True),
        ),
        key=line.id,
    )
