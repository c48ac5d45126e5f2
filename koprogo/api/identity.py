"""Who am I, where am I signed in, and other people's accounts, as JSON. Signing in itself is `/auth/sign-in`."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.core.clock import now
from koprogo.services.identity import invite, profile, queries, sign_in

router = APIRouter(prefix="/api/v1", tags=["identity"])


class Typed(BaseModel):
    """What a client sends: only the fields we know."""

    model_config = ConfigDict(extra="forbid")


class AssociationOut(BaseModel):
    """An association in reach, with what the caller is in it."""

    id: UUID
    name: str
    roles: list[str]


class ReaderOut(BaseModel):
    """The caller. `slip_assembly_id` is set when she came with a slip from the desk."""

    id: UUID
    name: str
    language: str
    is_operator: bool
    slip_assembly_id: UUID | None
    associations: list[AssociationOut]


class SignInOut(BaseModel):
    """A device where the caller is signed in."""

    id: UUID
    method: str
    since: datetime
    last_seen: datetime
    is_this: bool


class LanguageIn(Typed):
    """The language of screens, letters and papers: fr, nl, de or en."""

    language: str


class InvitationIn(Typed):
    """Where the link goes."""

    email: str


@router.get("/me", summary="Who am I")
async def me(caller: Caller) -> ReaderOut:
    """Return the caller with the associations in reach."""
    async with db.tenant_session(caller) as session:
        reached = await queries.reached_associations(session, caller)
    return ReaderOut(
        id=caller.person_id,
        name=caller.name,
        language=caller.language,
        is_operator=caller.is_operator,
        slip_assembly_id=caller.slip_assembly_id,
        associations=[
            AssociationOut(id=each.id, name=each.name, roles=[role.value for role in each.roles]) for each in reached
        ],
    )


@router.put("/me/language", summary="Choose my language", status_code=204)
async def change_language(caller: Caller, wish: LanguageIn) -> None:
    """Keep the caller's language."""
    async with db.open_session() as session:
        await profile.change_language(session, caller, language=wish.language)


@router.get("/me/sign-ins", summary="Where am I signed in")
async def my_sign_ins(caller: Caller) -> list[SignInOut]:
    """Return the caller's live sign-ins, the latest first."""
    async with db.open_session() as session:
        found = await queries.own_sign_ins(session, caller, at=now())
    return [
        SignInOut(id=each.id, method=each.method, since=each.since, last_seen=each.last_seen, is_this=each.is_this)
        for each in found
    ]


@router.delete("/me/sign-ins/{sign_in_id}", summary="End one of my sign-ins", status_code=204)
async def end_sign_in(caller: Caller, sign_in_id: UUID) -> None:
    """End a sign-in of the caller, here or on another device."""
    async with db.open_session() as session:
        await profile.end_sign_in(session, caller, session_id=sign_in_id, at=now())


@router.post("/associations/{association_id}/people/{person_id}/invitation", summary="Invite somebody", status_code=204)
async def invite_person(caller: Caller, association_id: UUID, person_id: UUID, wish: InvitationIn) -> None:
    """Send a person of the association a link to choose a password (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await invite.invite(session, caller, association_id, person_id=person_id, email=wish.email, at=now())


@router.delete(
    "/associations/{association_id}/people/{person_id}/wait", summary="Lift the wait at the desk", status_code=204
)
async def lift_wait(caller: Caller, association_id: UUID, person_id: UUID) -> None:
    """Let a person try her password again at once after too many wrong ones (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await sign_in.lift_lock(session, caller, association_id, person_id=person_id, at=now())
