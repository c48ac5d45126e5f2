"""One lot: its holders, who votes for it, and naming its representative."""

import reflex as rx

from koprogo.components.feedback import answers, field_error, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, select_input, text_input
from koprogo.components.layout import facts, more, panel, stack
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tlist, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.buildings.words import kind_word, right_word
from koprogo.pages.shell import page
from koprogo.rules.ownership.kinds import Kind
from koprogo.state.base import refusal_if
from koprogo.state.ownership.lot import HOLDERS, DeedView, DesignationView, HolderView
from koprogo.state.ownership.lot import LotState as State

RIGHTS = (
    ("", ""),
    *(
        (each, right_word(each))
        for each in (
            "full", "undivided", "usufruct", "bare_ownership", "use_or_habitation", "superficies", "emphyteusis",
        )
    ),
)  # fmt: skip

KINDS = tuple((str(each), kind_word(str(each))) for each in Kind)


def lot() -> rx.Component:
    """Draw the page."""
    shown = State.lot
    return page(
        t("Lot {number}", number=shown.number),
        rx.cond(State.sent == "", answers(State.refusal)),
        rx.cond(
            State.loaded,
            rx.fragment(_state(), rx.el.div(_facts(), stack(_designate(), _deed(), _change()), class_name="pair")),
            waiting(),
        ),
        current="associations",
        place=t("Lot {number}", number=shown.number),
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
    )


def _state() -> rx.Component:
    shown = State.lot
    return rx.fragment(
        rx.cond(
            State.done != "",
            notice(
                rx.el.p(
                    rx.match(
                        State.done,
                        ("deed", t("The lot has passed; assemblies that open from that day on follow it.")),
                        ("undone", t("The deed is undone; who held the lot before holds it.")),
                        ("changed", t("The lot is changed.")),
                        t("{name} votes for lot {number}.", name=shown.representative, number=shown.number),
                    )
                ),
                title=t("Recorded"),
                tone="good",
                shape="check",
            ),
        ),
        rx.cond(
            shown.is_suspended,
            notice(
                rx.el.p(
                    t(
                        "Its holders have not named one person in writing: {n} votes are lost until they do.",
                        n=shown.shares,
                    ),
                    " ",
                    article("3.87 §1"),
                ),
                title=t("Lot {number} does not vote yet", number=shown.number),
                shape="lock",
                status=False,
            ),
        ),
    )


def _facts() -> rx.Component:
    shown = State.lot
    votes = rx.cond(
        shown.representative != "", shown.representative, rx.cond(shown.is_suspended, t("nobody"), t("its holder"))
    )
    return stack(
        facts(
            (t("Kind"), rx.el.span(kind_word(shown.kind), rx.cond(shown.floor != "", rx.el.span(", ", shown.floor)))),
            (t("Shares"), tnum(shown.shares)),
            (t("Votes"), votes),
        ),
        panel(
            rx.el.ul(rx.foreach(shown.holders, _holder), class_name="plain lined"),
            title=tn("{n} holder", "{n} holders", shown.holders.length()),
        ),
        rx.cond(
            shown.designations.length() > 0,
            panel(
                rx.el.ul(rx.foreach(shown.designations, _designation), class_name="plain lined"),
                title=t("Who was named"),
            ),
        ),
        rx.cond(
            State.deeds.length() > 0,
            panel(rx.el.ul(rx.foreach(State.deeds, _passed), class_name="plain lined"), title=t("How it passed")),
        ),
    )


def _holder(holder: HolderView) -> rx.Component:
    return rx.el.li(
        rx.el.a(holder.name, href=holder.href),
        rx.el.span(", ", right_word(holder.right), class_name="quiet"),
        rx.cond(
            holder.acted_for_by != "",
            rx.el.span(t("{name} acts", name=holder.acted_for_by), class_name="small quiet block"),
        ),
    )


def _passed(each: DeedView) -> rx.Component:
    return rx.el.li(
        rx.el.strong(tdate(each.day)),
        rx.el.span(
            t("from {sellers} to {buyers}", sellers=tlist(each.passed_from), buyers=tlist(each.passed_to)),
            class_name="block",
        ),
        rx.el.span(
            each.act, rx.cond(each.notary != "", rx.fragment(", ", each.notary)), class_name="small quiet block"
        ),
        rx.cond(
            each.undone,
            rx.fragment(),
            rx.el.a(
                t("What it moves in the books"),
                href=State.sheet_at + "/sales/" + each.id,
                class_name="link block small",
            ),
        ),
        rx.cond(
            each.undone,
            rx.el.span(
                tag(t("Undone"), "outline"),
                " ",
                t("{name}: {reason}", name=each.undone_by, reason=each.undone_because),
                class_name="block small",
            ),
        ),
        rx.cond(State.may_change & each.may_undo, _undo(each)),
    )


def _undo(each: DeedView) -> rx.Component:
    """Undo the last deed; only it can be, so the form stands once on the page."""
    return more(
        t("It was entered wrongly"),
        form(
            rx.el.input(type="hidden", name="deed", value=each.id, read_only=True),
            text_input("reason", t("Why it is undone"), problems=State.refusal.problems),
            on_submit=State.undo_deed,
            act=t("Undo this deed"),
            refusal=refusal_if(State.sent == "undo", State),
            grave=True,
        ),
    )


def _change() -> rx.Component:
    """Put number, kind and floor right; shares follow the base deed only."""
    problems, shown = State.refusal.problems, State.lot
    asked = form(
        text_input("number", t("Number"), value=shown.number, problems=problems),
        select_input("kind", t("Kind"), KINDS, value=shown.kind, problems=problems),
        text_input("floor", t("Floor"), value=shown.floor, problems=problems),
        on_submit=State.change,
        act=t("Change the lot"),
        refusal=refusal_if(State.sent == "change", State),
    )
    return rx.cond(
        State.may_change,
        panel(
            more(t("Number, kind, floor"), rx.el.div(asked, key=shown.number)),
            rx.el.p(
                t("Shares change only with an act that changes the base deed."),
                " ",
                article("3.85 §1"),
                class_name="small quiet",
            ),
            title=t("Change the lot"),
        ),
    )


def _designation(each: DesignationView) -> rx.Component:
    days = rx.cond(
        each.until != "",
        t("from {since} to {until}", since=tdate(each.since), until=tdate(each.until)),
        t("since {day}", day=tdate(each.since)),
    )
    return rx.el.li(
        rx.el.strong(each.name),
        ", ",
        days,
        rx.el.span(each.proof, class_name="small quiet block"),
    )


def _designate() -> rx.Component:
    """Draw the form, for a lot that votes only through one person."""
    problems = State.refusal.problems
    return rx.cond(
        State.may_change & State.lot.is_joint,
        panel(
            form(
                select_input(
                    "person",
                    t("Who votes"),
                    State.people,
                    hint=t("A holder, or somebody from outside who was added first."),
                    problems=problems,
                ),
                date_input("since", t("Since"), value=State.typed_since, problems=problems, key=State.typed_since),
                text_input(
                    "proof",
                    t("Proof"),
                    value=State.typed_proof,
                    hint=t("The writing by which the holders told you, and its day: letter of 20 November 2026."),
                    problems=problems,
                ),
                rx.el.p(rx.el.a(t("Add somebody from outside"), href=State.people_at), class_name="small"),
                on_submit=State.designate,
                act=t("Name this person"),
                refusal=refusal_if(State.sent == "designation", State),
            ),
            title=t("Name the representative"),
        ),
    )


def _deed() -> rx.Component:
    """Draw the form of a deed: its day, all holders from then on, what proves it."""
    problems, typed = State.refusal.problems, State.deed
    asked = form(
        date_input("day", t("Day of the deed"), value=typed.day, problems=problems),
        rx.el.div(field_error("holders", problems), id="holders", tab_index=-1),
        _new_holder(0),
        _new_holder(1),
        more(t("More holders"), *(_new_holder(place) for place in range(2, HOLDERS))),
        text_input(
            "act",
            t("What proves it"),
            hint=t("The deed and its day, or the letter of the notary (art. {law}).", law="3.94 §3"),
            value=typed.act,
            problems=problems,
        ),
        text_input("notary", t("Notary"), value=typed.notary, problems=problems),
        on_submit=State.record_deed,
        act=t("Record the deed"),
        refusal=refusal_if(State.sent == "deed", State),
    )
    return rx.cond(
        State.may_change,
        panel(
            rx.el.p(
                t("The holders of today end on that day. Name everybody who holds it from then on, also who stays."),
                class_name="quiet",
            ),
            rx.el.div(asked, key=State.deeds.length()),
            title=t("The lot was sold or passed on"),
        ),
    )


def _new_holder(place: int) -> rx.Component:
    number, typed = place + 1, State.deed
    return rx.el.fieldset(
        rx.el.legend(t("Holder {number}", number=number)),
        select_input(f"holder_{number}", t("Somebody known here"), State.people, value=typed.people[place]),
        text_input(f"name_{number}", t("Or the name of a new person"), value=typed.names[place]),
        select_input(f"right_{number}", t("Right"), RIGHTS, value=typed.rights[place]),
        class_name="field stack tight",
    )
