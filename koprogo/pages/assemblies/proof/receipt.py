"""The receipt to keep: on screen and on paper the same words, then what proves them."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, waiting
from koprogo.components.layout import facts, stack
from koprogo.components.majority import choice_said
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.status import tag
from koprogo.components.text import language_of, t, t_own, tdate, tnum, ttime
from koprogo.pages.shell import page
from koprogo.state.assemblies.proof.receipt import ReceiptState


def receipt_page() -> rx.Component:
    """Show the receipts of one press, one per lot, printable."""
    back = ReceiptState.assembly_path + "/vote"
    return page(
        t("Receipt"),
        rx.el.div(
            answers(ReceiptState.refusal),
            rx.cond(
                ReceiptState.kept.length() > 0,
                rx.fragment(
                    rx.el.h1(t("Receipt of your vote")),
                    rx.foreach(ReceiptState.kept, _kept),
                    _acts(back),
                ),
                rx.cond(ReceiptState.refusal.kind == "", waiting()),
            ),
            class_name="one-column",
        ),
        menu=(),
        back=rx.cond(ReceiptState.assembly_path != "", back, "/"),
        place=t("Receipt of your vote"),
        head=False,
        marks=rx.fragment(),
        with_tabs=False,
    )


def _kept(row: Any) -> rx.Component:
    title = rx.el.span(t_own(row.title), lang=language_of(row.title))
    return rx.el.article(
        stack(
            rx.el.h2(t("Receipt {number}", number=row.number)),
            rx.el.p(t("Point {number}", number=row.item_number), " · ", title, class_name="lead"),
            rx.cond(row.newest, rx.fragment(), tag(t("Replaced by a later ballot"), "soon")),
            rx.cond(row.pending, tag(t("Waits for a second person; does not count yet"), "soon")),
            rx.cond(row.by_hand, rx.el.p(t("Entered by the bureau."), class_name="quiet")),
            gap="tight",
        ),
        facts(
            (t("Association"), row.association_name),
            (t("General assembly"), tdate(row.day)),
            (t("Voter"), row.voter_name),
            (t("Lot"), row.lot),
            (t("Choice"), choice_said(row.choice, row.option)),
            (t("Votes"), tnum(row.shares)),
            (t("Recorded"), rx.fragment(tdate(row.at), ", ", ttime(row.at, seconds=True))),
            (t("Round"), tnum(row.round)),
            (t("Place in the chain"), _place(row)),
        ),
        _proof(row),
        class_name="stack receipt-kept",
        key=row.number,
    )


def _place(row: Any) -> Any:
    sealed = t("{position} of {sealed}", position=row.position, sealed=row.sealed)
    return rx.cond(row.position > 0, sealed, t("Given within a second or two"))


def _proof(row: Any) -> rx.Component:
    words = (
        (t("Fingerprint of the ballot (SHA-256)"), row.leaf),
        (t("Salt"), row.salt),
        (t("Our signature (Ed25519)"), row.signature),
        (t("Fingerprint of the chain up to this ballot"), rx.cond(row.chain != "", row.chain, "–")),
    )
    return rx.el.section(
        rx.el.h3(t("What proves it")),
        rx.el.p(
            t(
                "The minutes carry one fingerprint over all ballots of this vote. Whoever keeps this page can show that"
                " this ballot was recorded as it says here."
            )
        ),
        rx.el.dl(
            *(
                rx.el.div(rx.el.dt(word, class_name="small quiet"), rx.el.dd(value, class_name="code"))
                for word, value in words
            ),
            class_name="stack tight",
        ),
        rx.cond(row.stamped_by != "", _stamp(row)),
        class_name="stack tight",
    )


def _stamp(row: Any) -> rx.Component:
    at = rx.fragment(row.stamped_by, ", ", tdate(row.stamped_at), ", ", ttime(row.stamped_at, seconds=True))
    return rx.fragment(
        rx.el.p(rx.el.strong(t("Timestamp over all ballots of this vote")), ": ", at, data_testid="root-stamp"),
        button_link(t("The timestamp as a file"), href=row.stamp, download=True),
    )


def _acts(back: Any) -> rx.Component:
    return rx.el.div(
        button(t("Print or save this receipt"), shape="print", main=True, on_click=rx.run_script("window.print()")),
        quiet_button(t("Look again"), on_click=ReceiptState.load),
        button_link(t("Back to the vote"), href=back),
        class_name="row wrap acts",
    )
