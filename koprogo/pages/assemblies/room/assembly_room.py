"""The syndic's room: agenda on the left, the point in the middle with its next act under it, presence on the right."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.desk_box import room_desk
from koprogo.components.feedback import answers, refused, waiting
from koprogo.components.kept import kept_presses
from koprogo.components.layout import row
from koprogo.components.live import clock, live_mark, politely
from koprogo.components.majority import quorum_meter
from koprogo.components.navigation import button, button_link, segments, skip_link
from koprogo.components.refresh import refresh
from koprogo.components.room import agenda_list, agenda_row, room_frame
from koprogo.components.text import language_of, t, t_own, t_var, tdate
from koprogo.pages.assemblies.attendance.corrections import changed_results
from koprogo.pages.assemblies.room.closing import close_dialog, closing
from koprogo.pages.assemblies.room.item import item_pane
from koprogo.pages.assemblies.room.list import presence_pane
from koprogo.pages.assemblies.room.next_step import next_bar
from koprogo.pages.assemblies.room.pace import pace_line
from koprogo.pages.assemblies.room.shown import HERE, IN_SESSION, PATIENCE, ROOM, SHOWN, SHOWN_LABEL, Room, stands
from koprogo.pages.assemblies.voting.phone import amended_call
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.attendance.corrections import CorrectionState
from koprogo.state.assemblies.elections.election import ElectionState
from koprogo.state.assemblies.room.floor import FloorState
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.room.next_step import NextStepState
from koprogo.state.assemblies.room.notes import NotesState
from koprogo.state.assemblies.voting.hand_entry import HandEntryState
from koprogo.state.assemblies.voting.proxy_sheet import ProxySheetState
from koprogo.state.identity.session import SessionState


def assembly_room() -> rx.Component:
    """Draw the room of this address."""
    return rx.el.div(
        skip_link(),
        amended_call(),
        close_dialog(),
        refresh(
            beat=ROOM.version,
            on_due=[
                Room.refresh,
                BureauState.look,
                CorrectionState.look,
                ProxySheetState.look,
                FloorState.look,
                NotesState.look,
                ElectionState.look,
                NextStepState.look,
            ],
        ),
        rx.cond(
            Room.loaded & (HERE.id != ""),
            rx.el.div(
                room_desk(
                    room_frame(bar=_bar(), agenda=_agenda(), item=_item(), closing=closing(), presence=presence_pane()),
                    question={
                        "assembly": HERE.id,
                        "item": SHOWN.id,
                        "round": ROOM.item_round,
                        "text_version": ROOM.text_version,
                    },
                    says={"point": SHOWN_LABEL, "title": SHOWN.title, "options": SHOWN.options},
                    open=stands("open"),
                    person=SessionState.person_id,
                    page=urls.assembly(HERE.id, "room"),
                    beat=ROOM.at,
                    patience=PATIENCE,
                ),
                class_name=pick(Room.pane, {"presence": "only-presence", "agenda": "only-agenda"}, "only-item"),
            ),
            rx.el.main(
                rx.el.h1(t("The assembly room")),
                rx.cond((LiveState.refusal.kind == "") & (Room.refusal.kind == ""), waiting(), _not_yours()),
                id="main",
                class_name="content",
            ),
        ),
        on_unmount=LiveState.leave,
        custom_attrs={"data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false")},
    )


def _not_yours() -> rx.Component:
    """Say why there is nothing to run here, and lead to the ballot."""
    refusal = rx.cond(LiveState.refusal.kind == "", Room.refusal.message_id, LiveState.refusal.message_id)
    vote = button_link(t("To the vote"), href=urls.assembly(HERE.id, "vote"), main=True)
    return refused(t_var(refusal), rx.cond(HERE.id != "", vote), kept=False)


def _bar() -> rx.Component:
    live = live_mark(beat=ROOM.at, at=ROOM.at, patience=PATIENCE, live=t("Live, {n} present", n=ROOM.heads))
    return rx.fragment(
        row(
            rx.el.a(rx.el.strong(HERE.association_name, class_name="lead"), href=urls.ASSEMBLIES, class_name="home"),
            rx.el.span(t("Assembly of {day}", day=tdate(HERE.day)), class_name="quiet"),
            live,
            wrap=True,
            class_name="apart",
        ),
        row(
            clock(now=ROOM.at),
            button_link(
                t("Hall screen"), href=urls.assembly(HERE.id, "screen"), shape="screen", target="_blank",
                data_testid="hall-screen",
            ),
            rx.cond(
                IN_SESSION & (ROOM.item_state != "open"),
                button(t("Suspend"), shape="pause", on_click=Room.ask("suspended"), data_testid="suspend"),
            ),
            wrap=True,
        ),
        pace_line(),
        next_bar(),
        rx.el.div(
            segments(
                (("item", t("The point")), ("presence", t("Presence")), ("agenda", t("Agenda"))),
                Room.pane,
                on_choose=Room.show_pane,
                label=t("What is shown"),
            ),
            class_name="pane-switch",
        ),
    )  # fmt: skip


def _agenda() -> rx.Component:
    def point(item: Any, place: Any) -> rx.Component:
        title = rx.el.button(
            t_own(item.title),
            type="button",
            lang=language_of(item.title),
            class_name="look",
            on_click=Room.look_at(item.id),
            data_testid="point",
        )
        return agenda_row(
            number=item.number.to_string() + item.part,
            title=title,
            state=ROOM.agenda[place],
            current=item.id == SHOWN.id,
        )

    meter = quorum_meter(
        heads=ROOM.heads,
        owners=ROOM.heads_total,
        heads_needed=ROOM.heads_needed,
        shares=ROOM.shares,
        total=ROOM.shares_total,
        half_needed=ROOM.half_needed,
        three_quarters_needed=ROOM.three_quarters_needed,
        reached=ROOM.quorum,
        tests=False,
    )
    return rx.fragment(
        agenda_list(LiveState.agenda, point),
        rx.el.div(meter, class_name="pane-foot"),
    )


def _item() -> rx.Component:
    spoken = t("{voted} of the {present} shares present have voted", voted=ROOM.voted, present=ROOM.present)
    return rx.fragment(
        kept_presses(SessionState.person_id),
        *(answers(each.refusal) for each in (Room, HandEntryState, BureauState)),
        rx.cond(ROOM.item_state == "open", politely(spoken)),
        changed_results(),
        item_pane(),
    )
