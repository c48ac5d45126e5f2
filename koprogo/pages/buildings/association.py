"""The sheet of an association: facts, who can be convened, lots with their holders."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.bar import measured
from koprogo.components.documents import download
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.layout import columns, facts, panel, row, stack
from koprogo.components.navigation import Place, button_link, segments, signposts
from koprogo.components.status import article, plate, tag
from koprogo.components.tables import Column, data_table, number_cell, pager
from koprogo.components.text import t, t_var, tdate, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.buildings.words import kind_word, language_word, right_word
from koprogo.pages.shell import page
from koprogo.state.buildings.association import ALL, SUSPENDED, CountLine, HolderLine, LotLine
from koprogo.state.buildings.association import AssociationState as State
from koprogo.state.identity.session import SessionState


def association() -> rx.Component:
    """Draw the page."""
    found = State.facts
    return page(
        rx.cond(found.name != "", found.name, t("Association")),
        answers(State.refusal),
        rx.cond(State.council.required & (State.council.members == 0), _council_missing()),
        rx.cond(State.facts.id != "", _ways()),
        rx.cond(
            State.loaded,
            columns(
                rx.cond(found.lots > 0, _lots(), _no_lots()),
                side=rx.fragment(
                    _facts(),
                    rx.cond(State.readiness.length() > 0, _readiness()),
                    rx.cond(State.export_at != "", _way_out()),
                ),
            ),
            waiting(),
        ),
        current="associations",
        place=found.name,
        back=urls.ASSOCIATIONS,
        above=crumb(t("Associations"), urls.ASSOCIATIONS),
        under=rx.cond(
            found.lots > 0,
            t(
                "{lots}, {total} shares",
                lots=tn("{n} lot", "{n} lots", found.lots),
                total=found.shares_total,
            ),
            t("No lots yet"),
        ),
    )


WAYS = (
    ("calendar", "proposals", "requests", "written"),
    ("register", "follow-up", "council", "surveys"),
    ("problems", "books", "syndic", "people", "keys"),
)
"""Where the sheet of an association leads: to decide, to follow up, to the building. `core.doors` says who is led."""


def _ways() -> rx.Component:
    """Draw the ways to everything of this association that its reader may open."""
    places = {
        "calendar": (t("Calendar"), "clock"),
        "proposals": (t("Proposals"), "plus"),
        "requests": (t("Requests"), "hand"),
        "written": (t("Decisions in writing"), "mail"),
        "register": (t("Register of decisions"), "paper"),
        "follow-up": (t("Follow-up of decisions"), "check"),
        "council": (t("Council"), "people"),
        "surveys": (t("Surveys"), "hand"),
        "problems": (t("Problems"), "tool"),
        "books": (t("Books"), "euro"),
        "syndic": (t("Syndic and auditor"), "person"),
        "people": (t("People"), "people"),
        "keys": (t("Keys of apportionment"), "key"),
    }
    titles = (t("Decide"), t("Follow up"), t("The building"))
    groups = zip(titles, WAYS, strict=True)
    return signposts(
        *((title, [_way(key, *places[key]) for key in keys]) for title, keys in groups), label=t("In this association")
    )


def _way(key: str, word: Any, shape: str) -> Place:
    opens = SessionState.opens.contains(key)
    return Place(key, word, _to(key), shape, shown=opens & (State.facts.lots > 0) if key == "keys" else opens)


def _to(part: str) -> rx.Var[str]:
    return urls.ASSOCIATIONS + "/" + State.facts.id + f"/{part}"


def _no_lots() -> rx.Component:
    return empty(
        t("No lots yet"),
        t(
            "Lots, holders and votes will stand here. They come from the list that the syndic imports, whole or not at all."
        ),
        rx.cond(State.may_import, button_link(t("Import the list of lots"), href=_to("import"), main=True, big=True)),
    )


def _facts() -> rx.Component:
    found = State.facts
    number = rx.cond(found.enterprise_number != "", found.enterprise_number, t("not known"))
    syndic = rx.cond(found.syndic != "", found.syndic, t("none today"))
    ipi = rx.cond(found.ipi_number != "", t(", IPI {number}", number=found.ipi_number), "")
    whole = rx.cond(found.lots > 0, tnum(found.shares_total), t("comes with the list of lots"))
    return stack(
        facts(
            (t("Enterprise number"), number),
            (t("Address"), rx.el.span(found.street, rx.el.br(), found.town)),
            (t("Languages"), rx.foreach(found.languages, lambda each: rx.el.span(language_word(each), class_name="one-of"))),
            (t("Shares in the base deed"), whole),
            (t("Syndic"), rx.el.span(syndic, ipi)),
            (t("Council of co-owners"), _council()),
        ),
        rx.cond(
            found.imported_at != "",
            rx.el.p(
                t(
                    "Lots imported from {file} on {day} by {name}.",
                    file=found.imported_from, day=tdate(found.imported_at), name=found.imported_by,
                ),
                class_name="small quiet",
            ),
        ),
    )  # fmt: skip


def _council() -> rx.Component:
    """Say whether a council is due, with the count, and who is missing from it."""
    council = State.council
    due = rx.cond(
        council.required,
        tn("compulsory: {n} main lot counted", "compulsory: {n} main lots counted", council.counted),
        tn(
            "the assembly may choose: {n} main lot counted, compulsory from {threshold}",
            "the assembly may choose: {n} main lots counted, compulsory from {threshold}",
            council.counted,
            threshold=council.threshold,
        ),
    )
    seats = rx.cond(
        council.members > 0,
        rx.el.a(tn("{n} member", "{n} members", council.members), href=_to("council"), class_name="link"),
        rx.cond(
            council.required,
            rx.el.a(tag(t("none is elected"), "bad"), href=_to("council"), class_name="link"),
            rx.el.a(t("none is elected"), href=_to("council"), class_name="link"),
        ),
    )
    return rx.el.span(seats, rx.el.br(), rx.el.span(due, " ", article("3.90 §1"), class_name="small quiet"))


def _council_missing() -> rx.Component:
    """Say loudly that a council is due and nobody sits in it; its page says what can be done."""
    return notice(
        rx.el.p(
            tn(
                "This building has {n} main lot; from {threshold} on a council of co-owners is compulsory.",
                "This building has {n} main lots; from {threshold} on a council of co-owners is compulsory.",
                State.council.counted,
                threshold=State.council.threshold,
            ),
            " ",
            article("3.90 §1"),
        ),
        button_link(t("See the council"), href=_to("council")),
        title=t("A council is due, and nobody sits in it"),
        shape="triangle",
        status=False,
    )


def _way_out() -> rx.Component:
    """Let the syndic take the whole file along: it belongs to the association."""
    return panel(
        rx.el.p(
            t("Lots, owners, books, papers and assemblies in one file, for the next syndic or another program."),
            class_name="small",
        ),
        rx.el.p(t("It holds personal data, unencrypted. That it left is noted in the log."), class_name="small quiet"),
        download(t("Export everything (ZIP)"), href=State.export_at),
        title=t("The whole file"),
    )


def _readiness() -> rx.Component:
    """Draw how many lots are ready for what: a bar each, with its sentence."""
    return panel(
        rx.el.ul(rx.foreach(State.readiness, count_line), class_name="plain stack"),
        row(
            rx.el.span(
                t("A convocation goes by registered post, or by e-mail to who accepted it in writing."),
                class_name="small quiet",
            ),
            article("3.87 §3"),
            wrap=True,
        ),
        title=t("Who can be convened"),
    )  # fmt: skip


def count_line(count: CountLine) -> rx.Component:
    """Draw one count: its sentence, and a bar of it."""
    says = t_var(count.message_id, {"have": count.have, "of": count.of})
    return rx.el.li(
        rx.el.span(says),
        rx.cond(
            count.of > 0,
            measured(count.have, count.of, says=says, kind=rx.cond(count.have == count.of, "for", "count")),
        ),
        class_name="stack close",
    )


def _lots() -> rx.Component:
    found = State.facts
    heads = (
        Column(t("Lot")),
        Column(t("Kind")),
        Column(t("Shares"), number=True),
        Column(t("Held by")),
        Column(t("Votes")),
    )
    return stack(
        rx.cond(
            found.suspended > 0,
            notice(
                rx.el.p(
                    t(
                        "Their holders must name one person in writing, to the syndic. Until then {n} votes are lost.",
                        n=found.votes_lost,
                    ),
                    " ",
                    article("3.87 §1"),
                ),
                title=tn("{n} lot has no representative", "{n} lots have no representative", found.suspended),
                shape="lock",
                status=False,
            ),
        ),
        rx.cond(
            found.suspended > 0,
            segments(
                ((ALL, t("All lots")), (SUSPENDED, t("Without a representative"))),
                State.which,
                on_choose=State.choose,
                label=t("Which lots"),
            ),
        ),
        panel(data_table(t("Lots"), heads, State.lots, _cells, key=lambda lot: lot.number), padded=False),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )  # fmt: skip


def _cells(lot: LotLine) -> tuple[Any, ...]:
    return (
        plate(lot.number, small=True),
        rx.el.span(kind_word(lot.kind), rx.cond(lot.floor != "", rx.el.span(", ", lot.floor))),
        number_cell(lot.shares),
        rx.el.ul(rx.foreach(lot.holders, _holder), class_name="plain"),
        _voice(lot),
    )


def _holder(holder: HolderLine) -> rx.Component:
    return rx.el.li(
        holder.name,
        rx.cond(holder.right != "", rx.el.span(", ", right_word(holder.right), class_name="small quiet")),
        rx.cond(
            holder.acted_for_by != "",
            rx.el.span(t("{name} acts", name=holder.acted_for_by), class_name="small quiet block"),
        ),
    )


def _voice(lot: LotLine) -> rx.Component:
    """Say who votes for the lot, and let the syndic name somebody."""
    who = rx.cond(
        lot.is_suspended,
        tag(t("Nobody"), "soon", shape="lock"),
        rx.cond(lot.representative != "", lot.representative, t("its holder")),
    )
    name_it = rx.cond(lot.is_suspended, t("Name a representative"), t("Change"))
    return rx.el.span(
        who,
        rx.cond(
            (lot.href != "") & (lot.is_suspended | (lot.representative != "")),
            rx.el.a(name_it, rx.el.span(" ", lot.number, class_name="unseen"), href=lot.href, class_name="small block"),
        ),
    )
