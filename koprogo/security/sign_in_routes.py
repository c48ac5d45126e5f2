"""The few addresses that set or clear the cookie. Reflex never does.

Our pages send their forms here as JSON and stay where they are when the answer is no, so nothing typed is lost; a form
sent before the page came alive is an ordinary post and is led back to its page. Every post comes through `origin.Door`,
which refuses what no page of ours sent. A link's secret rides in a cookie of its own from the address in the letter or
QR code to the page that uses it: it stays out of addresses, of the browser's history and of state.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from koprogo import db, urls
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, KoproError, NotSignedIn, Problem
from koprogo.security import cookie, counters
from koprogo.services.identity import invite, profile, reset, sessions, sign_in, slips
from koprogo.services.identity.refusals import LinkEnded
from koprogo.services.identity.sessions import SignedIn

Answers = dict[str, str]
SEE_OTHER = 303
SECRET = re.compile(r"[A-Za-z0-9_-]{1,128}")

log = structlog.get_logger()
router = APIRouter(include_in_schema=False)


def _own_cookie(request: Request) -> bytes | None:
    return cookie.hash_in(request.headers.get("cookie", ""), cookie.SESSION)


async def signed_in(request: Request) -> SignedIn:
    """Return the live sign-in of a request.

    Raises:
        NotSignedIn: it has none.
    """
    token_hash = _own_cookie(request)
    found = await sessions.resolve(token_hash, at=now()) if token_hash else None
    if found is None:
        raise NotSignedIn
    return found


async def answers_of(request: Request) -> Answers:
    """Return what a form holds, sent as JSON or as an ordinary form; anything but text is dropped."""
    if _is_json(request):
        try:
            sent = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise BadInput(Problem("form", "Send the form again from its page.")) from None
        return {key: value for key, value in sent.items() if isinstance(value, str)} if isinstance(sent, dict) else {}
    return {key: value for key, value in (await request.form()).items() if isinstance(value, str)}


@router.post(urls.AUTH_SIGN_IN)
async def post_sign_in(request: Request) -> Response:
    """Sign in with e-mail and password, then go on to `next`."""

    async def enter(answers: Answers) -> str:
        return await sign_in.sign_in(
            email=answers.get("email", ""),
            password=answers.get("password", ""),
            at=now(),
            replaces=_own_cookie(request),
        )

    return await _entering(request, urls.SIGN_IN, enter)


@router.get(urls.AUTH_INVITATION + "/{token}")
async def get_invitation(token: str) -> Response:
    """Take the secret out of the address of a letter and lead to the page that uses it."""
    return _carrying(token, urls.INVITATION)


@router.post(urls.AUTH_INVITATION)
async def post_invitation(request: Request) -> Response:
    """Choose the password a link is for, and be signed in."""

    async def enter(answers: Answers) -> str:
        return await invite.accept(
            _link_hash(request), password=answers.get("password", ""), at=now(), replaces=_own_cookie(request)
        )

    return await _entering(request, urls.INVITATION, enter)


@router.get(urls.AUTH_LINK)
async def get_link(request: Request) -> Response:
    """Say for whom the link is that this browser carries, for the page that uses it."""
    async with db.open_session() as session:
        link = await invite.look(session, _link_hash(request), at=now())
    return JSONResponse({"name": link.name, "email": link.email, "purpose": link.purpose})


@router.post(urls.AUTH_FORGOTTEN)
async def post_forgotten(request: Request, background: BackgroundTasks) -> Response:
    """Send a link to the address when somebody signs in with it; the answer is the same for everybody."""
    try:
        email = invite.check_email((await answers_of(request)).get("email", ""))
    except KoproError as refusal:
        return _back(request, urls.FORGOTTEN, refusal)
    background.add_task(reset.ask_for_link, email=email, at=now())
    return _leading(request, f"{urls.FORGOTTEN}?sent=1")


@router.get("/s/{code}")
async def get_slip(code: str) -> Response:
    """Take the code out of a QR code's address and lead to the page that uses it."""
    return _carrying(slips.normal_code(code), urls.SLIP_SCANNED)


@router.post(urls.AUTH_SLIP)
async def post_slip(request: Request) -> Response:
    """Enter an assembly with the code typed, or else the one scanned."""

    async def enter(answers: Answers) -> str:
        typed = answers.get("code", "")
        scanned = cookie.read(request.headers.get("cookie", ""), cookie.LINK) or ""
        return await slips.redeem_slip(slips.code_hash(typed or scanned), at=now(), replaces=_own_cookie(request))

    return await _entering(request, urls.SLIP, enter)


@router.post(urls.AUTH_SIGN_OUT)
async def post_sign_out(request: Request) -> Response:
    """End this browser's sign-in; safe to repeat."""
    token_hash = _own_cookie(request)
    if token_hash is not None:
        async with db.open_session() as session:
            await sessions.revoke_hash(session, token_hash, at=now())
    return _without_cookie(request)


@router.post(urls.AUTH_SIGN_OUT_EVERYWHERE)
async def post_sign_out_everywhere(request: Request, caller: Annotated[SignedIn, Depends(signed_in)]) -> Response:
    """End every sign-in of this person, on every device."""
    async with db.open_session() as session:
        await profile.sign_out_everywhere(session, caller.actor, at=now())
    return _without_cookie(request)


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _link_hash(request: Request) -> bytes:
    found = cookie.hash_in(request.headers.get("cookie", ""), cookie.LINK)
    if found is None:
        raise LinkEnded
    return found


def _carrying(secret: str, page: str) -> Response:
    answer = RedirectResponse(page, SEE_OTHER)
    if SECRET.fullmatch(secret):
        answer.headers.append("set-cookie", cookie.link_cookie(secret))
    return answer


async def _entering(request: Request, page: str, enter: Callable[[Answers], Awaitable[str]]) -> Response:
    way = page.strip("/")
    try:
        answers = await answers_of(request)
        token = await enter(answers)
    except KoproError as refusal:
        counters.SIGN_INS.labels(way, type(refusal).__name__).inc()
        return _back(request, page, refusal)
    counters.SIGN_INS.labels(way, "in").inc()
    answer = _leading(request, urls.local(answers.get("next")))
    answer.headers.append("set-cookie", cookie.session_cookie(token))
    answer.headers.append("set-cookie", cookie.gone(cookie.LINK))
    return answer


def _back(request: Request, page: str, refusal: KoproError) -> Response:
    """Let the page show the refusal; an ordinary post is led back to its page, which then says that it was a no."""
    if _is_json(request):
        raise refusal  # written down where it is answered
    log.info("door.refused", page=page, why=type(refusal).__name__)
    return RedirectResponse(f"{page}?{urlencode({'refused': type(refusal).__name__})}", SEE_OTHER)


def _leading(request: Request, path: str) -> Response:
    return JSONResponse({"next": path}) if _is_json(request) else RedirectResponse(path, SEE_OTHER)


def _without_cookie(request: Request) -> Response:
    answer = _leading(request, urls.SIGN_IN)
    answer.headers.append("set-cookie", cookie.gone(cookie.SESSION))
    return answer
