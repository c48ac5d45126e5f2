"""At the desk, for one co-owner: from elsewhere, a proxy from paper, a slip, another try at her password; joint lots."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.forms import form
from koprogo.components.hall import qr
from koprogo.components.inputs import choices, search_input, text_input
from koprogo.components.layout import more, panel, row, stack
from koprogo.components.live import Said
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, plate, tag
from koprogo.components.text import t, t_own, tlist, tmoment, tn
from koprogo.pages.assemblies.attendance.photos import photo_of
from koprogo.state.assemblies.attendance.attendance import AttendanceState as Door
from koprogo.state.assemblies.attendance.desk import DeskState as Desk
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.identity.people import AccountsState

CHECKS = (
    ("identity_card", t("Identity card")),
    ("other_document", t("Another document")),
    ("known_in_person", t("I know her in person")),
)


DECIDED = (("for", t("For")), ("against", t("Against")), ("abstain", t("Abstention")))


def person_desk(line: Any) -> rx.Component:
    """Draw everything else that can be done for one co-owner of the list."""
    absent, can_come = line.status != "present", line.nobody_acts_at == ""
    return rx.el.div(
        rx.cond(absent & can_come & LiveState.assembly.remote_allowed, _from_elsewhere(line)),
        rx.cond(absent, rx.cond(line.proxy_id != "", _standing_proxy(line), _new_proxy(line))),
        rx.cond(can_come, _slip(line)),
        rx.cond(line.waits, _waits(line)),
        more(t("A deed shown at the door"), photo_of("deed", line.first_lot_id)),
        class_name="person-desk",
    )


def _from_elsewhere(line: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Takes part from elsewhere")),
        button(t("Arrived from elsewhere"), on_click=Door.arrive(line.comes_id, "remote"), shape="phone"),
        class_name="stack tight",
    )


def _standing_proxy(line: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Proxy")),
        rx.el.p(t("Given to {name}.", name=line.holder_name)),
        rx.cond(
            line.proxy_deed != "",
            rx.el.p(tag(t("By notarial deed"), "outline", shape="paper"), " ", line.proxy_deed, class_name="small"),
        ),
        button(t("Take this proxy back"), on_click=Desk.revoke_proxy(line.proxy_id)),
        photo_of("proxy", line.proxy_id),
        class_name="stack tight",
    )


def _new_proxy(line: Any) -> rx.Component:
    def holder(person: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="holder", value=person.id),
            rx.el.span(person.name, rx.el.span(tlist(person.lots), class_name="hint")),
            class_name="choice",
            key=person.id,
        )

    return rx.el.section(
        rx.el.h2(t("A proxy on paper"), " ", article("3.87 §7")),
        search_input("holder-search", t("Who holds it: name or lot"), on_change=Desk.search.debounce(250)),
        form(
            rx.el.fieldset(
                rx.el.legend(t("Who holds the proxy?"), class_name="unseen"),
                rx.foreach(Desk.found, holder),
                id="holder",
                class_name="field",
                tab_index=-1,
            ),
            text_input(
                "document",
                t("Where the signed paper is"),
                hint=t("A binder and a number, for example. May stay empty."),
                max_length=200,
            ),
            more(t("A substitute, and instructions by point"), _substitute(), _instructions()),
            rx.el.input(type="hidden", name="giver", value=line.giver_id, read_only=True),
            on_submit=Desk.record_proxy,
            act=t("Record the proxy"),
        ),
        class_name="stack tight",
    )


def _substitute() -> rx.Component:
    def person(found: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="substitute", value=found.id),
            rx.el.span(found.name, rx.el.span(tlist(found.lots), class_name="hint")),
            class_name="choice",
            key=found.id,
        )

    return stack(
        search_input(
            "substitute-search", t("Who votes when the holder is not there"),
            on_change=Desk.search_substitute.debounce(250),
        ),
        rx.el.fieldset(
            rx.el.legend(t("Who votes when the holder is not there"), class_name="unseen"),
            rx.foreach(Desk.substitutes, person),
            id="substitute",
            class_name="field",
            tab_index=-1,
        ),
        gap="tight",
    )  # fmt: skip


def _instructions() -> rx.Component:
    """Offer the giver's decision on each point that is voted; it binds the holder on the present text."""

    def point(item: Any) -> rx.Component:
        choose = rx.el.label(
            rx.el.span(t("Point {number}", number=item.number), " ", t_own(item.title)),
            rx.el.select(
                rx.el.option(t("The holder decides"), value=""),
                *(rx.el.option(word, value=choice) for choice, word in DECIDED),
                name="on_" + item.id,
                class_name="input",
            ),
            class_name="field",
        )
        return rx.cond(item.majority != "none", choose)

    return stack(
        rx.el.p(
            t("What the giver decided herself binds the holder, as long as the text is not amended."),
            class_name="small",
        ),
        rx.foreach(LiveState.agenda, point),
        gap="tight",
    )


def _slip(line: Any) -> rx.Component:
    given = rx.fragment(
        rx.el.p(t("A slip was given. A new one ends it.")),
        button(t("Take the slip back"), on_click=Desk.revoke(line.slip_id)),
    )
    return rx.el.section(
        rx.el.h2(t("Desk slip")),
        rx.cond(line.slip_id != "", given, rx.el.p(t("For who has no account: a code for this evening."))),
        form(
            choices("identity_check", t("How did you check who this is?"), CHECKS, problems=Desk.refusal.problems),
            rx.el.input(type="hidden", name="person", value=line.comes_id, read_only=True),
            on_submit=Desk.issue,
            act=t("Give a slip"),
        ),
        class_name="stack tight",
    )


def _waits(line: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Her account waits")),
        rx.el.p(t("Too many wrong passwords. Once you know who this is, let her try again.")),
        button(
            t("Let her try again"),
            on_click=[AccountsState.lift_wait(LiveState.assembly.association_id, line.comes_id), Door.refresh],
        ),
        class_name="stack tight",
    )


def slip_sheet() -> rx.Component:
    """Show the slip just given, once, as it is printed: code for the phone, code for the fingers, what it is good for."""
    slip = Desk.slip
    sheet = Said.create(
        rx.el.h2(t("Voting slip")),
        rx.el.p(rx.el.strong(slip.name), class_name="lead"),
        rx.el.p(slip.association_name, ", ", tmoment(slip.starts_at, "long")),
        row(
            qr(slip.path, modules=slip.modules, says=t("Code that leads to {address}", address=slip.address)),
            stack(
                rx.el.p(t("Scan the code with your phone, or open {address} and type:", address=slip.address)),
                rx.el.p(slip.code, class_name="figure slip-code"),
                class_name="grow",
            ),
            wrap=True,
        ),
        rx.el.p(t("This slip is in your name and valid for this assembly only. Do not lend it."), class_name="small"),
        row(
            button(t("Print"), shape="print", main=True, on_click=rx.run_script("window.print()")),
            quiet_button(t("Put it away"), on_click=Desk.put_away),
            quiet_button(t("Take it back"), on_click=Desk.revoke(slip.id)),
            wrap=True,
        ),
        rx.el.p(t("The code is shown only now; nobody can read it again."), class_name="small quiet not-printed"),
        said=slip.id,
        class_name="panel padded stack slip-sheet said",
        role="status",
        data_testid="slip",
    )
    return rx.cond(slip.id != "", sheet)


def suspended_panel() -> rx.Component:
    """Show the lots that do not vote, the votes lost, and the way to name their representative."""
    frozen = (LiveState.room.state != "drafted") & (LiveState.room.state != "convened")
    how = rx.cond(
        frozen,
        notice(rx.el.p(t("The list of voters was fixed at the opening: these lots do not vote today.")), status=False),
        rx.el.p(t("One written choice by all holders is enough; record it here before the opening.")),
    )
    return rx.cond(
        Desk.suspended.length() > 0,
        panel(
            rx.el.p(
                tn(
                    "{n} lot has no representative: {votes} votes are lost.",
                    "{n} lots have no representative: {votes} votes are lost.",
                    Desk.suspended.length(),
                    votes=Desk.votes_lost,
                ),
                " ",
                article("3.87 §1"),
            ),
            how,
            more(t("Show these lots"), rx.el.ul(rx.foreach(Desk.suspended, _suspended), class_name="plain suspended")),
            title=t("Lots that do not vote"),
        ),
    )


def _suspended(lot: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            plate(lot.lot, small=True),
            rx.el.span(
                rx.foreach(lot.holders, lambda each: rx.el.span(each.name, class_name="block")), class_name="grow small"
            ),
            rx.el.strong(lot.shares),
            class_name="row",
        ),
        quiet_button(t("Name the representative"), on_click=Desk.choose_lot(lot.lot_id)),
        rx.cond(Desk.designating == lot.lot_id, rx.fragment(_designate(lot), photo_of("designation", lot.lot_id))),
        key=lot.lot_id,
    )


def _designate(lot: Any) -> rx.Component:
    def holder(person: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="representative", value=person.id),
            rx.el.span(person.name),
            class_name="choice",
            key=person.id,
        )

    return form(
        rx.el.fieldset(
            rx.el.legend(t("Who votes for lot {lot}?", lot=lot.lot)),
            rx.foreach(lot.holders, holder),
            id="representative",
            class_name="field",
            tab_index=-1,
        ),
        text_input(
            "proof",
            t("The writing that says so"),
            hint=t("For example: letter of 12 November, signed by both."),
            problems=Desk.refusal.problems,
        ),
        on_submit=Desk.designate,
        act=t("Record the representative"),
    )
