"""The ballot in its states, the receipt, the vote that waits on the phone, the closing of a vote.

The three choices weigh the same on screen: no colour fill and no order that nudges, and the swatch on the button is the
pattern of that choice on the bar.
"""

from typing import Any, Literal

import reflex as rx

from koprogo.components.bar import Number
from koprogo.components.choose import pick
from koprogo.components.icons import icon, ticked
from koprogo.components.majority import choice_word, swatch
from koprogo.components.status import article
from koprogo.components.text import t, tn, ttime

Choice = Literal["for", "against", "abstain"]
CHOICES: tuple[Choice, ...] = ("for", "against", "abstain")


def ballot_button(choice: Choice, *, weight: Any, state: str | rx.Var = "rest", on_press: Any = None) -> rx.Component:
    """Draw one choice of the ballot.

    `state`: `rest`; `chosen` (counted); `waiting` (pressed here, not yet at the server: never looks counted); `other`
    (another choice after voting). `weight` is the sentence *27 of 1000*.
    """
    weights = {
        "chosen": rx.el.span(icon("check"), " ", t("Your choice"), class_name="weight"),
        "waiting": rx.el.span(icon("clock"), " ", t("Waiting"), class_name="weight"),
        "other": rx.el.span(t("Change"), class_name="weight"),
    }
    beside = pick(state, weights, rx.el.span(weight, class_name="weight"))
    looks = pick(state, {each: f"vote {each}" for each in weights}, "vote")
    return rx.el.button(
        swatch(choice, small=False),
        rx.el.span(choice_word(choice), class_name="choice-name"),
        beside,
        type="button",
        class_name=looks,
        aria_pressed=pick(state, {"chosen": "true", "waiting": "mixed"}, "false"),
        data_testid=f"vote-{choice}",
        data_choice=choice,
        **({} if on_press is None else {"on_click": on_press}),
    )


def ballot(
    *,
    shares: Number,
    of: Number,
    on_vote: Any = None,
    chosen: str | rx.Var = "",
    waiting: str | rx.Var = "",
    only: str | rx.Var = "",
) -> rx.Component:
    """Draw the three choices for one lot, or for one weight.

    `on_vote(choice)` is an event handler, None inside a `ballot_box`; `chosen` is the counted choice of the server,
    `waiting` the one that still waits on this phone (it wins over `chosen`). Both are empty before the vote. `only`
    leaves one choice: what the giver of a proxy decided.
    """
    weight = t("{shares} of {total}", shares=shares, total=of)
    return rx.el.fieldset(
        rx.el.legend(t("Your vote"), class_name="unseen"),
        *(
            _if_offered(
                only,
                choice,
                ballot_button(
                    choice, weight=weight, state=_state(choice, chosen, waiting), on_press=on_vote and on_vote(choice)
                ),
            )
            for choice in CHOICES
        ),
        class_name="ballot",
    )


def _if_offered(only: str | rx.Var, choice: str, drawn: rx.Component) -> rx.Component:
    if isinstance(only, rx.Var):
        return rx.cond((only == "") | (only == choice), drawn)
    return drawn if only in ("", choice) else rx.fragment()


def suspended_lot(lot: str | rx.Var, *, why: Any, law: Any = "", act: rx.Component | None = None) -> rx.Component:
    """Say in a sentence that a lot does not vote yet, in place of a ballot."""
    return rx.el.div(
        icon("lock"),
        rx.el.div(
            rx.el.strong(t("Lot {lot} does not vote yet", lot=lot)),
            rx.el.p(why, " ", article(law) if _given(law) else ""),
            act or rx.fragment(),
            class_name="body",
        ),
        class_name="notice",
    )


def receipt(
    *,
    number: Any,
    choice: str | rx.Var,
    word: Any = None,
    shares: Number,
    of: Number,
    lot: str | rx.Var,
    at: str | rx.Var,
    href: str | rx.Var = "",
    level: Literal["h1", "h2"] = "h2",
) -> rx.Component:
    """Draw what the voter keeps: recorded, what, how much, which lot, when; below the tear line the receipt's number."""
    facts = t("{shares} of {total}, lot {lot}", shares=shares, total=of, lot=lot)
    heading = rx.el.h1 if level == "h1" else rx.el.h2
    return rx.el.section(
        rx.el.div(
            rx.el.div(ticked(), heading(t("Your vote is recorded")), class_name="row"),
            rx.el.p(
                rx.el.strong(choice_word(choice) if word is None else word),
                ", ",
                facts,
                rx.el.br(),
                t("at {time}", time=ttime(at, seconds=True)),
                class_name="lead",
            ),
            class_name="top",
        ),
        rx.el.div(
            rx.el.strong(t("Receipt {number}", number=number)),
            rx.el.a(t("Keep the receipt"), href=href, class_name="link") if _given(href) else rx.fragment(),
            class_name="tear",
        ),
        class_name="receipt",
        role="status",
        data_testid="receipt",
    )


def waiting_ballot(
    *,
    choice: str | rx.Var,
    word: Any = None,
    shares: Number,
    of: Number,
    at: str | rx.Var,
    on_retry: Any = None,
    on_withdraw: Any = None,
) -> rx.Component:
    """Say that a vote waits on this phone, is not counted yet, and will leave when the network is back.

    Inside a `ballot_box` its buttons need no handler: Reflex runs none without a connection, the box acts on `data-act`.
    """
    facts = t("{shares} of {total}, chosen at {time}.", shares=shares, total=of, time=ttime(at, seconds=True))
    return rx.el.section(
        icon("no-network"),
        rx.el.div(
            rx.el.h2(t("Your vote waits on this phone")),
            rx.el.p(
                choice_word(choice) if word is None else word,
                ", ",
                facts,
                " ",
                rx.el.strong(t("Not counted yet.")),
                " ",
                t("It leaves as soon as the network is back."),
            ),
            rx.el.div(
                rx.el.button(t("Try again"), type="button", class_name="button", data_act="retry", on_click=on_retry),
                rx.el.button(
                    t("Withdraw"),
                    type="button",
                    class_name="button plain",
                    data_act="withdraw",
                    on_click=on_withdraw,
                ),
                class_name="row wrap",
            ),
            class_name="body",
        ),
        class_name="notice",
        role="status",
        data_testid="waiting-ballot",
    )


def closing_bar(*, consequence: Any, number: Number, on_close: Any) -> rx.Component:
    """Say first what closing now would mean, then offer the button that names the point."""
    return rx.el.div(
        rx.el.p(consequence),
        rx.el.button(
            t("Close point {number}", number=number), type="button", class_name="button main big", on_click=on_close
        ),
        class_name="closing",
    )


def without_ballot(*, lots: Number, shares: Number) -> rx.Var[str]:
    """Say what happens to those present who have not voted."""
    return tn(
        "{n} lot present ({shares}) has no ballot; it will count neither for, nor against, nor as an abstention.",
        "{n} lots present ({shares}) have no ballot; they will count neither for, nor against, nor as abstentions.",
        lots,
        shares=shares,
    )


def _state(choice: str, chosen: str | rx.Var, waiting: str | rx.Var) -> Any:
    if isinstance(chosen, str) and isinstance(waiting, str):
        held = waiting or chosen
        return "rest" if not held else "other" if held != choice else "waiting" if waiting else "chosen"
    chosen, waiting = rx.Var.create(chosen), rx.Var.create(waiting)
    counted = rx.cond(chosen == choice, "chosen", rx.cond(chosen == "", "rest", "other"))
    return rx.cond(waiting == choice, "waiting", rx.cond(waiting == "", counted, "other"))


def _given(value: str | rx.Var) -> bool:
    return not isinstance(value, str) or bool(value)
