"""Who stands at a point that elects, in the room and on the plan: by post, with her word, and the way to add one."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, search_input, text_input
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.text import t, tlist
from koprogo.rules.assemblies.elections import POSTS
from koprogo.state.assemblies.elections.election import ElectionState as Election

WORDS = {
    "chair": t("Chair"),
    "secretary": t("Secretary"),
    "teller": t("Teller"),
    "council": t("Member of the council"),
    "syndic": t("Syndic"),
    "auditor": t("Auditor"),
}
AGREED = {
    "herself": t("stands herself"),
    "room": t("agreed in the room"),
    "writing": t("agreed in writing"),
}


def is_election(kind: Any) -> Any:
    """Say whether a kind of decision elects somebody."""
    return pick(kind, dict.fromkeys(POSTS, True), False)


def election_panel(item_id: Any, elects: Any) -> rx.Component:
    """Offer who stands at a point; nothing for one that does not elect."""
    opener = button(
        t("Who stands"),
        on_click=Election.open(item_id),
        aria_expanded=rx.cond(Election.item_id == item_id, "true", "false"),
        data_testid="candidates",
    )
    return rx.cond(elects, stack(row(opener), rx.cond(Election.item_id == item_id, _open()), gap="tight"))


def _open() -> rx.Component:
    none = rx.el.p(t("Nobody yet. Without candidates, the point is voted as its text says."), class_name="quiet")
    return panel(
        answers(Election.refusal),
        rx.cond(
            Election.lines.length() > 0,
            rx.el.ul(rx.foreach(Election.lines, _line), class_name="plain rows"),
            none,
        ),
        row(rx.foreach(Election.posts, _offer), wrap=True),
        rx.cond(Election.post != "", _adding()),
        rx.el.p(
            t(
                "One candidate per post is one vote, for or against. Several for one post are chosen between, in a vote"
                " of their own. The chair is a co-owner."
            ),
            " ",
            article("3.87 §5"),
            class_name="small quiet",
        ),
        title=t("Candidates"),
    )


def _line(each: Any) -> rx.Component:
    ask = row(
        tag(t("to be asked: not put to the vote"), "soon"),
        button(t("Agrees here"), on_click=Election.agreed(each.id, "room"), data_testid="agrees"),
        button(t("Agreed in writing"), on_click=Election.agreed(each.id, "writing")),
        wrap=True,
    )
    return rx.el.li(
        rx.el.span(pick(each.post, WORDS), class_name="quiet"),
        rx.el.strong(each.name, class_name="grow"),
        rx.cond(each.agreed, rx.el.span(pick(each.how, AGREED, ""), class_name="small quiet"), ask),
        quiet_button(
            t("Stand down"),
            on_click=Election.stand_down(each.id),
            aria_label=t("{name} stands down", name=each.name),
            data_testid="stand-down",
        ),
        class_name="row wrap",
        key=each.id,
    )


def _offer(post: Any) -> rx.Component:
    return rx.el.button(
        t("Add"),
        ": ",
        pick(post, WORDS),
        type="button",
        class_name="button",
        on_click=Election.choose_post(post),
        aria_expanded=rx.cond(Election.post == post, "true", "false"),
        data_testid="add-candidate",
        key=post,
    )


def _adding() -> rx.Component:
    def found(person: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(person.name, rx.el.span(" ", tlist(person.lots), class_name="small quiet"), class_name="grow"),
            button(
                t("Stands"),
                on_click=Election.stand(person.id, "room"),
                aria_label=t("{name} stands and agrees here", name=person.name),
                data_testid="stands",
            ),
            quiet_button(
                t("Ask her first"),
                on_click=Election.stand(person.id, ""),
                aria_label=t("{name} is still to be asked", name=person.name),
            ),
            class_name="row wrap",
            key=person.id,
        )

    outsider = rx.el.div(
        form(
            text_input("name", t("A person or a firm from outside"), problems=Election.refusal.problems),
            checkbox("firm", t("It is a firm")),
            on_submit=Election.stand_outsider,
            act=t("Stands, agreed in writing"),
        ),
        key=Election.typed,
    )
    return stack(
        search_input("candidate-search", t("Name or lot"), on_change=Election.search.debounce(250)),
        rx.el.ul(rx.foreach(Election.found, found), class_name="plain stack tight"),
        rx.cond(Election.outside.contains(Election.post), outsider),
        gap="tight",
    )
