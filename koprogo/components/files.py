"""A file as a button among others: chosen or dropped on it, sent at once to our own route."""

from typing import Any

import reflex as rx

from koprogo.components.inputs import FileDrop
from koprogo.components.text import t


def file_button(
    name: str | rx.Var,
    word: Any,
    *,
    endpoint: Any,
    on_sent: Any,
    accept: str = "",
    largest_mb: int = 10,
    main: bool = False,
    capture: str = "",
    extra: Any = None,
    whole: bool = False,
    several: bool = False,
) -> rx.Component:
    """Draw a button that chooses a file; it answers like `inputs.file_input`, whose place it takes in a row of acts.

    `capture` (`environment`) opens the camera of a phone or tablet at once. `extra`: fields sent along.
    `whole`: `on_sent` gets the whole answer, as JSON. `several`: more files than one, sent one after the other; `on_sent`
    gets a JSON list of `{"id", "name"}` of those that arrived, and how many did not; those are named here with their reason.
    """
    return rx.el.div(
        FileDrop.create(
            name=name,
            endpoint=endpoint,
            accept=accept,
            capture=capture,
            largest=largest_mb * 1_000_000,
            choose=word,
            drop=t("or drop several here") if several else t("or drop it here"),
            sending=t("Sending: {percent} %"),
            too_large=t("This file is larger than {limit} MB. Choose a smaller one.", limit=largest_mb),
            failed=t("The file did not arrive. Check the network and choose it again."),
            describedby="",
            on_sent=on_sent,
            whole=whole,
            several=several,
            **({} if extra is None else {"extra": extra}),
        ),
        class_name="file-button main" if main else "file-button",
    )
