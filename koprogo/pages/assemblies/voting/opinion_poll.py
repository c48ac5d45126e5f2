"""The indicative secret poll: opened in the room, answered on the phone, shown on the wall; it decides nothing."""

from typing import Any

import reflex as rx

from koprogo.components.ballot_box import late_call
from koprogo.components.feedback import answers
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article
from koprogo.components.text import t
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.opinion_polls import OpinionPollState as Poll

ROOM = LiveState.room
IS_OPEN = ROOM.poll == "open"
IS_CLOSED = (ROOM.poll == "closed") | (ROOM.poll == "told")


def poll_counts() -> Any:
    """Say the counts by heads, or why they are not shown."""
    counts = t(
        "{in_favour} for, {against} against, {undecided} undecided; {answered} co-owners answered.",
        in_favour=ROOM.poll_for,
        against=ROOM.poll_against,
        undecided=ROOM.poll_undecided,
        answered=ROOM.poll_answered,
    )
    few = t("{answered} answered: too few to show the answers and keep them secret.", answered=ROOM.poll_answered)
    return rx.cond(ROOM.poll_shown, counts, few)


def poll_result() -> rx.Component:
    """Draw the counts of a closed poll."""
    return rx.el.p(poll_counts(), class_name="lead", role="status")


def without_effect() -> rx.Component:
    """Say what a poll is not."""
    return rx.el.p(
        t("An opinion, counted by heads, without legal effect. The vote that decides follows, by name."),
        " ",
        article("3.87 §10"),
        class_name="quiet",
    )


def poll_in_room(item_id: Any, may_open: Any) -> rx.Component:
    """For the syndic: open a poll about the point, see how many answered, close it, have it in the minutes."""
    opening = button(t("Open a secret poll"), on_click=Poll.open(item_id), data_testid="open-poll")
    running = stack(
        rx.el.p(
            t(
                "{answered} of {heads} co-owners present have answered.",
                answered=ROOM.poll_answered,
                heads=ROOM.poll_heads,
            ),
            role="status",
        ),
        row(button(t("Close the poll"), main=True, on_click=Poll.close(ROOM.poll_id), data_testid="close-poll")),
        gap="tight",
    )
    told = rx.cond(
        ROOM.poll == "told",
        rx.el.p(t("The minutes mention it."), class_name="small quiet"),
        quiet_button(
            t("The chair has the minutes mention it"), on_click=Poll.tell(ROOM.poll_id), data_testid="tell-poll"
        ),
    )
    here = (ROOM.poll != "") & (ROOM.poll_item == item_id)
    shown = panel(
        without_effect(),
        rx.cond(here & IS_OPEN, running),
        rx.cond(here & IS_CLOSED, stack(poll_result(), told, gap="tight")),
        rx.cond(may_open & ~IS_OPEN, row(opening)),
        title=t("Secret poll, an opinion only"),
    )
    return rx.fragment(answers(Poll.refusal), rx.cond(here | may_open, shown))


def poll_on_phone() -> rx.Component:
    """For who is there: three answers while it is open, the counts when it is closed."""
    choices = {"for": t("For"), "against": t("Against"), "undecided": t("Undecided")}
    asked = stack(
        rx.el.p(
            t(
                "Nobody learns what you answer: only that you did, and how often each answer was given. Once given, an"
                " answer cannot be changed."
            ),
            class_name="small quiet",
        ),
        *(
            button(word, wide=True, big=True, on_click=Poll.answer(ROOM.poll_id, answer), data_testid=f"poll-{answer}")
            for answer, word in choices.items()
        ),
        gap="tight",
    )
    done = rx.el.p(t("Your answer is counted. The result is shown when the poll is closed."), role="status")
    about = rx.el.p(t("About point {number}", number=ROOM.poll_about), class_name="strong")
    shown = panel(
        about,
        without_effect(),
        rx.cond(IS_CLOSED, poll_result(), rx.cond(Poll.answered.contains(ROOM.poll_id), done, asked)),
        title=t("Secret poll, an opinion only"),
    )
    return rx.fragment(
        late_call(ready=LiveState.assembly.id != "", when=ROOM.poll_id, on_time=Poll.look, seconds=1),
        answers(Poll.refusal),
        rx.cond(ROOM.poll != "", rx.el.div(shown, data_testid="poll")),
    )
