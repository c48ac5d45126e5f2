"""A photo where it is needed: raised hands at the point, a deed or designation at the door, the paper of a proxy."""

from typing import Any

import reflex as rx

from koprogo.components.files import file_button
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t, ttime
from koprogo.state.assemblies.attendance.photos import PhotosState as Photos
from koprogo.state.assemblies.room.live import LiveState

WORDS = {
    "hands": t("Photograph the raised hands"),
    "deed": t("Photograph the deed"),
    "designation": t("Photograph the designation"),
    "proxy": t("Photograph or scan the proxy"),
}


def photo_of(kind: str, subject_id: Any) -> rx.Component:
    """Draw the camera button for one thing, and under it the photo that stands; mount where `PhotosState.look` runs."""
    endpoint = "/api/v1/assemblies/" + LiveState.assembly.id + f"/photos/{kind}/" + subject_id
    mine = Photos.taken.contains(f"{kind}/" + subject_id.to(str))

    def one(each: Any) -> rx.Component:
        return rx.cond((each.kind == kind) & (each.subject_id == subject_id), _photo(each))

    return rx.el.div(
        file_button(
            f"photo_{kind}",
            WORDS[kind],
            endpoint=endpoint,
            on_sent=Photos.sent,
            accept="image/*,application/pdf" if kind == "proxy" else "image/*",
            capture="" if kind == "proxy" else "environment",
            largest_mb=15,
        ),
        rx.cond(mine, rx.el.ul(rx.foreach(Photos.photos, one), class_name="plain")),
        rx.el.p(
            t("Seen by the bureau and the syndic, listed in the association’s copy of the minutes. Never public."),
            class_name="small quiet",
        ),
        class_name="stack tight",
    )


def _photo(each: Any) -> rx.Component:
    picture = rx.el.img(src=each.href, alt=t("Photo of {time}", time=ttime(each.at)), width="160", loading="lazy")
    link = rx.el.a(
        rx.cond(each.is_picture, picture, t("Scan of {time}", time=ttime(each.at))),
        href=each.href,
        reload_document=True,
    )
    return rx.el.li(
        link, quiet_button(t("Take the photo back"), on_click=Photos.withdraw(each.id)), class_name="row wrap"
    )
