"""The page behind the link of a second person without an account: is this account number right? No sign-in, no script.

Looking records nothing, because mail filters follow addresses; the two buttons answer, once. What is written is bounded and
escaped.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from koprogo import urls
from koprogo.api.errors import reader_language
from koprogo.api.plain_page import paragraph, plain_page
from koprogo.core.clock import legal_day, now
from koprogo.core.errors import BadInput, KoproError, NotFound
from koprogo.i18n import format as formats
from koprogo.i18n.messages import message
from koprogo.security.origin import client_address
from koprogo.security.pace import Pace
from koprogo.security.sign_in_routes import answers_of
from koprogo.services.charges.invoices import by_link
from koprogo.services.charges.invoices.by_link import Asked
from koprogo.services.charges.invoices.ibans import LONGEST

PACE = Pace(most=60, seconds=60.0)
"""More than this per minute from one address tries codes."""
RIGHT, WRONG = "right", "wrong"

router = APIRouter(include_in_schema=False)


@router.get("/w/{code}")
async def look(request: Request, code: str) -> Response:
    """Show what is asked, with the two buttons; nothing is recorded."""
    try:
        _pace(request)
        asked = await by_link.asked_by_link(code, at=now())
    except KoproError:
        return _gone(reader_language(request))
    return _page(code, asked, ())


@router.post("/w/{code}")
async def answer(request: Request, code: str) -> Response:
    """Keep her answer, or show the page again with what is to be corrected."""
    try:
        _pace(request)
        asked = await by_link.asked_by_link(code, at=now())
        said = await answers_of(request)
    except KoproError:
        return _gone(reader_language(request))
    if said.get("answer") not in (RIGHT, WRONG):
        return _page(code, asked, (message("Choose one of the two answers.", asked.language),))
    try:
        asked = await by_link.answer_by_link(
            code, agrees=said["answer"] == RIGHT, why=said.get("why", ""), at=now()
        )  # fmt: skip
    except BadInput as wrong:
        return _page(
            code, asked, tuple(message(each.message_id, asked.language, **each.facts) for each in wrong.problems)
        )
    except NotFound:
        return _gone(asked.language)
    except KoproError as refusal:
        return _page(code, asked, (message(refusal.message_id, asked.language, **refusal.facts()),))
    return _page(code, asked, ())


def _pace(request: Request) -> None:
    if not PACE.allows(client_address(request.scope)):
        raise NotFound


def _page(code: str, asked: Asked, problems: tuple[str, ...]) -> Response:
    language = asked.language
    body = [
        *(Markup('<p class="wrong" role="alert">{}</p>').format(each) for each in problems),
        paragraph(message("{association}: {by} asks that money may go to this account.", language,
                          association=asked.association, by=asked.by)),
        _facts(asked),
    ]  # fmt: skip
    if not asked.open:
        body.append(paragraph(_over(asked)))
    else:
        if asked.confirmed_by:
            said = message(
                "{name} confirmed it already; you may still say that it is wrong.", language, name=asked.confirmed_by
            )
            body.append(paragraph(said))
        body += [paragraph(_compare(asked)), _form(code, asked)]
    return plain_page(
        language, message("Is this account number right?", language), *body, status=422 if problems else 200
    )


def _facts(asked: Asked) -> Markup:
    language = asked.language
    rows = [
        (message("Who is to be paid", language), asked.payee),
        (message("Account number", language), asked.number),
        *((message("Account number until now", language), each) for each in asked.before),
        (message("Asked on", language), formats.day(legal_day(asked.at), language)),
    ]
    if asked.cents:
        rows.append((message("Amount", language), formats.euros(asked.cents, language)))
    if asked.why:
        rows.append((message("Why", language), asked.why))
    for each in asked.invoices:
        day = f", {formats.day(each.day, language)}" if each.day else ""
        said = f"{each.number or '–'}{day}, {formats.euros(each.cents, language)}"
        rows.append((message("Invoice", language), said))
    lines = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in rows)
    return Markup("<dl>{}</dl>").format(lines)


def _compare(asked: Asked) -> str:
    return message(
        "Compare it with an earlier paper, or ask on a number you know: never one that stands on the paper itself. Your"
        " answer is logged with your name and this letter, and this link answers once.",
        asked.language,
    )


def _over(asked: Asked) -> str:
    if asked.agreed is None:
        return message(
            "This was decided meanwhile, or the account number was entered anew. You need not answer.", asked.language
        )
    if asked.agreed:
        return message("Thank you: you said that it is right. It may be paid now.", asked.language)
    return message("Thank you: you said that it is wrong. Nothing is paid to it.", asked.language)


def _form(code: str, asked: Asked) -> Markup:
    language = asked.language
    right = Markup("") if asked.confirmed_by else Markup(
        '<button type="submit" name="answer" value="{}">{}</button>'
    ).format(RIGHT, message("This is right", language))  # fmt: skip
    return Markup(
        '<form method="post" action="{to}"><label for="why">{label}<span class="hint">{hint}</span></label>'
        '<textarea id="why" name="why" maxlength="{most}" rows="3"></textarea>{right}'
        '<button type="submit" name="answer" value="{wrong}">{no}</button></form>'
    ).format(
        to=urls.second_person(code), label=message("Why, if it is wrong", language),
        hint=message("The syndic reads it.", language), most=LONGEST, right=right, wrong=WRONG,
        no=message("This is wrong", language),
    )  # fmt: skip


def _gone(language: str) -> Response:
    return plain_page(
        language,
        message("This link leads nowhere", language),
        paragraph(
            message(
                "It is not whole, it is older than thirty days, or you hold the office no longer. Write to the syndic.",
                language,
            )
        ),
        status=404,
    )
