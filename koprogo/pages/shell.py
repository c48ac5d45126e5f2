"""The frame around every page: menu by role, top bar, one h1, landmarks, language, light or dark.

    def lots() -> rx.Component:
        return page(t("Lots"), table(...), role="syndic", current="associations")

On phones the menu is four tabs at the bottom (`tabs=False` while a ballot is open); from 1024 px on it is a rail.
"""

from typing import Any

import reflex as rx

from koprogo.components.layout import page_head, row
from koprogo.components.live import TitleFocus
from koprogo.components.navigation import (
    Place,
    back_link,
    brand,
    language_switch,
    rail,
    skip_link,
    tabs,
    theme_switch,
)
from koprogo.components.text import t


def owner_menu() -> tuple[Place, ...]:
    """Return what an owner goes to: four places."""
    return (
        Place("home", t("Home"), "/", "home"),
        Place("assembly", t("Assembly"), "/assemblies", "assembly"),
        Place("account", t("Account"), "/account", "euro"),
        Place("papers", t("Papers"), "/papers", "paper"),
    )


def syndic_menu(counts: dict[str, Any] | None = None) -> tuple[Place, ...]:
    """Return what a syndic goes to; the phone shows the first four. `counts` gives numbers by key."""
    found = counts or {}
    return (
        Place("deadlines", t("Deadlines"), "/", "clock", found.get("deadlines")),
        Place("assembly", t("Assemblies"), "/assemblies", "assembly", found.get("assembly")),
        Place("associations", t("Associations"), "/associations", "building", found.get("associations")),
        Place("money", t("Money"), "/money", "euro", found.get("money")),
        Place("papers", t("Papers"), "/papers", "paper", found.get("papers")),
        Place("problems", t("Problems"), "/problems", "tool", found.get("problems")),
        Place("people", t("People"), "/people", "people", found.get("people")),
        Place("settings", t("Settings"), "/settings", "settings", found.get("settings")),
    )


MENUS = {"owner": owner_menu, "syndic": syndic_menu, "guest": tuple}
"""Role of the reader -> her menu; a guest (sign-in, slip, dated link) has none."""


def page(
    title: Any,
    *body: Any,
    role: str = "owner",
    menu: tuple[Place, ...] | None = None,
    current: str = "",
    place: Any = None,
    back: Any = None,
    marks: Any = None,
    under: Any = None,
    acts: tuple[rx.Component, ...] = (),
    head: bool = True,
    with_tabs: bool = True,
    foot: bool = True,
    strip: Any = None,
    who: Any = None,
) -> rx.Component:
    """Frame a page.

    Args:
        title: the one h1, unless `head=False`: then the body holds the h1 itself.
        role: whose menu (`MENUS`), unless `menu` gives another.
        current: key of the menu entry that this page belongs to.
        place: what the phone's top bar says instead of the title (the association); `back` puts an arrow before it.
        marks: what stands right in the top bar: live mark, lot plate, clock.
        under, acts: a quiet line under the h1 and buttons beside it.
        with_tabs: false while a ballot is open.
        strip: a section pinned under the content (the live tally).
        who: at the foot of the rail, for whom one is acting.
    """
    places = MENUS[role]() if menu is None else menu
    railed = bool(places)
    frame = "frame railed" if railed else "frame"
    return rx.el.div(
        skip_link(),
        rail(places, current, who=who) if railed else rx.fragment(),
        _top_bar(title if place is None else place, back=back, marks=marks, named=railed),
        rx.el.main(
            page_head(title, under=under, acts=acts) if head else rx.fragment(),
            *body,
            _foot() if foot else rx.fragment(),
            id="main",
            class_name="main",
            custom_attrs={"data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false")},
        ),
        rx.fragment() if strip is None else rx.el.section(strip, class_name="strip", aria_label=t("The vote so far")),
        tabs(places, current) if railed and with_tabs else rx.fragment(),
        TitleFocus.create(place=rx.State.router.page.path),
        class_name=frame,
    )


def projector_page(*body: Any, second_language: str = "") -> rx.Component:
    """Frame the wall: light whatever the room's devices say, no menu, no names, sizes in vw."""
    return rx.el.main(*body, class_name="hall", id="main", custom_attrs={"data-theme": "light"})


def _top_bar(place: Any, *, back: Any, marks: Any, named: bool) -> rx.Component:
    if back is not None:
        left = row(back_link(back), rx.el.span(place, class_name="here"), custom_attrs={"style": {"gap": "4px"}})
    elif named:
        left = rx.el.span(place, class_name="place")
    else:
        left = brand()
    looks = "topbar phone-only" if marks is None else "topbar"
    right = (
        language_switch()
        if marks is None and not named
        else row(marks or rx.fragment(), custom_attrs={"style": {"gap": "12px"}})
    )
    return rx.el.header(left, rx.el.div(right, class_name="marks"), class_name=looks)


def _foot() -> rx.Component:
    return rx.el.footer(language_switch(), theme_switch(), class_name="foot")
