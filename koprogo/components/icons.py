"""Our icons: 24-unit outlines of 2 px, our own paths, always beside a word.

`icon("check")` draws one; it is hidden from screen readers because the word beside it speaks. Only back, search and the
raised hand stand alone, and then their control carries the label.
"""

import reflex as rx

# fmt: off
PATHS: dict[str, str] = {
    "arrow-down": "M12 5v14M6 13l6 6 6-6",
    "arrow-up":  "M12 19V5M6 11l6-6 6 6",
    "assembly":  "M4 13v7h16v-7M8 13V4h8v9M2 13h20",
    "back":      "M15 5l-7 7 7 7",
    "building":  "M5 21V4h9v17M14 9h5v12M8.5 8h2M8.5 12h2M8.5 16h2M3 21h18",
    "camera":    "M3 7h4l2-3h6l2 3h4v13H3zM12 9a4 4 0 100 8 4 4 0 000-8z",
    "check":     "M4 12.5l5 5L20 6.5",
    "clock":     "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2",
    "cross":     "M6 6l12 12M18 6L6 18",
    "download":  "M12 4v11M7 11l5 5 5-5M4 20h16",
    "euro":      "M18 6.5A7 7 0 107 15.5M18 17.5A7 7 0 017 15M4 10h9M4 14h8",
    "forward":   "M9 5l7 7-7 7",
    "hand":      "M7 12V6.5a1.5 1.5 0 013 0V11V4.5a1.5 1.5 0 013 0V11V6a1.5 1.5 0 013 0v6V9a1.5 1.5 0 013 0v6a6 6 0 01-6 6"
                 "h-1.5A6 6 0 017 18l-3-4.5a1.5 1.5 0 012.5-1.7z",
    "home":      "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "info":      "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5M12 7.5h.01",
    "key":       "M8 10.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM11.5 11.5L20 3M16 7l3 3",
    "lock":      "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
    "mail":      "M3 5h18v14H3zM3 6l9 7 9-7",
    "menu":      "M4 6h16M4 12h16M4 18h16",
    "minus":     "M5 12h14",
    "no-network": "M3 3l18 18M8.5 16a5 5 0 017 0M5 12.5a10 10 0 014-2.4M19 12.5a10 10 0 00-5-2.7M2 9a15 15 0 014-2.6"
                  "M22 9A15 15 0 0011 5M12 20h.01",
    "octagon":   "M8 3h8l5 5v8l-5 5H8l-5-5V8zM8 12h8",
    "paper":     "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "pause":     "M8 5v14M16 5v14",
    "people":    "M9 4.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM2.5 20a6.5 6.5 0 0113 0M16 5a3.5 3.5 0 010 6.5"
                 "M18 14.5a6.5 6.5 0 013.5 5.5",
    "person":    "M12 4a4 4 0 100 8 4 4 0 000-8zM4 21a8 8 0 0116 0",
    "phone":     "M7 2h10v20H7zM11 18.5h2",
    "plus":      "M12 5v14M5 12h14",
    "print":     "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
    "screen":    "M3 4h18v12H3zM9 21h6M12 16v5",
    "search":    "M11 4.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM16 16l5 5",
    "settings":  "M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2"
                 "M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2",
    "sign-out":  "M10 4H4v16h6M9 12h12M16 7l5 5-5 5",
    "tool":      "M14 7a4 4 0 015-3.9L16.5 5.6l2 2L21 5a4 4 0 01-5 5L8 18a2.1 2.1 0 01-3-3l8-8z",
    "triangle":  "M12 3L2 20h20zM12 10v4M12 17h.01",
}
# fmt: on


def icon(name: str) -> rx.Component:
    """Draw one of `PATHS`; an unknown name is a KeyError when the page is built."""
    return rx.el.svg(rx.el.path(d=PATHS[name]), class_name="icon", view_box="0 0 24 24", aria_hidden="true")


def ticked(*, large: bool = False) -> rx.Component:
    """Draw the enamel disc with a tick: done, counted, carried."""
    return rx.el.span(icon("check"), class_name="ticked large" if large else "ticked", aria_hidden="true")


def crossed(*, large: bool = False) -> rx.Component:
    """Draw the brick square with a cross: rejected."""
    return rx.el.span(icon("cross"), class_name="ticked no large" if large else "ticked no", aria_hidden="true")
