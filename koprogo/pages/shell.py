"""The frame around every page: menu by role, top bar, one h1, landmarks, language, light or dark.

    def lots() -> rx.Component:
        return page(t("Lots"), table(...), current="associations")

On phones the menu is four tabs at the bottom (`with_tabs=False` while a ballot is open), on tablets these stand under the
top bar, from 1024 px on there is a rail.
"""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import refused
from koprogo.components.kept import kept_presses
from koprogo.components.layout import page_head, row
from koprogo.components.live import AccountLanguage, TitleFocus
from koprogo.components.navigation import (
    Place,
    back_link,
    brand,
    language_switch,
    quiet_button,
    rail,
    skip_link,
    tabs,
    theme_switch,
)
from koprogo.components.text import t
from koprogo.state.identity.session import SessionState

AWAITED = frozenset({"account", "papers", "money", "people", "settings"})
"""Keys of the menu whose page is not built yet: they are not shown. Whoever adds the page takes its key away."""


def owner_menu() -> tuple[Place, ...]:
    """Return what an owner goes to: four places at most, so that they fit a phone in Dutch."""
    return (
        Place("home", t("Home"), urls.HOME, "home"),
        Place("assembly", t("Assembly"), "/assemblies", "assembly"),
        Place("account", t("Account"), "/account", "euro"),
        Place("papers", t("Papers"), "/papers", "paper"),
    )


def syndic_menu(counts: dict[str, Any] | None = None) -> tuple[Place, ...]:
    """Return what a syndic or an accountant goes to; the phone shows the first four. `counts` gives numbers by key.

    What an accountant may not open (`core.doors`) is not shown to her.
    """
    found = counts or {}
    home = rx.cond(SessionState.roles.contains("syndic"), t("Deadlines"), t("Overview"))
    return (
        Place("deadlines", home, urls.HOME, "clock", found.get("deadlines")),
        Place("assembly", t("Assemblies"), "/assemblies", "assembly", found.get("assembly")),
        Place("season", t("Season"), urls.SEASON, "menu", shown=SessionState.opens.contains(urls.SEASON)),
        Place("associations", t("Associations"), "/associations", "building", found.get("associations")),
        Place("money", t("Money"), "/money", "euro", found.get("money")),
        Place("papers", t("Papers"), "/papers", "paper", found.get("papers")),
        Place(
            "problems", t("Problems"), urls.PROBLEMS, "tool", found.get("problems"),
            shown=SessionState.opens.contains(urls.PROBLEMS),
        ),
        Place("people", t("People"), "/people", "people", found.get("people")),
        Place("settings", t("Settings"), "/settings", "settings", found.get("settings")),
    )  # fmt: skip


def built(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places that have a page."""
    return tuple(place for place in places if place.key not in AWAITED)


def page(
    title: Any,
    *body: Any,
    menu: tuple[Place, ...] | None = None,
    current: str = "",
    place: Any = None,
    back: Any = None,
    marks: Any = None,
    above: Any = None,
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
        menu: whose menu; None chooses by the reader's roles, () draws none (sign-in, slip, dated link).
        current: key of the menu entry that this page belongs to.
        place: what the top bar says instead of the title (the association); `back` puts an arrow before it.
        marks: what stands right in the top bar: live mark, lot plate, clock; the bar then stays on desktops too.
        above, under, acts: the way back above the h1, a quiet line under it and buttons beside it.
        with_tabs: false while a ballot is open.
        strip: a section pinned under the content (the live tally).
        who: at the foot of the rail, for whom one is acting; the reader's name, leading to her profile, when not given.
    """
    alone = menu == ()
    return rx.el.div(
        skip_link(),
        rx.fragment()
        if alone
        else by_role(menu, lambda places: rail(places, current, who=_reader() if who is None else who)),
        _top_bar(title if place is None else place, back=back, marks=marks, alone=alone),
        by_role(menu, lambda places: tabs(places, current)) if with_tabs and not alone else rx.fragment(),
        rx.el.main(
            _fault(),
            kept_presses(SessionState.person_id),
            page_head(title, above=above, under=under, acts=acts) if head else rx.fragment(),
            *body,
            page_foot() if foot else rx.fragment(),
            id="main",
            class_name="content",
            custom_attrs={"data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false")},
        ),
        rx.fragment() if strip is None else rx.el.section(strip, class_name="strip", aria_label=t("The vote so far")),
        TitleFocus.create(place=rx.State.router.url.path),
        AccountLanguage.create(language=SessionState.language),
        class_name="frame" if alone else "frame railed",
    )


def hall_page(*body: Any) -> rx.Component:
    """Frame the wall: light whatever the device says (halls are lit), no menu, no names, sizes in vw."""
    return rx.el.main(*body, class_name="hall", id="main", custom_attrs={"data-theme": "light"})


def by_role(menu: tuple[Place, ...] | None, draw: Any) -> Any:
    """Draw a menu: the given one, or the one that goes with the reader's roles; nothing for who came with a slip."""
    if menu is not None:
        return draw(menu)
    syndic = SessionState.roles.contains("syndic") | SessionState.roles.contains("accountant")
    drawn = rx.cond(syndic, draw(built(syndic_menu())), draw(built(owner_menu())))
    return rx.cond(SessionState.is_signed_in & ~SessionState.by_slip, drawn)


def page_foot() -> rx.Component:
    """Draw the end of every page: languages (kept with the account when there is one), light or dark."""
    languages = rx.cond(
        SessionState.is_signed_in & ~SessionState.by_slip,
        language_switch(on_change=SessionState.change_language),
        language_switch(),
    )
    profile = rx.cond(
        SessionState.is_signed_in & ~SessionState.by_slip,
        rx.el.a(t("My profile"), href=urls.PROFILE, class_name="link"),
    )
    return rx.el.footer(languages, theme_switch(), profile, class_name="foot")


def _reader() -> rx.Component:
    return rx.cond(SessionState.name != "", rx.el.a(SessionState.name, href=urls.PROFILE))


def _top_bar(place: Any, *, back: Any, marks: Any, alone: bool) -> rx.Component:
    if back is not None:
        left = row(back_link(back), rx.el.span(place, class_name="here"), class_name="close")
    elif alone:
        left = brand()
    else:
        left = rx.el.span(place, class_name="place")
    right = language_switch() if marks is None and alone else marks
    looks = "topbar" if alone or marks is not None else "topbar phone-only"
    return rx.el.header(left, rx.el.div(right or rx.fragment(), class_name="marks row"), class_name=looks)


def _fault() -> rx.Component:
    number = SessionState.fault
    sentence = t("Something went wrong on our side. When you call, quote the number {number}.", number=number)
    return rx.cond(
        number != "",
        refused(sentence, quiet_button(t("Take this away"), on_click=SessionState.dismiss_fault), kept=False),
    )
