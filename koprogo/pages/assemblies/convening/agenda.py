"""What an owner reads and does before the evening: agenda, documents, her answer, a proxy, a try of her access."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.dialogs import confirm
from koprogo.components.documents import document_link, download
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, search_input, text_input
from koprogo.components.later import keep_convocation
from koprogo.components.layout import columns, facts, list_panel, more, panel
from koprogo.components.majority import majority_name
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.status import article, plate, tag
from koprogo.components.text import language_of, t, t_own, tmoment, tnum, ttime
from koprogo.pages.assemblies.elections.standing import stand_here
from koprogo.pages.shell import page
from koprogo.state.assemblies.convening.agenda import AgendaState as Before
from koprogo.state.identity.session import SessionState

HERE = Before.assembly
MAY_STAND = (HERE.state == "convened") | (HERE.state == "opened") | (HERE.state == "resumed")
ANSWERS = (
    ("room", t("I come")),
    ("remote", t("I take part from elsewhere")),
    ("proxy", t("Somebody votes for me")),
    ("no", t("I do not take part")),
)


def agenda() -> rx.Component:
    """Show the assembly to who prepares for it."""
    return page(
        t("Agenda"),
        keep_convocation(person=SessionState.person_id, assembly=HERE, points=Before.points),
        rx.cond(
            Before.loaded,
            rx.fragment(
                answers(Before.refusal),
                _done(),
                columns(
                    _points(),
                    _documents(),
                    observation_list(Before.observations),
                    side=rx.fragment(_facts(), _answer(), _proxy(), _access()),
                ),
            ),
            rx.cond(Before.refusal.kind == "", waiting(), answers(Before.refusal)),
        ),
        current="assembly",
        place=HERE.association_name,
        back=urls.ASSEMBLIES,
        under=tmoment(HERE.starts_at, "full"),
    )


def document_list(files: rx.Var) -> rx.Component:
    """List documents to keep; a word when there is none."""
    return rx.cond(
        files.length() > 0,
        list_panel(
            rx.foreach(
                files,
                lambda each: document_link(
                    rx.cond(each.item == "", each.title, t("Point {item}: {title}", item=each.item, title=each.title)),
                    href=each.href,
                    day=each.day,
                    size=each.size,
                    kind=each.kind,
                ),
            )
        ),
        rx.el.p(t("No document yet."), class_name="quiet"),
    )


def observation_list(rows: rx.Var) -> rx.Component:
    """Show what occupants without a vote wrote, point by point; nothing when nobody did."""

    def one(each: Any) -> rx.Component:
        about = rx.cond(each.item == "", t("About the assembly"), t("Point {number}", number=each.item))
        return rx.el.li(
            rx.el.div(
                rx.el.strong(about),
                rx.el.p(each.words, class_name="proposal"),
                rx.el.span(each.name, ", ", each.place, class_name="small quiet"),
                class_name="stack close grow",
            )
        )

    return rx.cond(
        rows.length() > 0,
        panel(
            rx.el.ul(rx.foreach(rows, one), class_name="plain rows"),
            article("3.89 §5, 6°"),
            title=t("Observations of occupants"),
        ),
    )


def _done() -> rx.Component:
    words = rx.match(
        Before.done,
        ("answered", t("Your answer is noted. You can change it until the assembly opens.")),
        ("given", t("Your proxy is given. It ends when you check in yourself, or take it back.")),
        ("revoked", t("Your proxy is taken back.")),
        "",
    )
    return rx.cond(Before.done != "", notice(rx.el.p(words), tone="good", shape="check"))


def _facts() -> rx.Component:
    mine = Before.mine
    return rx.fragment(
        facts(
            (t("Day"), tmoment(HERE.starts_at, "full")),
            (t("Place"), rx.cond(HERE.place == "", t("not said yet"), HERE.place)),
            (t("From elsewhere"), rx.cond(HERE.remote_allowed, t("allowed"), t("not allowed"))),
            (t("My lots"), rx.cond(mine.lots == "", "–", mine.lots)),
            (t("My votes"), t("{shares} of {total}", shares=mine.shares, total=mine.total)),
        ),
        rx.cond(
            mine.suspended != "",
            notice(
                rx.el.p(
                    t("Its holders designate one representative in writing; until then it does not vote."),
                    " ",
                    article("3.87 §1"),
                ),
                button_link(t("Designate together"), href=urls.DESIGNATIONS),
                title=t("Vote suspended: lot {lots}", lots=mine.suspended),
                shape="pause",
            ),
        ),
        rx.cond(mine.letter != "", download(t("My convocation (PDF)"), href=mine.letter)),
    )


def _points() -> rx.Component:
    return panel(
        rx.el.ol(rx.foreach(Before.points, _point), class_name="points"), title=t("Points of the agenda"), padded=False
    )


def _point(point: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(point.number, class_name="strong"),
            rx.el.div(
                rx.el.h3(t_own(point.title), lang=language_of(point.title)),
                rx.el.p(t_own(point.proposal), lang=language_of(point.proposal), class_name="proposal"),
                rx.el.span(majority_name(point.majority), article(point.article), class_name="row wrap"),
                stand_here(point.id, point.kind, MAY_STAND & (Before.mine.lots != "")),
                class_name="stack close grow",
            ),
            class_name="row start",
        ),
        key=point.id,
    )


def _documents() -> rx.Component:
    return rx.el.section(rx.el.h2(t("Documents")), document_list(Before.files), class_name="stack tight")


def _answer() -> rx.Component:
    def one(word: str, said: Any) -> rx.Component:
        return rx.el.button(
            said,
            type="button",
            aria_pressed=rx.cond(Before.answer == word, "true", "false"),
            on_click=Before.say(word),
            class_name="button wide",
            data_testid=f"answer-{word}",
        )

    offered = [
        rx.cond(HERE.remote_allowed, one(word, said)) if word == "remote" else one(word, said) for word, said in ANSWERS
    ]
    return rx.cond(
        (Before.mine.lots != "") & (HERE.state == "convened"),
        panel(
            rx.el.div(*offered, class_name="stack tight", role="group", aria_label=t("Do you come?")),
            rx.el.p(t("This answer binds you to nothing; it helps to prepare the evening."), class_name="quiet"),
            title=t("Do you come?"),
        ),
    )


def _proxy() -> rx.Component:
    stands = panel(
        rx.el.p(t("{name} votes for you.", name=Before.holder_name)),
        rx.el.ul(
            rx.foreach(
                Before.points,
                lambda each: rx.cond(
                    each.instruction != "",
                    rx.el.li(each.number, ". ", rx.match(each.instruction, *WORDS, each.instruction)),
                ),
            )
        ),
        confirm(
            "take-back",
            t("Take my proxy back"),
            title=t("Take your proxy back?"),
            act=t("Take my proxy back"),
            on_confirm=Before.take_back,
            sentence=t("Ballots cast with it before stand. You can give another one afterwards."),
            main=False,
        ),
        title=t("Your proxy"),
    )
    return rx.cond(
        Before.holder_name != "",
        stands,
        rx.cond((Before.mine.lots != "") & (HERE.state == "convened"), _give()),
    )


WORDS = (("for", t("For")), ("against", t("Against")), ("abstain", t("Abstain")))


def _give() -> rx.Component:
    problems = Before.refusal.problems
    limits = more(
        t("What the law allows"),
        rx.el.ul(
            rx.el.li(t("You name one person, co-owner or not; a blank proxy is none.")),
            rx.el.li(t("Never the syndic.")),
            rx.el.li(
                t(
                    "A holder has at most three proxies, or more when all votes together stay within {tenth}, one tenth of"
                    " the {total} votes of the building.",
                    tenth=tnum(Before.mine.tenth),
                    total=tnum(Before.mine.total),
                )
            ),
            rx.el.li(t("It is for this assembly and its second session, and ends when you check in or take it back.")),
        ),
        article("3.87 §7"),
    )
    return panel(
        limits,
        rx.cond(Before.chosen.id == "", _find(), _chosen()),
        form(
            rx.cond(
                Before.chosen.id == "",
                more(
                    t("Somebody who owns nothing here"),
                    text_input(
                        "holder_name",
                        t("Name and first name"),
                        value=Before.typed.name,
                        problems=problems,
                        autocomplete="off",
                    ),
                    text_input(
                        "holder_contact",
                        t("E-mail address or phone"),
                        hint=t("So that the desk knows who comes. You may leave it empty."),
                        value=Before.typed.contact,
                        problems=problems,
                    ),
                ),
            ),
            choices(
                "power",
                t("How does this person vote?"),
                (
                    ("free", t("As she sees fit")),
                    ("instructed", t("By my instructions"), t("Set below, per point; they bind on the text of today.")),
                ),
                value="free",
            ),
            more(t("My instructions per point"), rx.foreach(Before.points, _instruction)),
            on_submit=Before.give,
            act=t("Give my proxy"),
        ),
        title=t("Give a proxy"),
    )


def _find() -> rx.Component:
    return rx.el.div(
        search_input("holder_search", t("Find a co-owner by name or lot"), on_change=Before.search.debounce(300)),
        rx.el.ul(
            rx.foreach(
                Before.found,
                lambda each: rx.el.li(
                    quiet_button(each.name, on_click=Before.choose(each.id)), " ", plate(each.lots, small=True)
                ),
            ),
            class_name="plain rows",
        ),
        class_name="stack tight",
    )


def _chosen() -> rx.Component:
    return rx.el.p(
        tag(Before.chosen.name, "good"),
        " ",
        quiet_button(t("Somebody else"), on_click=Before.forget),
        class_name="row wrap",
    )


def _instruction(point: Any) -> rx.Component:
    name = f"point_{point.id}"
    return rx.cond(
        point.majority != "none",
        rx.el.div(
            rx.el.label(point.number, ". ", t_own(point.title), html_for=name),
            rx.el.select(
                rx.el.option(t("as she sees fit"), value=""),
                *(rx.el.option(word, value=key) for key, word in WORDS),
                id=name,
                name=name,
                class_name="input",
            ),
            class_name="field",
        ),
    )


def _access() -> rx.Component:
    heard = rx.cond(
        Before.tried_at != "",
        notice(
            rx.el.ul(
                rx.el.li(t("The server heard this device at {time}.", time=ttime(Before.tried_at, seconds=True))),
                rx.el.li(
                    rx.cond(
                        Before.mine.lots == "",
                        t("You vote for no lot of your own here."),
                        t("You vote for {lots}.", lots=Before.mine.lots),
                    )
                ),
                rx.el.li(
                    rx.cond(
                        HERE.remote_allowed,
                        t("Taking part from elsewhere is offered: come back to this page that evening."),
                        t("Taking part from elsewhere is not offered: vote in the room, with this device or on paper."),
                    )
                ),
            ),
            title=t("Your access works"),
            tone="good",
            shape="check",
        ),
    )
    return panel(
        heard,
        rx.el.p(t("Try before the evening whether this phone or computer can vote.")),
        button(t("Test my access"), on_click=Before.try_access, data_testid="test-access"),
        button_link(t("To the vote"), href=urls.assembly(HERE.id, "vote")),
        title=t("My access"),
    )
