"""Files that leave: streamed in pieces, kept by nobody on the way, and nothing in what people sent may run."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse

CHUNK = 65_536
PRIVATE = {"Cache-Control": "private, no-store"}


def kept_file(file: BinaryIO, *, media_type: str, size: int, name: str, shown: bool = False) -> StreamingResponse:
    """Stream what somebody sent: to keep, or `shown` as a picture of ours; `size` in bytes."""
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        **PRIVATE,
    }
    return StreamingResponse(chunks(file), media_type=media_type, headers=headers)


def pdf(file: BinaryIO, *, size: int, title: str, **more: str) -> StreamingResponse:
    """Stream a paper of ours to read or keep; `size` in bytes, `more` are headers."""
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(title)}.pdf",
        **PRIVATE,
        **more,
    }
    return StreamingResponse(chunks(file), media_type="application/pdf", headers=headers)


def printed(content: bytes, title: str) -> Response:
    """Return a paper that was printed for who asked, to read; nobody keeps it."""
    named = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(title)}.pdf", **PRIVATE}
    return Response(content, media_type="application/pdf", headers=named)


def zipped(file: BinaryIO, name: str) -> StreamingResponse:
    """Return a ZIP to download, in pieces; it is closed at the end."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', **PRIVATE}
    return StreamingResponse(chunks(file), media_type="application/zip", headers=headers)


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces of 64 KiB and close it: for a response that streams it."""
    with file:
        while piece := file.read(CHUNK):
            yield piece
