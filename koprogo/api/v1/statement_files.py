"""A statement as a file on the wire. A browser that waits for a paper gets a page that looks again by itself."""

from typing import Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.errors import reader_language
from koprogo.api.files import PRIVATE, pdf
from koprogo.api.plain_page import paragraph, plain_page
from koprogo.i18n.messages import message
from koprogo.services.accounting.reports import files, paper
from koprogo.services.accounting.reports.asked import Asked
from koprogo.services.documents import queries

JSON, PDF = "json", "pdf"
Format = Literal["json", "pdf", "xlsx", "csv"]
Language = Literal["fr", "nl", "de", "en"]
AT = "/api/v1/financial/papers"
SECONDS = 2
"""After how long a browser looks again."""


class Wanted:
    """In which form, and in which language: the reader's own unless the address says another."""

    def __init__(self, request: Request, format: Format = "json", language: Language | None = None) -> None:
        self.format = format
        self.language = language or reader_language(request)
        self.in_a_browser = "text/html" in request.headers.get("accept", "")


async def statement(caller: Caller, association_id: UUID, asked: Asked, wanted: Wanted) -> Response:
    """Return a statement as a file; a paper that is not printed yet is on its way."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        if wanted.format == PDF:
            ready = await paper.ask_paper(*here, asked, wanted.language)
            return _paper(ready, association_id, wanted)
        file = await files.report_file(*here, asked, wanted.language, wanted.format)
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}", **PRIVATE}
    return Response(file.content, media_type=file.media_type, headers=named)


async def statement_paper(caller: Caller, association_id: UUID, subject_id: UUID, wanted: Wanted) -> Response:
    """Return a statement that was asked for, or say that it is still being printed."""
    async with db.tenant_session(caller, association_id) as session:
        ready = await paper.find_paper(session, caller, association_id, subject_id, wanted.language)
        return _paper(ready, association_id, wanted)


def _paper(ready: paper.Ready, association_id: UUID, wanted: Wanted) -> Response:
    if (row := ready.paper) is not None:
        return pdf(queries.content(row), size=row.size, title=row.title, ETag=f'"{row.sha256}"')
    where = f"{AT}/{ready.subject_id}?association_id={association_id}&language={wanted.language}"
    if wanted.in_a_browser:
        response: Response = _waiting(where, wanted.language)
    else:
        response = JSONResponse({"printing": True, "paper": where}, 202)
    response.headers.update({"Location": where, "Retry-After": str(SECONDS), **PRIVATE})
    return response


def _waiting(where: str, language: str) -> Response:
    """Return a page that says so and opens the paper once it is there, without a script."""
    return plain_page(
        language,
        message("Your paper is being printed", language),
        paragraph(message("It opens here in a few seconds.", language)),
        Markup('<meta http-equiv="refresh" content="{seconds};url={where}">').format(seconds=SECONDS, where=where),
        status=202,
    )
