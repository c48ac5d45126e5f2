"""The bureau: its seats beside the list at the door; on a member's phone, the ballots by hand that wait for her."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.inputs import search_input
from koprogo.components.layout import panel, row, stack
from koprogo.components.live import live_mark
from koprogo.components.majority import choice_said, swatch
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.refresh import refresh
from koprogo.components.status import plate
from koprogo.components.tables import pager
from koprogo.components.text import t, tlist, tn, tnum
from koprogo.pages.shell import page
from koprogo.state.assemblies.attendance.bureau import BureauState as Bureau
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState

OFFICES = {"chair": t("Chair"), "secretary": t("Secretary"), "teller": t("Teller")}
ROOM = LiveState.room


def bureau_panel() -> rx.Component:
    """Draw the seats, and the way to fill them."""
    seats = rx.el.ul(rx.foreach(Bureau.seats, _seat), class_name="plain seats")
    none = rx.el.p(t("Nobody yet. Name a chair (a co-owner), a secretary and tellers."), class_name="quiet")
    offers = (
        ("chair", t("Name the chair")),
        ("secretary", t("Name the secretary")),
        ("teller", t("Name a teller")),
    )
    return panel(
        rx.cond(Bureau.seats.length() > 0, seats, none),
        row(
            *(
                button(
                    word,
                    on_click=Bureau.choose_office(office),
                    aria_expanded=rx.cond(Bureau.office == office, "true", "false"),
                    data_testid=f"name-{office}",
                )
                for office, word in offers
            ),
            wrap=True,
        ),
        rx.cond(Bureau.office != "", _naming()),
        title=t("Bureau"),
    )


def _seat(seat: Any) -> rx.Component:
    end = rx.cond(
        seat.office == "teller",
        quiet_button(
            t("End"),
            on_click=Bureau.end(seat.office, seat.person_id),
            aria_label=t("End the seat of {name}", name=seat.name),
        ),
    )
    return rx.el.li(
        rx.el.span(pick(seat.office, OFFICES), class_name="quiet"),
        rx.el.strong(seat.name, class_name="grow"),
        end,
        class_name="row",
        key=seat.office + seat.person_id,
    )


def _naming() -> rx.Component:
    def found(person: Any) -> rx.Component:
        return rx.el.li(
            button(
                rx.el.span(person.name, rx.el.span(" ", tlist(person.lots), class_name="small quiet")),
                wide=True,
                on_click=Bureau.name(person.id),
                data_testid="name-person",
            ),
            key=person.id,
        )

    return stack(
        search_input("bureau-search", t("Name or lot"), on_change=Bureau.search.debounce(250)),
        rx.el.ul(rx.foreach(Bureau.found, found), class_name="plain stack tight"),
        gap="tight",
    )


def bureau_call() -> rx.Component:
    """Tell a member of the bureau, on her ballot page, that ballots wait for her; nobody else sees it."""
    return rx.cond(
        BallotState.seated & (ROOM.pending > 0),
        notice(
            rx.el.p(
                tn(
                    "{n} ballot entered by hand waits for the bureau.",
                    "{n} ballots entered by hand wait for the bureau.",
                    ROOM.pending,
                )
            ),
            button_link(
                t("Look and confirm"),
                href=urls.assembly(LiveState.assembly.id, "bureau"),
                wide=True,
                data_testid="to-bureau",
            ),
            title=t("You sit in the bureau"),
        ),
    )


def bureau() -> rx.Component:
    """Offer a member of the bureau, on her phone, what waits for a second person."""
    return page(
        t("Ballots entered by hand"),
        refresh(beat=ROOM.version, on_due=Bureau.look, seconds=1),
        rx.el.div(
            answers(Bureau.refusal),
            rx.cond(LiveState.assembly.id != "", confirm_entries(), rx.cond(LiveState.refusal.kind == "", waiting())),
            answers(LiveState.refusal),
            class_name="one-column stack",
            on_unmount=LiveState.leave,
        ),
        menu=(),
        place=LiveState.assembly.association_name,
        back=urls.assembly(LiveState.assembly.id, "vote"),
        marks=live_mark(beat=ROOM.at, at=ROOM.at, patience=12),
        with_tabs=False,
    )


def confirm_entries() -> rx.Component:
    """List what was entered by hand and waits, with the press that confirms what others entered."""
    done = rx.cond(
        Bureau.confirmed > 0,
        notice(
            rx.el.p(tn("{n} ballot now counts.", "{n} ballots now count.", Bureau.confirmed)),
            title=t("Confirmed"),
            tone="good",
            shape="check",
        ),
    )
    nothing = rx.el.p(
        rx.cond(
            ROOM.item_number > 0,
            t("Nothing waits on point {number}.", number=ROOM.item_number),
            t("Nothing waits. It appears here when the syndic enters ballots by hand."),
        ),
        role="status",
    )
    return rx.fragment(
        done,
        rx.cond(
            Bureau.waiting.length() > 0,
            stack(
                rx.el.p(
                    t(
                        "Compare each line with what you saw: the paper, or the raised hand. Confirm only if all are right."
                    )
                ),
                rx.el.ul(rx.foreach(Bureau.waiting, _entry), class_name="panel plain entries"),
                rx.cond(Bureau.pages > 1, pager(page=Bureau.page, pages=Bureau.pages, on_page=Bureau.turn_to)),
                rx.cond(
                    Bureau.page < Bureau.pages,
                    rx.el.p(t("More follow on the next page: you confirm on the last one."), class_name="quiet"),
                    _confirm_button(),
                ),
            ),
            nothing,
        ),
    )


def _entry(entry: Any) -> rx.Component:
    return rx.el.li(
        plate(entry.lot, small=True),
        rx.el.span(entry.owner_name, class_name="grow"),
        rx.el.span(swatch(entry.choice), choice_said(entry.choice, entry.option), class_name="key strong"),
        rx.el.span(tnum(entry.shares), class_name="right"),
        key=entry.lot,
        class_name="row",
    )


def _confirm_button() -> rx.Component:
    mine = rx.el.p(
        t("You entered these yourself: another person of the bureau or of the syndic's office confirms them."),
        class_name="quiet",
    )
    press = button(
        tn("Confirm {n} ballot", "Confirm {n} ballots", Bureau.waiting_for_me),
        main=True,
        big=True,
        wide=True,
        on_click=Bureau.confirm(ROOM.item_id),
        data_testid="confirm-entries",
    )
    return rx.cond(Bureau.waiting_for_me > 0, press, mine)
