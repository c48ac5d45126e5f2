"""A browser without a page: requests to the whole web server (door, routes, refusals), with the cookies a browser keeps."""

from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import httpx
from fastapi import APIRouter, FastAPI
from sqlalchemy import text

from koprogo import db
from koprogo.api.app import build
from koprogo.core.clock import now
from koprogo.security.origin import Door
from koprogo.services.access import SlipReach
from koprogo.services.identity import passwords, sessions

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "trois mots sans lien"


_built: dict[tuple[int, ...], FastAPI] = {}


def built(*routers: APIRouter) -> FastAPI:
    """Build the same routes once: a hundred routes take longer to describe than a test takes to run."""
    key = tuple(id(each) for each in routers)
    if key not in _built:
        _built[key] = build(*routers)
    return _built[key]


class Browser:
    """Sends what a page of ours would send; `cookies` is the jar, `headers` what every request carries."""

    def __init__(self, *routers: APIRouter, cookies: dict[str, str] | None = None, address: str = "127.0.0.1") -> None:
        self.cookies = dict(cookies or {})
        self.headers = {"origin": ORIGIN, "accept-language": "en"}
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(Door(built(*routers)), client=(address, 4711), raise_app_exceptions=False),
            base_url=ORIGIN,
        )

    async def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send one request and keep the cookies of the answer."""
        headers = self.headers | more.pop("headers", {})
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self._client.request(method, path, headers=headers, **more)
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.send("GET", path, **more)

    async def post(self, path: str, **more: Any) -> httpx.Response:
        return await self.send("POST", path, **more)


async def give_account(person_id: UUID, email: str) -> None:
    """Let a person of the cast sign in with PASSWORD."""
    stored = await passwords.hash_password(PASSWORD)
    async with db.open_session() as session:
        await session.execute(
            text(
                "INSERT INTO account (person_id, email, password_hash, is_operator, failed_count, created_at)"
                " VALUES (:p, :e, :h, false, 0, :at)"
            ),
            {"p": person_id, "e": email, "h": stored, "at": now()},
        )


async def signed_in(person_id: UUID, *routers: APIRouter, slip: SlipReach | None = None) -> Browser:
    """Return the browser of a person who is signed in."""
    async with db.open_session() as session:
        token = await sessions.create(session, person_id, method="slip" if slip else "password", at=now(), slip=slip)
    return Browser(*routers, cookies={"__Host-koprogo": token})
