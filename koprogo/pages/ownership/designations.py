"""Joint lots designate one representative together: each holder signs on her own phone; the syndic records paper."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.layout import panel, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, plate, tag
from koprogo.components.text import t, tn, tnum
from koprogo.pages.shell import page
from koprogo.state.ownership.designations import DesignationsState as Joint

WORDS = {
    "signed": tag(t("Signed"), "good"),
    "refused": tag(t("Refused"), "bad"),
    "withdrawn": tag(t("Taken back"), "bad"),
}


def designations() -> rx.Component:
    """List the joint lots that need a word of the reader."""
    return page(
        t("Who votes for a joint lot?"),
        answers(Joint.refusal),
        _done(),
        rx.cond(
            Joint.loaded,
            rx.cond(
                Joint.lots.length() > 0,
                stack(rx.foreach(Joint.lots, _lot), gap="wide"),
                empty(
                    t("Nothing to sign"),
                    t("When you hold a lot with others, you designate here together who votes for it."),
                ),
            ),
            waiting(),
        ),
        current="assembly",
        back=urls.HOME,
        under=t("A lot held jointly, or divided between usufruct and bare ownership, votes through one person."),
    )


def _done() -> rx.Component:
    words = pick(
        Joint.done,
        {
            "proposed": t("Proposed, and signed by you. The others sign too."),
            "said": t("Recorded."),
            "asked": tn("{n} holder was asked by e-mail.", "{n} holders were asked by e-mail.", Joint.asked),
        },
    )
    rest = rx.cond(
        (Joint.done == "asked") & (Joint.without > 0),
        rx.el.p(
            tn(
                "{n} holder has no e-mail address: the convocation asks on paper.",
                "{n} holders have no e-mail address: the convocation asks on paper.",
                Joint.without,
            )
        ),
    )
    return rx.cond(Joint.done != "", notice(rx.el.p(words), rest, tone="good", shape="check"))


def _lot(lot: Any) -> rx.Component:
    return panel(
        rx.el.div(
            plate(lot.lot),
            rx.el.span(lot.association_name, class_name="quiet"),
            rx.el.span(t("{n} shares", n=tnum(lot.shares)), class_name="quiet"),
            rx.cond(lot.stands, tag(t("Votes"), "good"), tag(t("Vote suspended"), "bad")),
            article("3.87 §1"),
            class_name="row wrap",
        ),
        rx.cond(lot.proposed != "", rx.el.p(t("Proposed: {name}", name=lot.proposed), class_name="strong")),
        rx.el.ul(rx.foreach(lot.holders, lambda who: _holder(lot, who)), class_name="plain rows"),
        rx.cond(lot.is_mine & (lot.proposal_id != ""), _mine(lot)),
        _propose(lot),
        rx.cond(lot.may_record, quiet_button(t("Ask all holders by e-mail"), on_click=Joint.ask(lot.association_id))),
        key=lot.lot_id,
    )


def _holder(lot: Any, who: Any) -> rx.Component:
    record = rx.cond(
        lot.may_record & (lot.proposal_id != "") & (who.said != "signed"),
        rx.el.span(
            quiet_button(
                t("Signed on paper"),
                on_click=Joint.record(lot.lot_id, who.id, "paper"),
                aria_label=t("{name} signed on paper", name=who.name),
            ),
            quiet_button(
                t("Signed at the door"),
                on_click=Joint.record(lot.lot_id, who.id, "door"),
                aria_label=t("{name} signed at the door", name=who.name),
            ),
            class_name="row wrap",
        ),
    )
    return rx.el.li(
        rx.el.span(who.name, class_name="grow"), pick(who.said, WORDS, tag(t("No word yet"), "outline")), record
    )


def _mine(lot: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            lot.my_word == "signed",
            quiet_button(t("Take my signature back"), on_click=Joint.say(lot.lot_id, "withdrawn")),
            rx.fragment(
                button(t("I sign this designation"), main=True, on_click=Joint.say(lot.lot_id, "signed")),
                quiet_button(t("I refuse"), on_click=Joint.say(lot.lot_id, "refused")),
            ),
        ),
        rx.el.p(t("It stands until one of you takes it back."), class_name="quiet"),
        class_name="row wrap",
    )


def _propose(lot: Any) -> rx.Component:
    name = f"representative_{lot.lot_id}"
    return form(
        rx.el.input(type="hidden", name="lot_id", value=lot.lot_id, read_only=True),
        rx.el.div(
            rx.el.label(t("Who should vote for this lot?"), html_for=name),
            rx.el.select(
                rx.foreach(lot.holders, lambda who: rx.el.option(who.name, value=who.id)),
                id=name,
                name="representative",
                class_name="input",
            ),
            class_name="field",
        ),
        on_submit=Joint.propose,
        act=t("Propose"),
    )
