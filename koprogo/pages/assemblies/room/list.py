"""The right pane of the syndic's room: who has no ballot yet, who voted, proxies, absent; paper by name."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.ballot_box import held_at, held_choice
from koprogo.components.desk_box import entry, entry_slot, note_of, noting_here, take_back
from koprogo.components.icons import icon
from koprogo.components.inputs import search_input
from koprogo.components.layout import row, stack
from koprogo.components.navigation import quiet_button, segments
from koprogo.components.options import said_choice
from koprogo.components.status import plate
from koprogo.components.tables import pager
from koprogo.components.text import t, tn, tnum, ttime
from koprogo.pages.assemblies.room.shown import HERE, ROOM, SHOWN, Room, stands
from koprogo.pages.assemblies.voting.choosing import choice_buttons
from koprogo.pages.assemblies.voting.phone import ITEM
from koprogo.pages.assemblies.voting.proxy_sheet import proxy_sheets
from koprogo.state.assemblies.voting.hand_entry import HandEntryState as Hands


def presence_pane() -> rx.Component:
    """Draw search, segments, at most fifty lines, and the sum of those without a ballot."""
    parts = (
        ("without", _segment(t("Without ballot"), Room.counts.without)),
        ("voted", _segment(t("Voted"), Room.counts.voted)),
        ("proxies", _segment(t("Proxies"), Room.counts.proxies)),
        ("absent", _segment(t("Absent"), Room.counts.absent)),
    )
    lines = rx.el.ul(rx.foreach(Room.lines, _line), class_name="plain")
    none = rx.cond(Room.words == "", t("Nobody."), t("Nobody is found. Write a name, or the number of a lot."))
    return rx.fragment(
        stack(
            row(
                rx.el.h2(t("Presence")),
                rx.el.a(t("Arrival or departure"), href=urls.assembly(HERE.id, "attendance"), class_name="small"),
                between=True,
            ),
            search_input("room-search", t("Lot, person or proxy holder"), on_change=Room.search.debounce(250)),
            segments(
                parts, rx.cond(Room.words == "", Room.segment, ""), on_choose=Room.show_segment, label=t("Which co-owners")
            ),
            class_name="pane-head",
        ),
        rx.cond(Room.segment == "proxies", proxy_sheets()),
        rx.el.div(
            rx.el.span(t("Lot")), rx.el.span(t("Channel")), rx.el.span(t("Votes"), class_name="right"),
            rx.el.span(t("To note")), class_name="present head", aria_hidden="true",
        ),
        rx.cond(Room.lines.length() > 0, lines, rx.el.p(none, class_name="pane-head quiet", role="status")),
        rx.cond(
            Room.pages > 1,
            rx.el.div(pager(page=Room.page, pages=Room.pages, on_page=Room.turn_to), class_name="pane-head"),
        ),
        rx.el.div(_sum(), class_name="pane-foot small quiet"),
    )  # fmt: skip


def _segment(word: Any, count: Any) -> rx.Component:
    return rx.fragment(word, rx.el.br(), count)


def _sum() -> Any:
    silent = tn(
        "Without ballot: {n} lot, {votes} shares", "Without ballot: {n} lots, {votes} shares",
        ROOM.lots_present - ROOM.lots_voted, votes=ROOM.no_ballot,
    )  # fmt: skip
    there = t("Present or represented: {shares} of {total} shares", shares=ROOM.shares, total=ROOM.shares_total)
    return rx.cond(ROOM.item_state == "open", silent, there)


def _line(line: Any) -> rx.Component:
    can_note = (stands("open") | stands("closed")) & (line.how != "absent") & (line.how != "holder_missing")
    is_open = (Hands.noting == line.key) | noting_here(line.key)
    slot = entry_slot(SHOWN.id, ROOM.item_round, line.first_lot_id)
    note = rx.el.button(
        rx.cond(line.pending != "", icon("lock"), icon("hand")),
        type="button",
        class_name="button icon-only",
        aria_label=t("Note the ballot of {name}", name=line.name),
        aria_expanded=rx.cond(is_open, "true", "false"),
        on_click=Hands.note(line.key),
        data_testid="note",
        custom_attrs=note_of(line.key),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                plate(line.lot, small=True),
                rx.cond(line.more > 0, rx.el.span("+", line.more, class_name="small quiet")),
            ),
            rx.el.span(rx.el.span(line.name, class_name="block"), _how(line), noted_here(slot)),
            rx.el.strong(tnum(line.votes), class_name="right"),
            rx.cond(can_note, note, rx.el.span()),
            class_name="present",
        ),
        rx.cond(is_open & can_note, _paper(line)),
        key=line.key,
    )


def _how(line: Any) -> Any:
    holder = {"name": line.holder_name}
    waits = t("Entered: {choice}, to confirm", choice=said_choice(line.pending, ITEM.options))
    words = {
        "phone": t("Phone"),
        "no_phone": t("Without phone"),
        "remote": t("From elsewhere"),
        "proxy": t("Proxy: {name}", **holder),
        "holder_missing": t("Proxy to {name}, who has not come yet", **holder),
        "absent": t("Absent"),
        "voted_phone": t("Voted by phone"),
        "voted_hand": t("Raised hand"),
        "voted_paper": t("Paper"),
    }
    said = rx.match(line.how, *words.items(), "")
    return rx.cond(
        line.pending != "", rx.el.span(waits, class_name="small soon"), rx.el.span(said, class_name="small quiet")
    )


def noted_here(slot: Any) -> rx.Component:
    """Say what was noted without a network and is not entered yet, with the way to take it back."""
    said = t(
        "Noted {choice} at {time}: waits on this device",
        choice=said_choice(held_choice(slot), ITEM.options), time=ttime(held_at(slot), seconds=True),
    )  # fmt: skip
    back = quiet_button(t("Withdraw"), custom_attrs=take_back(slot))
    return rx.cond(
        held_choice(slot) != "", rx.el.span(said, back, class_name="small soon block", data_testid="noted-entry")
    )


def _paper(line: Any) -> rx.Component:
    correcting = stands("closed")
    title = rx.cond(
        correcting, t("Correct the ballot of {name}", name=line.name), t("Paper or hand of {name}", name=line.name)
    )
    return rx.el.div(
        rx.el.p(title, class_name="small strong"),
        row(
            choice_buttons(lambda choice: Hands.enter_paper(SHOWN.id, line.key, choice, correcting), testid="paper"),
            wrap=True,
        ),
        rx.el.p(t("It counts once a second person has confirmed it."), class_name="small quiet"),
        class_name="noting",
        custom_attrs=entry("paper", lots=line.noted, end=line.first_lot_id, name=line.name),
    )
