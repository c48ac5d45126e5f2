"""The form behind the notice in the hall: written observations of occupants, without a sign-in and without a script.

It tells the day and the points, nothing about anybody. Everything written is bounded, escaped where it is shown, and an
address may not write endlessly.
"""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from koprogo import urls
from koprogo.api.errors import reader_language
from koprogo.api.plain_page import paragraph, plain_page
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, KoproError, NotFound
from koprogo.i18n.messages import message
from koprogo.security.origin import client_address
from koprogo.security.pace import Pace
from koprogo.security.sign_in_routes import answers_of
from koprogo.services.assemblies.convening import occupants
from koprogo.services.assemblies.convening.occupants import PostedForm

LOOKS = Pace(most=60, seconds=60.0)
WRITES = Pace(most=6, seconds=600.0)
"""A household writes a few; a building is often one address."""

router = APIRouter(include_in_schema=False)


@router.get("/o/{code}")
async def look(request: Request, code: str) -> Response:
    """Show the form."""
    language = reader_language(request)
    try:
        form = await _form(request, code)
    except KoproError:
        return _gone(language)
    return _page(language, code, form, {}, None)


@router.post("/o/{code}")
async def write(request: Request, code: str) -> Response:
    """Keep what was written, or show the form again with what is to be corrected."""
    language = reader_language(request)
    try:
        form = await _form(request, code)
        answers = await answers_of(request)
    except KoproError:
        return _gone(language)
    if not WRITES.allows(client_address(request.scope)):
        return _page(language, code, form, answers, None, wait=True)
    try:
        await occupants.observe(
            code,
            name=answers.get("name", ""),
            place=answers.get("place", ""),
            words=answers.get("words", ""),
            item_id=_item(answers.get("item", "")),
            at=now(),
        )
    except BadInput as wrong:
        return _page(language, code, form, answers, wrong)
    except KoproError:
        return _gone(language)
    return plain_page(
        language,
        message("Thank you", language),
        paragraph(message("What you wrote is with the syndic, and is shown at its point in the assembly.", language)),
    )


async def _form(request: Request, code: str) -> PostedForm:
    if not LOOKS.allows(client_address(request.scope)):
        raise NotFound
    return await occupants.posted_form(code)


def _item(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        raise NotFound from None


def _page(
    language: str,
    code: str,
    form: PostedForm,
    answers: Mapping[str, str],
    wrong: BadInput | None,
    *,
    wait: bool = False,
) -> Response:
    facts = {"association": form.association_name, "starts_at": form.starts_at.isoformat()}
    problems = [message(each.message_id, language, **each.facts) for each in wrong.problems] if wrong else []
    if wait:
        problems.append(message("You wrote several times already. Come back in ten minutes.", language))
    body = [
        paragraph(message("General assembly of {association}, {starts_at}.", language, **facts)),
        paragraph(
            message(
                "You live or work here without a vote: write what the assembly should know about the common parts.",
                language,
            ),
            "quiet",
        ),
        Markup("").join(Markup('<p class="wrong" role="alert">{}</p>').format(each) for each in problems),
        _fields(language, code, form, answers),
    ]
    return plain_page(language, message("Observations of occupants", language), *body, status=422 if problems else 200)


def _fields(language: str, code: str, form: PostedForm, answers: Mapping[str, str]) -> Markup:
    chosen = answers.get("item", "")
    options = Markup("").join(
        Markup('<option value="{}"{}>{}. {}</option>').format(
            item, Markup(" selected") if str(item) == chosen else "", number, _said(title, language)
        )
        for item, number, title in form.points
    )
    return Markup(
        '<form method="post" action="{to}"><label for="name">{name}</label>'
        '<input id="name" name="name" required maxlength="80" autocomplete="name" value="{kept_name}">'
        '<label for="place">{place}</label>'
        '<input id="place" name="place" required maxlength="80" value="{kept_place}">'
        '<label for="item">{about}</label><select id="item" name="item"><option value="">{whole}</option>{options}</select>'
        '<label for="words">{words}<span class="hint">{hint}</span></label>'
        '<textarea id="words" name="words" required maxlength="2000" rows="6">{kept_words}</textarea>'
        '<button type="submit">{act}</button></form>'
    ).format(
        to=urls.observation(code),
        name=message("Your name", language),
        place=message("Where in the building (apartment, shop)", language),
        about=message("About which point", language),
        whole=message("the whole assembly", language),
        options=options,
        words=message("Your question or observation", language),
        hint=message("It is shown to the co-owners with your name.", language),
        act=message("Send it to the assembly", language),
        kept_name=answers.get("name", "")[:80],
        kept_place=answers.get("place", "")[:80],
        kept_words=answers.get("words", "")[:2000],
    )


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next((each for each in words.values() if each), "")


def _gone(language: str) -> Response:
    return plain_page(
        language,
        message("This form is closed", language),
        paragraph(
            message("The assembly has begun or is over, or the code is not whole. Write to the syndic.", language)
        ),
        status=404,
    )
