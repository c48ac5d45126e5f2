"""How the product answers: errors that say what to enter, refusals that name their article, notices.

A refusal or an error summary takes the focus when it appears; what was typed stays. Nothing here is a toast.
"""

from typing import Any, Literal

import reflex as rx

from koprogo.components.icons import icon, ticked
from koprogo.components.live import Said
from koprogo.components.status import article
from koprogo.components.text import t, t_var, tn


def field_error(where: str, problems: rx.Var) -> rx.Component:
    """Show what to enter in one field: the problems of `refusal.problems` whose `where` is this field."""
    return rx.el.div(
        rx.foreach(
            problems,
            lambda problem: rx.cond(problem.where == where, _sentence(t_var(problem.message_id, problem.facts))),
        ),
        id=error_id(where),
    )


def error_id(where: str) -> str:
    """Return the id of a field's error, for `aria-describedby`."""
    return f"{where}-error"


def error_summary(problems: rx.Var) -> rx.Component:
    """List everything to correct, each a link to its field, in a panel that takes the focus; nothing when empty.

    `problems` is `refusal.problems`: rows with `where`, `message_id` and `facts`.
    """
    count = problems.length()
    return rx.cond(
        count > 0,
        Said.create(
            _head("triangle", tn("{n} answer to correct", "{n} answers to correct", count)),
            rx.el.ol(
                rx.foreach(
                    problems,
                    lambda problem: rx.el.li(
                        rx.el.a(t_var(problem.message_id, problem.facts), href="#" + problem.where.to(str))
                    ),
                )
            ),
            said=problems,
            class_name="refusal said",
            role="alert",
            data_testid="error-summary",
        ),
    )


def refusal_panel(refusal: rx.Var, *acts: rx.Component, kept: bool = True, law_href: Any = None) -> rx.Component:
    """Explain a refusal of the law or of rights, with its article and what can be done; nothing when there is none.

    `refusal` is `AppState.refusal`. `acts` are one or two buttons; `kept` adds that nothing was sent and the text is
    kept, unless nothing is at this address: then nothing was written either. `law_href(article)` may return a link to
    the article's text. Corrections to answers (`bad_input`) go to `error_summary` instead: use `answers()` for both.
    """
    shown = (refusal.kind != "") & (refusal.kind != "bad_input")
    return rx.cond(
        shown,
        refused(
            t_var(refusal.message_id, refusal.facts),
            *acts,
            law=refusal.article,
            title=rx.cond(
                (refusal.kind == "refused") & (refusal.article != ""),
                t("The law does not allow this"),
                t("This is not possible"),
            ),
            kept=rx.cond(refusal.kind == "not_found", False, True) if kept else False,
            law_href=law_href,
        ),
    )


def answers(refusal: rx.Var, *acts: rx.Component) -> rx.Component:
    """Show whichever no there is: the error summary for answers to correct, the panel for everything else."""
    return rx.fragment(
        rx.cond(refusal.kind == "bad_input", error_summary(refusal.problems)),
        refusal_panel(refusal, *acts),
    )


def refused(
    sentence: Any, *acts: rx.Component, title: Any = None, law: Any = "", kept: Any = True, law_href: Any = None
) -> rx.Component:
    """Draw the refusal panel itself: what cannot be done, why, the article, what you can do."""
    link = rx.fragment() if law_href is None else rx.el.a(t("Read the article"), href=law_href, class_name="small")
    return Said.create(
        _head("octagon", sentence if title is None else title),
        rx.fragment() if title is None else rx.el.p(sentence, class_name="lead"),
        rx.cond(law != "", rx.el.p(article(law), " ", link)) if not isinstance(law, str) or law else rx.fragment(),
        _what_now(acts, kept),
        said=sentence,
        class_name="refusal said",
        role="alert",
        data_testid="refusal",
    )


def _what_now(acts: tuple[rx.Component, ...], kept: Any) -> rx.Component:
    """Draw what one can do; `kept`, a Var or not, adds that nothing was sent. Nothing at all when there is neither."""
    said = rx.el.p(t("Nothing was sent. What you wrote is kept."), class_name="quiet")
    if not acts:
        drawn = rx.el.div(said, class_name="what-now")
        return (drawn if kept else rx.fragment()) if isinstance(kept, bool) else rx.cond(kept, drawn)
    told = (said if kept else rx.fragment()) if isinstance(kept, bool) else rx.cond(kept, said)
    return rx.el.div(rx.el.strong(t("What you can do")), told, *acts, class_name="what-now")


def notice(
    *children: Any, title: Any = None, tone: Literal["soon", "good"] = "soon", shape: str = "clock", status: bool = True
) -> rx.Component:
    """Draw a brass (or enamel) panel that says something true now: waiting, provisional, done."""
    return rx.el.section(
        ticked() if tone == "good" and shape == "check" else icon(shape),
        rx.el.div(
            rx.fragment() if title is None else rx.el.strong(title),
            *children,
            class_name="body",
        ),
        class_name="notice good" if tone == "good" else "notice",
        **({"role": "status"} if status else {}),
    )


def empty(title: Any, sentence: Any, *acts: rx.Component, steps: rx.Component | None = None) -> rx.Component:
    """Say what will be here and offer the first step."""
    return rx.el.div(
        rx.el.h2(title, class_name="figure mid"),
        rx.el.p(sentence, class_name="lead"),
        rx.fragment() if steps is None else steps,
        *acts,
        class_name="empty",
    )


def waiting(sentence: Any = None) -> rx.Component:
    """Hold the place of what is being fetched, with a word for screen readers; no spinner."""
    return rx.el.div(
        rx.el.p(t("Loading") if sentence is None else sentence, class_name="quiet", role="status"),
        class_name="skeleton",
    )


def _head(shape: str, title: Any) -> rx.Component:
    return rx.el.div(icon(shape), rx.el.h2(title), class_name="head")


def _sentence(sentence: Any) -> rx.Component:
    return rx.el.p(icon("triangle"), rx.el.span(sentence), class_name="field-error")
