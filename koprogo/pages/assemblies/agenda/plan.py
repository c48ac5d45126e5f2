"""The agenda editor: usual points on the right, the agenda in order, each point with kind, majority and article."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, select_input
from koprogo.components.layout import columns, facts, more, panel, row, stack
from koprogo.components.majority import majority_name
from koprogo.components.navigation import button, button_link, icon_button, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tdate, tmoment
from koprogo.i18n.languages import NAMES
from koprogo.pages.assemblies.agenda.guard import guard_panel, outlook_line, outlook_panel
from koprogo.pages.assemblies.agenda.plan_forms import majority_form, open_majority_form, other_form, texts_form
from koprogo.pages.assemblies.agenda.plan_point import point_opener, point_panel, voters_line
from koprogo.pages.assemblies.assemblies import KINDS, day_and_place
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.usual_points import UsualPoint, usual_points

DRAFT = PlanState.draft
IS_DRAFT = DRAFT.state == "drafted"
GROUPS = {
    "yearly": t("Every year"),
    "people": t("People"),
    "works": t("Works and money"),
    "rules": t("Rules of the house"),
    "other": t("Something else"),
}


def plan() -> rx.Component:
    """Draw the draft of this address; once convened it is read only."""
    return page(
        t("Agenda"),
        rx.cond(
            DRAFT.id != "",
            columns(
                _head(),
                _agenda(),
                side=rx.cond(IS_DRAFT, rx.fragment(guard_panel(), _next(), outlook_panel(), _usual()), _frozen()),
            ),
            rx.cond(PlanState.refusal.kind == "", waiting(), answers(PlanState.refusal)),
        ),
        current="assembly",
        back=urls.ASSEMBLIES,
        under=rx.fragment(DRAFT.association_name, ", ", tmoment(DRAFT.starts_at, "long")),
        acts=(button_link(t("Change this assembly"), href=urls.assembly(DRAFT.id, "changes")),),
    )


def _head() -> rx.Component:
    is_day = PlanState.opened == "day"
    kind = rx.cond(
        DRAFT.session == "second",
        t("Second session"),
        rx.cond(DRAFT.kind == "ordinary", KINDS["ordinary"], KINDS["extraordinary"]),
    )
    shown = rx.el.section(
        row(
            rx.el.h2(kind),
            rx.cond(IS_DRAFT, quiet_button(t("Change"), on_click=PlanState.open_day, data_testid="change-day")),
            between=True,
        ),
        facts(
            (t("Day"), tmoment(DRAFT.starts_at, "full")),
            (t("Place"), rx.cond(DRAFT.place == "", t("not said yet"), DRAFT.place)),
            (t("From elsewhere"), rx.cond(DRAFT.remote_allowed, t("allowed"), t("not allowed"))),
            (t("Authentic language"), rx.el.span(pick(DRAFT.authentic, NAMES), lang=DRAFT.authentic)),
        ),
        class_name="stack tight",
    )
    return rx.fragment(
        rx.cond(~_form_is_open(), answers(PlanState.refusal, button(t("Change the day"), on_click=PlanState.open_day))),
        rx.cond(is_day, panel(_day_form(), title=t("Day and place")), shown),
    )


def _form_is_open() -> Any:
    return (PlanState.opened != "") | (PlanState.asked_majority_for != "")


def _day_form() -> rx.Component:
    return form(
        choices(
            "kind",
            t("Which assembly is it?"),
            tuple(KINDS.items()),
            value=DRAFT.kind,
            problems=PlanState.refusal.problems,
        ),
        *day_and_place(_DayAnswers, PlanState.refusal.problems),
        select_input(
            "authentic_language",
            t("In which language is the text authentic?"),
            DRAFT.language_options,
            hint=t("The convocation and the minutes say so; the other languages are translations of it."),
            value=DRAFT.authentic,
            problems=PlanState.refusal.problems,
        ),
        on_submit=PlanState.save_day,
        act=t("Keep this day"),
        refusal=PlanState.refusal,
        beside=(quiet_button(t("Leave as it was"), on_click=PlanState.shut),),
    )


class _DayAnswers:
    starts_at, hour, place, remote_allowed = DRAFT.day, DRAFT.hour, DRAFT.place, DRAFT.remote_allowed


def _agenda() -> rx.Component:
    none = rx.el.p(t("No point yet. Put one on the agenda from the list of usual points."), class_name="quiet")
    return rx.el.section(
        rx.el.h2(t("Points of the agenda")),
        rx.cond(
            PlanState.items.length() > 0,
            rx.el.ol(rx.foreach(PlanState.items, _item), class_name="panel points"),
            rx.el.div(none, class_name="panel padded"),
        ),
        class_name="stack tight",
    )


def _item(item: Any) -> rx.Component:
    is_open = PlanState.edited.id == item.id
    return rx.el.li(
        rx.el.div(
            rx.el.span(item.number, item.part, class_name="figure mid"),
            rx.el.div(
                rx.el.h3(t_own(item.title), lang=language_of(item.title)),
                rx.el.p(t_own(item.kind_name), class_name="small quiet", lang=language_of(item.kind_name)),
                row(_majority(item), wrap=True),
                voters_line(item),
                rx.cond(IS_DRAFT, outlook_line(item)),
                rx.cond(
                    item.clause != "",
                    rx.el.p(t("By-laws: {clause}", clause=item.clause), class_name="small"),
                ),
                class_name="stack close grow",
            ),
            rx.cond(IS_DRAFT, _order(item)),
            class_name="row start",
        ),
        rx.cond(
            is_open,
            rx.cond(PlanState.opened == "texts", texts_form(), majority_form()),
            _below(item),
        ),
        point_panel(item),
        rx.cond(item.observed, _observed(item)),
        key=item.id,
    )


def _observed(item: Any) -> rx.Component:
    """Show what occupants without a vote wrote about the point."""

    def one(each: Any) -> rx.Component:
        said = rx.el.li(
            rx.el.p(each.words, class_name="proposal"),
            rx.el.span(each.name, ", ", each.place, class_name="small quiet"),
            class_name="stack close",
        )
        return rx.cond(each.item == item.number.to_string() + item.part, said)

    return more(
        t("Observations of occupants"),
        rx.el.ul(rx.foreach(PlanState.observations, one), class_name="plain stack tight"),
        rx.el.p(article("3.89 §5, 6°")),
    )


def _majority(item: Any) -> rx.Component:
    other = rx.match(
        item.majority_from,
        ("clause", tag(t("By the by-laws, not the law"), "soon", shape="triangle")),
        ("open", tag(t("Chosen: the law leaves it open"), "outline")),
        rx.fragment(),
    )
    return rx.fragment(rx.el.strong(majority_name(item.majority)), article(item.article), other)


def _order(item: Any) -> rx.Component:
    earlier = icon_button(
        t("Earlier: point {number}", number=item.number), "arrow-up", on_click=PlanState.move(item.id, item.number - 1)
    )
    later = icon_button(
        t("Later: point {number}", number=item.number), "arrow-down", on_click=PlanState.move(item.id, item.number + 1)
    )
    return rx.el.div(
        rx.cond((item.number > 1) & ((item.part == "") | (item.part == "a")), earlier),
        rx.cond((item.number < PlanState.last) & ((item.part == "") | (item.part == "a")), later),
        class_name="stack close",
    )


def _below(item: Any) -> rx.Component:
    texts = rx.fragment(
        rx.el.p(t_own(item.proposal), lang=language_of(item.proposal), class_name="proposal"),
        rx.el.ol(rx.foreach(item.options, lambda each: rx.el.li(t_own(each))), class_name="small"),
    )
    is_voted = item.legal != "none"
    acts = row(
        rx.cond(IS_DRAFT, quiet_button(t("Change the text"), on_click=PlanState.open_texts(item.id))),
        rx.cond(IS_DRAFT & is_voted, quiet_button(t("Change the majority"), on_click=PlanState.open_majority(item.id))),
        rx.cond(is_voted, point_opener(item)),
        wrap=True,
    )
    return rx.fragment(texts, acts)


def _usual() -> rx.Component:
    groups = [
        rx.fragment(rx.el.h3(GROUPS[group], class_name="small quiet group"), *(_template(each) for each in found))
        for group, found in usual_points()
    ]
    return panel(
        rx.el.p(t("Press one to put it at the end. Titles and texts come in four languages; change them freely.")),
        *groups,
        rx.cond(PlanState.opened == "other", other_form(), _other_button()),
        title=t("Usual points"),
    )


def _template(point: UsualPoint) -> rx.Component:
    add = rx.el.button(
        rx.el.span(t_own(point.title), lang=language_of(point.title), class_name="strong"),
        rx.el.span(_short(point), class_name="small quiet"),
        type="button",
        class_name="pick",
        on_click=PlanState.add(point.name),
        data_testid=f"add-{point.name}",
    )
    if point.majority != "open":
        return add
    return rx.fragment(add, rx.cond(PlanState.asked_majority_for == point.name, open_majority_form()))


def _short(point: UsualPoint) -> rx.Component:
    word = t("you choose the majority") if point.majority == "open" else majority_name(point.majority)
    return rx.fragment(word, ", ", t("art. {law}", law=point.article))


def _other_button() -> rx.Component:
    return button(t("Write a point of another kind"), shape="plus", on_click=PlanState.write_other, wide=True)


def _next() -> rx.Component:
    return panel(
        rx.el.p(t("At the latest on {day}: 15 days before the assembly.", day=tdate(DRAFT.latest_day, "long"))),
        row(article("3.87 §3")),
        button(
            t("Check and convene"),
            main=True,
            big=True,
            wide=True,
            on_click=PlanState.go_on,
            data_testid="to-convene",
        ),
        button_link(t("Documents"), href=urls.assembly(DRAFT.id, "documents"), wide=True),
        title=t("Convocations"),
    )


def _frozen() -> rx.Component:
    return panel(
        rx.el.p(t("The agenda was sent with the convocation and can no longer change.")),
        row(article("3.87 §3")),
        stack(
            button_link(t("To the attendance list"), href=urls.assembly(DRAFT.id, "attendance"), main=True, wide=True),
            button_link(t("Letters and their state"), href=urls.assembly(DRAFT.id, "letters"), wide=True),
            button_link(t("Documents"), href=urls.assembly(DRAFT.id, "documents"), wide=True),
            more(t("Why"), rx.el.p(t("The assembly decides only on the points listed in its convocation."))),
        ),
        title=t("Convened"),
    )
