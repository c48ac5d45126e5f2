"""The own profile: where the reader is signed in, and ending that."""

from dataclasses import dataclass

import reflex as rx

from koprogo import db
from koprogo.core.clock import now
from koprogo.security.policies import current_actor, policy, signed_in
from koprogo.services.identity import profile, queries
from koprogo.state.base import AppState, parse_id


@dataclass(frozen=True)
class SignInView:
    """A device where the reader is signed in; instants are ISO. `method` is password or slip."""

    id: str
    method: str
    since: str
    last_seen: str
    is_this: bool


class ProfileState(AppState, rx.State):
    """The reader's sign-ins. Signing out everywhere is a form to urls.AUTH_SIGN_OUT_EVERYWHERE."""

    sign_ins: list[SignInView] = []

    @rx.event
    @policy(signed_in)
    async def load(self) -> None:
        """Show where the reader is signed in."""
        async with db.open_session() as session:
            found = await queries.own_sign_ins(session, current_actor(), at=now())
        self.sign_ins = [
            SignInView(str(each.id), each.method, each.since.isoformat(), each.last_seen.isoformat(), each.is_this)
            for each in found
        ]

    @rx.event
    @policy(signed_in)
    async def end(self, sign_in_id: str):  # type: ignore[no-untyped-def]
        """End one sign-in; its pages are disconnected at once."""
        async with self.refusals(), db.open_session() as session:
            await profile.end_sign_in(session, current_actor(), session_id=parse_id(sign_in_id), at=now())
        return ProfileState.load
