"""The open link of a letter that went by e-mail: pressing the button on its page proves that it was read.

Fetching the address alone proves nothing, because mail filters do that; so nothing is recorded before the button is
pressed. No picture, no script. Whoever holds the link holds the letter: it shows that letter and leads to the sign-in.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from koprogo import urls
from koprogo.api import occupants, problem_form, second_person
from koprogo.api.errors import reader_language
from koprogo.api.files import pdf
from koprogo.api.plain_page import link, paragraph, plain_page, press
from koprogo.core.clock import now
from koprogo.core.errors import KoproError, NotFound
from koprogo.i18n.messages import message
from koprogo.security.origin import client_address
from koprogo.security.pace import Pace
from koprogo.services.assemblies.convening.convocation_facts import PAGE
from koprogo.services.messages import letters

T = TypeVar("T")
MINUTES, CALL, SETTLEMENT, WRITTEN = "minutes", "call", "settlement", ("written", "written_minutes")
PACE = Pace(most=120, seconds=60.0)
"""A hall opens its letters from one address; more than this per minute tries codes."""

WORDS = {
    "title": "Your convocation",
    "title minutes": "The minutes for you",
    "title call": "A call for funds for you",
    "title settlement": "A settlement of charges for you",
    "title written": "A decision in writing for you",
    "title written_minutes": "The minutes for you",
    "open": "Open my convocation",
    "open minutes": "Open the minutes",
    "open call": "Open my call for funds",
    "open settlement": "Open my settlement",
    "open written": "Open the letter",
    "open written_minutes": "Open the minutes",
    "read": "Read the convocation (PDF)",
    "read minutes": "Read the minutes (PDF)",
    "read call": "Read the call for funds (PDF)",
    "read settlement": "Read the settlement (PDF)",
    "read written": "Read the text and the answer sheet (PDF)",
    "read written_minutes": "Read the minutes (PDF)",
    "further": "Documents, answer and proxy: sign in",
    "further call": "My calls and what I owe: sign in",
    "further settlement": "My settlements and what I owe: sign in",
    "further written": "Answer online: sign in",
    "further written_minutes": "Decisions in writing: sign in",
    "about": "General assembly of {association}, {starts_at}.",
    "about call": "A call for funds of {association}.",
    "about settlement": "A settlement of charges of {association}.",
    "about written": "All co-owners of {association} are asked for a decision in writing.",
    "about written_minutes": "All co-owners of {association} took a decision in writing.",
}
"""What the page says, and what it says otherwise of a sort of letters; the extraction of messages reads this table."""

router = APIRouter(include_in_schema=False)
router.include_router(occupants.router)
router.include_router(problem_form.router)
router.include_router(second_person.router)


@router.get("/l/{code}")
async def look(request: Request, code: str) -> Response:
    """Show for what the letter is, with the button that opens it; nothing is recorded."""
    try:
        found = await _paced(request, letters.look, code)
    except KoproError:
        return _gone(request)
    language = found.language
    return plain_page(
        language,
        _said("title", found),
        paragraph(_said("about", found)),
        press(_said("open", found), to=urls.letter(code)),
        paragraph(message("The syndic sees that you opened it, and when.", language), "quiet"),
    )


@router.post("/l/{code}")
async def follow(request: Request, code: str) -> Response:
    """Record that the letter was opened, then offer the paper and the assembly's page."""
    try:
        found = await _paced(request, lambda code: letters.follow(code, at=now()), code)
    except KoproError:
        return _gone(request)
    language = found.language
    body = [paragraph(message("Thank you: the syndic now knows that it reached you.", language))]
    if found.paper_id:
        body.append(
            link(
                _said("read", found),
                to=f"{urls.letter(code)}/paper",
                looks="button",
            )
        )
    body.append(link(_said("further", found), to=_page(found)))
    return plain_page(language, _said("title", found), *body)


@router.get("/l/{code}/paper")
async def paper(request: Request, code: str) -> Response:
    """Stream the letter behind a link as a PDF."""
    try:
        found = await _paced(request, letters.paper_behind, code)
    except KoproError:
        return RedirectResponse(urls.letter(code), 303)
    return pdf(letters.content(found), size=found.size, title=found.title)


def _said(what: str, found: letters.Followed) -> str:
    facts = {"association": found.association_name, "starts_at": found.starts_at.isoformat() if found.starts_at else ""}
    return message(WORDS.get(f"{what} {found.kind}", WORDS[what]), found.language, **facts)


def _page(found: letters.Followed) -> str:
    if found.kind in WRITTEN:
        return urls.association(found.association_id, "written")
    if found.kind == CALL:
        return urls.association(found.association_id, "calls")
    if found.kind == SETTLEMENT:
        return urls.association(found.association_id, "settlements")
    return urls.assembly(found.subject_id, "minutes" if found.kind == MINUTES else PAGE)


async def _paced(request: Request, act: Callable[[str], Awaitable[T]], code: str) -> T:
    if not PACE.allows(client_address(request.scope)):
        raise NotFound
    return await act(code)


def _gone(request: Request) -> Response:
    language = reader_language(request)
    return plain_page(
        language,
        message("This link leads nowhere", language),
        paragraph(message("Open it again from your letter, whole, or sign in.", language)),
        link(message("Sign in", language), to=urls.SIGN_IN),
        status=404,
    )
