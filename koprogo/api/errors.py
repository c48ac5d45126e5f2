"""The ways of saying no, as JSON: `{type, title, article, detail, fields}` with the status that fits.

`detail` is in the reader's language. `message_id` and `facts` say the same for our own pages, which follow the language
switch. What is our own mistake says so and names a number to quote; the rest of it stays in the log.
"""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from koprogo.api.days import FIRST, LAST, OUT_OF_BOUNDS
from koprogo.core.errors import (
    BadInput,
    Conflict,
    KoproError,
    NotAllowed,
    NotFound,
    NotNow,
    NotSignedIn,
    Problem,
    Refused,
)
from koprogo.i18n.languages import choose
from koprogo.i18n.messages import message
from koprogo.security.logs import correlation_id
from koprogo.services.identity.refusals import AccountWaits, TooBusy

STATUS: tuple[tuple[type[KoproError], int, str], ...] = (
    (AccountWaits, 429, "Too many tries"),
    (TooBusy, 503, "Too many people at once"),
    (NotNow, 503, "Not possible right now"),
    (BadInput, 422, "Something to correct"),
    (Refused, 409, "Not possible"),
    (NotAllowed, 403, "Not your role"),
    (NotFound, 404, "Not found"),
    (Conflict, 409, "Changed in the meantime"),
    (NotSignedIn, 401, "Sign in first"),
)
OUR_MISTAKE = "Something went wrong on our side. Nothing was changed. Tell us this number: {number}"
BEYOND = "Choose a day between the years {first} and {last}."
HTTP_TITLES = {404: "Not found", 405: "Not possible at this address"}
PLAIN_ERROR_STATUS = 500

log = structlog.get_logger()


def reader_language(request: Request) -> str:
    """Return the language of an answer: the one chosen in our pages, else the browser's first that we have."""
    return choose(request.cookies.get("lang"), request.headers.get("accept-language"))


def answer(error: KoproError, language: str) -> JSONResponse:
    """Return a refusal as JSON."""
    status, title = next((status, title) for kind, status, title in STATUS if isinstance(error, kind))
    problems = error.problems if isinstance(error, BadInput) else ()
    return JSONResponse(
        {
            "type": _word(error),
            "title": message(title, language),
            "article": error.article,
            "detail": message(error.message_id, language, **error.facts()),
            "fields": [_field(problem, language) for problem in problems],
            "message_id": error.message_id,
            "facts": dict(error.facts()),
        },
        status,
    )


def add_handlers(app: FastAPI) -> None:
    """Answer every refusal of the application, and every fault of ours, as JSON."""

    @app.exception_handler(KoproError)
    async def refused(request: Request, error: KoproError) -> JSONResponse:
        route = getattr(request.scope.get("route"), "path", "")  # the pattern: an address may hold a secret
        log.info("api.refused", why=_word(error), article=error.article, method=request.method, route=route)
        return answer(error, reader_language(request))

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(BadInput(*map(_malformed, error.errors())), reader_language(request))

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> JSONResponse:
        title = message(HTTP_TITLES.get(error.status_code, "Not possible"), reader_language(request))
        return JSONResponse(
            {"type": "http", "title": title, "article": "", "detail": title, "fields": []},
            error.status_code,
            headers=dict(error.headers or {}),
        )

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> JSONResponse:
        facts = {"number": correlation_id()}
        detail = message(OUR_MISTAKE, reader_language(request), **facts)
        return JSONResponse(
            {"type": "our-mistake", "title": detail, "article": "", "detail": detail, "fields": []},
            PLAIN_ERROR_STATUS,
        )


def _field(problem: Problem, language: str) -> dict[str, object]:
    return {
        "field": problem.where,
        "detail": message(problem.message_id, language, **problem.facts),
        "message_id": problem.message_id,
        "facts": dict(problem.facts),
    }


def _malformed(error: Mapping[str, Any]) -> Problem:
    """Return what to enter where FastAPI could not read something; a day is said in words, all else by its kind."""
    if error["type"] == OUT_OF_BOUNDS:
        return Problem(_where(error["loc"]), BEYOND, {"first": str(FIRST), "last": str(LAST)})
    return Problem(_where(error["loc"]), "Enter something else here: {reason}", {"reason": error["type"]})


def _where(location: tuple[int | str, ...]) -> str:
    """Return the name of the field that FastAPI complains about, without the part of the request it was in."""
    name = ".".join(str(part) for part in location[1:]) or str(location[0])
    return name.encode("utf-8", "replace").decode()  # half a sign in a name that was sent cannot be sent back


def _word(error: KoproError) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
