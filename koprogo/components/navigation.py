"""Getting around: rail on the desktop, four tabs on the phone, links, buttons that name their act, languages, light."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.style import color_mode, set_color_mode

from koprogo.components.icons import icon
from koprogo.components.text import reader_language, t
from koprogo.i18n.languages import LANGUAGES, NAMES


@dataclass(frozen=True)
class Place:
    """One entry of a menu: its key, its word (a t() var), where it leads, its icon, a count, whether it is shown."""

    key: str
    word: Any
    href: Any
    shape: str
    count: Any = None
    shown: Any = True


def skip_link() -> rx.Component:
    """Let the keyboard jump over the menu."""
    return rx.el.a(t("Skip to the content"), href="#main", class_name="skip", reload_document=True)


def brand(href: str = "/") -> rx.Component:
    """Write the product's name, as the way home."""
    return rx.el.a("KoproGo", href=href, class_name="brand", lang="fr")


def tabs(places: Sequence[Place], current: Any) -> rx.Component:
    """Draw the phone's tabs: four at most, words under icons; those that are `shown`."""
    return rx.el.nav(
        *(if_shown(p, rx.el.a(icon(p.shape), p.word, href=p.href, aria_current=_here(p, current))) for p in places[:4]),
        class_name="tabs",
        aria_label=t("Main menu"),
    )


def rail(places: Sequence[Place], current: Any, *, who: Any = None) -> rx.Component:
    """Draw the desktop's rail, with counts, of what is `shown`; `who` says at its foot for whom one is acting."""
    return rx.el.nav(
        brand(),
        *(
            if_shown(
                p,
                rx.el.a(
                    icon(p.shape),
                    p.word,
                    rx.fragment() if p.count is None else rx.el.span(p.count, class_name="count"),
                    href=p.href,
                    class_name="to",
                    aria_current=_here(p, current),
                ),
            )
            for p in places
        ),
        rx.fragment() if who is None else rx.el.div(who, class_name="who"),
        class_name="rail",
        aria_label=t("Main menu"),
    )


def upper_tabs(places: Sequence[Place], current: Any, *, label: Any) -> rx.Component:
    """Draw the tabs of one subject under the top bar: overview, decisions, questions; those that are `shown`."""
    return rx.el.nav(*(_tab(p, current) for p in places), class_name="upper-tabs", aria_label=label)


def sub_tabs(places: Sequence[Place], current: Any, *, label: Any) -> rx.Component:
    """Draw the pages of the tab that is open, below it; those that are `shown`."""
    return rx.el.nav(*(_tab(p, current) for p in places), class_name="sub-tabs", aria_label=label)


def signposts(*groups: tuple[Any, Sequence[Place]], label: Any) -> rx.Component:
    """Draw the ways on from a page in one panel: groups of a title and its places, two abreast on a phone."""

    def group(title: Any, places: Sequence[Place]) -> rx.Component:
        ways = (if_shown(place, _way(place)) for place in places)
        return rx.el.div(rx.el.h2(title, class_name="small quiet"), rx.el.ul(*ways, class_name="plain"))

    return rx.el.nav(*(group(*each) for each in groups), class_name="panel signposts", aria_label=label)


def back_link(href: Any, word: Any = None) -> rx.Component:
    """Draw the arrow back; its label says where to."""
    return rx.el.a(icon("back"), href=href, class_name="back", aria_label=t("Back") if word is None else word)


def breadcrumbs(*steps: tuple[Any, Any]) -> rx.Component:
    """Say where the page stands: pairs of a word and its address."""
    return rx.el.nav(
        *(rx.el.a(word, href=href, class_name="small") for word, href in steps),
        aria_label=t("You are here"),
        class_name="row wrap",
    )


def button(
    word: Any,
    *,
    main: bool = False,
    big: bool = False,
    wide: bool = False,
    shape: str = "",
    grave: bool = False,
    **props: Any,
) -> rx.Component:
    """Draw a button; its word names the act. One `main` button per panel; `grave` for what cannot be undone."""
    return rx.el.button(
        icon(shape) if shape else rx.fragment(),
        word,
        **{"type": "button", **props},
        class_name=_looks(main, big, wide, grave),
    )


def button_link(
    word: Any, *, href: Any, main: bool = False, big: bool = False, wide: bool = False, shape: str = "", **props: Any
) -> rx.Component:
    """Draw a link that looks like a button: it opens a page. `reload_document=True` for /auth, /api and papers."""
    return rx.el.a(
        icon(shape) if shape else rx.fragment(), word, href=href, class_name=_looks(main, big, wide, False), **props
    )


def quiet_button(word: Any, **props: Any) -> rx.Component:
    """Draw the lesser act beside a button, underlined."""
    return rx.el.button(word, **{"type": "button", **props}, class_name="button plain")


def icon_button(word: Any, shape: str, **props: Any) -> rx.Component:
    """Draw a small button with an icon alone; its word is heard."""
    return rx.el.button(icon(shape), **{"type": "button", "aria_label": word, **props}, class_name="button icon-only")


def segments(options: Sequence[tuple[str, Any]], chosen: Any, *, on_choose: Any, label: Any) -> rx.Component:
    """Draw a row of filters of which one is on; `on_choose(key)` is an event handler."""
    return rx.el.div(
        *(
            rx.el.button(
                word,
                type="button",
                aria_pressed=rx.cond(rx.Var.create(chosen) == key, "true", "false"),
                on_click=on_choose(key),
            )
            for key, word in options
        ),
        class_name="segments",
        role="group",
        aria_label=label,
    )


def language_switch(on_change: Any = None) -> rx.Component:
    """Offer the four languages, each by its own name; switching needs no round trip. `on_change(language)` may keep it."""

    def press(language: str) -> Any:
        switch = rx.run_script(f"window.koprogo.setLanguage('{language}')")
        return switch if on_change is None else [switch, on_change(language)]

    return rx.el.div(
        *(
            rx.el.button(
                language.upper(),
                type="button",
                lang=language,
                aria_label=NAMES[language],
                aria_pressed=rx.cond(reader_language() == language, "true", "false"),
                on_click=press(language),
                data_testid=f"language-{language}",
            )
            for language in LANGUAGES
        ),
        class_name="choices",
        role="group",
        aria_label=t("Language"),
    )


def theme_switch() -> rx.Component:
    """Offer light, dark, or what the device says."""
    modes = (("light", t("Light")), ("dark", t("Dark")), ("system", t("As this device")))
    return rx.el.div(
        *(
            rx.el.button(
                word,
                type="button",
                aria_pressed=rx.cond(color_mode == mode, "true", "false"),
                on_click=set_color_mode(mode),
                data_testid=f"mode-{mode}",
            )
            for mode, word in modes
        ),
        class_name="choices",
        role="group",
        aria_label=t("Light or dark"),
    )


def if_shown(place: Place, drawn: rx.Component) -> Any:
    """Return what is drawn of a place, under its own condition where it has one."""
    return drawn if place.shown is True else rx.cond(place.shown, drawn)


def _tab(place: Place, current: Any) -> Any:
    return if_shown(place, rx.el.a(place.word, href=place.href, aria_current=_here(place, current)))


def _way(place: Place) -> rx.Component:
    return rx.el.li(rx.el.a(icon(place.shape), rx.el.span(place.word), href=place.href))


def _here(place: Place, current: Any) -> Any:
    if isinstance(current, str):
        return "page" if place.key == current else None
    return rx.cond(current == place.key, "page", rx.Var("undefined"))


def _looks(main: bool, big: bool, wide: bool, grave: bool) -> str:
    names = ("button", "main" if main else "", "grave" if grave else "", "big" if big else "", "wide" if wide else "")
    return " ".join(filter(None, names))
