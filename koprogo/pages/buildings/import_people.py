"""What a list without faults still asks: who is one person, what it contradicts, which lots have no voice."""

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.layout import more, panel, row
from koprogo.components.navigation import button
from koprogo.components.status import article, tag
from koprogo.components.text import t, t_var, tlist, tn, tnum
from koprogo.pages.buildings.association import count_line
from koprogo.pages.buildings.words import answer_word
from koprogo.state.buildings.import_lots import LotImportState as State
from koprogo.state.buildings.import_rows import ChoiceView, FaultView, ProposalView, QuestionView


def votes() -> rx.Component:
    """Say which lots nobody can vote for as the list stands."""
    many = State.suspended.length()
    return rx.cond(
        many > 0,
        notice(
            rx.el.p(
                t(
                    "Joint ownership and usufruct vote only through one person named in writing: {lots}. {n} votes are lost"
                    " until then.",
                    lots=tlist(State.suspended),
                    n=State.votes_lost,
                ),
                " ",
                article("3.87 §1"),
            ),
            title=tn("{n} lot has no representative", "{n} lots have no representative", many),
            shape="lock",
            status=False,
        ),
    )


def proposals() -> rx.Component:
    """Draw who is probably one person, each to be confirmed."""
    done = t("{n} of {total} confirmed", n=State.accepted_count, total=State.proposal_count)
    return rx.cond(
        State.proposal_count > 0,
        panel(
            rx.el.p(
                t("The same name stands in several lines with the same address or number. Nothing is joined without you."),
                class_name="quiet",
            ),
            row(
                button(
                    tn("Confirm {n} proposal", "Confirm all {n}", State.proposal_count), on_click=State.decide_all(True)
                ),
                rx.cond(State.accepted_count > 0, button(t("Confirm none"), on_click=State.decide_all(False))),
                rx.el.span(done, class_name="quiet", role="status"),
                wrap=True,
            ),
            rx.el.ul(rx.foreach(State.proposals, _proposal), class_name="plain lined"),
            rx.cond(
                State.proposal_count > State.proposals.length(),
                rx.el.p(
                    t("The first {n} are shown; the others are confirmed together with all.", n=State.proposals.length()),
                    class_name="quiet",
                ),
            ),
            title=t("One person in several lines?"),
        ),
    )  # fmt: skip


def _proposal(each: ProposalView) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.div(
                rx.el.strong(each.name),
                rx.el.div(t("Lots {lots}", lots=each.lots), ", ", each.because, class_name="small quiet"),
                class_name="grow",
            ),
            rx.cond(
                each.accepted,
                rx.fragment(
                    tag(t("One person"), "good"),
                    button(_about(t("Take back"), each), on_click=State.decide(each.id, False)),
                ),
                button(_about(t("It is one person"), each), on_click=State.decide(each.id, True)),
            ),
            wrap=True,
        ),
        key=each.id,
    )  # fmt: skip


def _about(word: rx.Var, each: ProposalView) -> rx.Component:
    """Name the person for who does not see where the button stands."""
    return rx.fragment(word, rx.el.span(": ", each.name, class_name="unseen"))


def questions() -> rx.Component:
    """Draw what the list contradicts or leaves open; folded, because it stops nothing."""
    title = tn("{n} question the list leaves open", "{n} questions the list leaves open", State.open_count)
    answered = tn("{n} question is answered", "All {n} questions are answered", State.question_count)
    return rx.cond(
        State.question_count > 0,
        rx.el.section(
            more(
                rx.cond(State.open_count > 0, title, answered),
                rx.el.p(t("They stop nothing: without an answer nothing is guessed."), class_name="quiet"),
                rx.el.ul(rx.foreach(State.questions, _question), class_name="plain lined"),
                rx.cond(
                    State.question_count > State.questions.length(),
                    rx.el.p(
                        t(
                            "The first {n} of {total} questions are shown; the others stay open.",
                            n=State.questions.length(),
                            total=State.question_count,
                        ),
                        class_name="quiet",
                    ),
                ),
            ),
            class_name="panel padded",
        ),
    )


def _question(each: QuestionView) -> rx.Component:
    return rx.el.li(
        rx.el.label(t_var(each.message_id, each.facts), html_for=each.id),
        rx.el.select(
            rx.el.option(t("leave open"), value=""),
            rx.foreach(each.choices, _choice),
            id=each.id,
            value=each.answer,
            on_change=lambda value: State.answer(each.id, value),
            class_name="input",
        ),
        class_name="question-line",
        key=each.id,
    )


def _choice(choice: ChoiceView) -> rx.Component:
    word = rx.cond(choice.coded, answer_word(choice.value), choice.text)
    with_lots = t("{answer} (lots {lots})", answer=word, lots=choice.lots)
    return rx.el.option(rx.cond(choice.lots != "", with_lots, word), value=choice.value)


def notices() -> rx.Component:
    """Draw what was understood without being written; it stops nothing."""
    many = State.notices.length()
    return rx.cond(
        many > 0,
        more(
            tn("{n} thing to know", "{n} things to know", many),
            rx.el.ul(rx.foreach(State.notices, _notice), class_name="plain lined"),
        ),
    )


def _notice(each: FaultView) -> rx.Component:
    return rx.el.li(
        rx.cond(each.line > 0, rx.el.strong(t("Line {line}", line=tnum(each.line)), ", ", each.header, ": ")),
        rx.cond(each.read != "", rx.el.span("“", each.read, "” ")),
        t_var(each.message_id, each.facts),
    )


def readiness() -> rx.Component:
    """Draw how many lots are ready for what."""
    return panel(
        rx.el.ul(rx.foreach(State.readiness, count_line), class_name="plain stack counts"),
        rx.cond(
            State.unacted.length() > 0,
            rx.el.p(t("Nobody is said to act for {names}.", names=tlist(State.unacted)), class_name="small quiet"),
        ),
        title=t("What is missing for what"),
    )
