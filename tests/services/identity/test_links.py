"""Invitations, new passwords, slips: good once (or for one evening), kept as hashes, and a stranger learns nothing."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound
from koprogo.models.assemblies import Assembly, AssemblyEvent, DeskSlip
from koprogo.services.identity import invite, reset, sessions, sign_in, slips
from koprogo.services.identity.refusals import LinkEnded, SignsInAlready, SlipEnded, TooBusy
from koprogo.services.identity.sessions import hash_of

AT = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
PASSWORD = "trois mots sans lien"


@pytest.fixture(autouse=True)
def fresh(database):
    sessions.forget_all()


async def letters(cast, to: str) -> list:
    async with db.tenant_session(cast.syndic) as session:
        rows = await session.execute(
            text("SELECT subject, body FROM outbox_mail WHERE to_email = :e ORDER BY created_at"), {"e": to}
        )
        return list(rows.all())


async def secret_sent(cast, to: str) -> str:
    found = re.findall(r"/auth/invitation/(\S+)", (await letters(cast, to))[-1].body)
    assert len(found) == 1
    return found[0]


async def send(cast, name: str, email: str | None = None, *, actor=None, association_id=None, at=AT) -> None:
    actor, association_id = actor or cast.syndic, association_id or cast.association_id
    async with db.tenant_session(actor, association_id) as session:
        await invite.invite(
            session, actor, association_id, person_id=cast.people[name], email=email or f"{name}@example.be", at=at
        )


class TestInvitations:
    async def test_it_becomes_an_account_and_a_sign_in(self, cast):
        await send(cast, "anna", " Anna@Example.be")
        token = await invite.accept(hash_of(await secret_sent(cast, "anna@example.be")), password=PASSWORD, at=AT)
        found = await sessions.resolve(hash_of(token), at=AT)
        assert found.actor.name == "Anna Peeters"
        assert await sign_in.sign_in(email="anna@example.be", password=PASSWORD, at=AT)

    async def test_the_letter_speaks_the_persons_language(self, cast):
        await send(cast, "bram")
        [letter] = await letters(cast, "bram@example.be")
        assert "Bram Claes" in letter.body
        assert "Résidence Les Tilleuls" in letter.body

    async def test_only_the_hash_of_the_secret_is_kept_beside_it(self, cast):
        secret = await secret_sent(cast, "bram@example.be")
        async with db.open_session() as session:
            rows = (await session.execute(text("SELECT i::text FROM invitation i"))).scalars().all()
        assert rows
        assert not any(secret in row for row in rows)

    async def test_it_is_good_once_also_when_two_race(self, cast):
        await send(cast, "carla")
        secret = hash_of(await secret_sent(cast, "carla@example.be"))
        results = await asyncio.gather(
            *(invite.accept(secret, password=PASSWORD, at=AT) for _ in range(3)), return_exceptions=True
        )
        assert sum(isinstance(each, str) for each in results) == 1
        assert sum(isinstance(each, LinkEnded) for each in results) == 2

    async def test_it_ends_after_fourteen_days(self, cast):
        await send(cast, "dirk")
        secret = hash_of(await secret_sent(cast, "dirk@example.be"))
        with pytest.raises(LinkEnded):
            await invite.accept(secret, password=PASSWORD, at=AT + timedelta(days=14))

    async def test_a_second_link_ends_the_first(self, cast):
        first = hash_of(await secret_sent(cast, "dirk@example.be"))
        await send(cast, "dirk", at=AT + timedelta(minutes=1))
        with pytest.raises(LinkEnded):
            await invite.accept(first, password=PASSWORD, at=AT + timedelta(minutes=2))

    async def test_a_refused_password_leaves_the_link_good(self, cast):
        secret = hash_of(await secret_sent(cast, "dirk@example.be"))
        with pytest.raises(BadInput):
            await invite.accept(secret, password="1234567890", at=AT + timedelta(minutes=2))
        assert await invite.accept(secret, password=PASSWORD, at=AT + timedelta(minutes=2))

    async def test_who_signs_in_is_not_invited_again(self, cast):
        with pytest.raises(SignsInAlready):
            await send(cast, "anna", "other@example.be")

    async def test_an_address_in_use_is_refused_before_and_after(self, cast):
        with pytest.raises(BadInput):
            await send(cast, "emma", "anna@example.be")
        await send(cast, "emma", "shared@example.be")
        await send(cast, "farid", "shared@example.be", at=AT + timedelta(minutes=1))
        mails = await letters(cast, "shared@example.be")
        first, second = [hash_of(re.findall(r"/auth/invitation/(\S+)", mail.body)[0]) for mail in mails]
        assert await invite.accept(first, password=PASSWORD, at=AT + timedelta(minutes=2))
        with pytest.raises(Conflict):
            await invite.accept(second, password=PASSWORD, at=AT + timedelta(minutes=2))

    @pytest.mark.parametrize("email", ["", "anna", "a@b", "a b@example.be", "a@example.be\nBcc: x@y.z", "@example.be"])
    async def test_what_is_no_address_is_refused(self, cast, email):
        with pytest.raises(BadInput):
            async with db.tenant_session(cast.syndic, cast.association_id) as session:
                await invite.invite(
                    session, cast.syndic, cast.association_id, person_id=cast.people["farid"], email=email, at=AT
                )

    async def test_who_may_not_invite(self, cast):
        with pytest.raises(NotAllowed):
            await send(cast, "farid", actor=cast.anna)
        with pytest.raises(NotFound):
            await send(cast, "stranger")
        with pytest.raises(NotFound):
            await send(cast, "farid", actor=cast.stranger, association_id=cast.association_id)
        with pytest.raises(NotAllowed):
            await send(cast, "stranger", association_id=cast.elsewhere_id)


class TestNewPasswords:
    async def test_the_link_goes_to_the_account_and_ends_every_sign_in(self, cast):
        before = await sign_in.sign_in(email="anna@example.be", password=PASSWORD, at=AT)
        assert await reset.ask_for_link(email="ANNA@example.be", at=AT) == cast.association_id
        secret = hash_of(await secret_sent(cast, "anna@example.be"))
        after = await invite.accept(secret, password="vier andere woorden", at=AT)
        sessions.forget_all()
        assert await sessions.resolve(hash_of(before), at=AT) is None
        assert await sessions.resolve(hash_of(after), at=AT)
        with pytest.raises(BadInput):
            await sign_in.sign_in(email="anna@example.be", password=PASSWORD, at=AT)

    async def test_it_forgives_wrong_passwords(self, cast):
        at = AT + timedelta(hours=25)  # wrong passwords of yesterday are forgotten
        for _ in range(5):
            with pytest.raises(BadInput):
                await sign_in.sign_in(email="anna@example.be", password="wrong words", at=at)
        await reset.ask_for_link(email="anna@example.be", at=at)
        await invite.accept(hash_of(await secret_sent(cast, "anna@example.be")), password=PASSWORD, at=at)
        assert await sign_in.sign_in(email="anna@example.be", password=PASSWORD, at=at)

    async def test_nobody_gets_no_letter_and_no_hint(self, cast):
        assert await reset.ask_for_link(email="nobody@example.be", at=AT) is None
        assert await letters(cast, "nobody@example.be") == []

    async def test_at_most_one_letter_in_five_minutes(self, cast):
        at = AT + timedelta(hours=30)
        assert await reset.ask_for_link(email="anna@example.be", at=at)
        assert await reset.ask_for_link(email="anna@example.be", at=at + timedelta(minutes=4)) is None
        assert await reset.ask_for_link(email="anna@example.be", at=at + timedelta(minutes=6))

    async def test_it_ends_after_two_hours(self, cast):
        secret = hash_of(await secret_sent(cast, "anna@example.be"))
        with pytest.raises(LinkEnded):
            await looked(secret)


async def looked(secret: bytes):
    async with db.open_session() as session:
        return await invite.look(session, secret, at=AT + timedelta(hours=32, minutes=7))


class TestSlips:
    async def slip(self, cast, *, until=AT + timedelta(hours=4), assembly_id=None) -> tuple[str, DeskSlip]:
        code = "".join(slips.ALPHABET[each % 32] for each in uuid4().bytes[:12])
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            if assembly_id is None:
                assembly = Assembly(
                    association_id=cast.association_id, day=AT.date(), starts_at=AT, created_at=AT,
                    created_by_id=cast.people["syndic"],
                )  # fmt: skip
                session.add(assembly)
                await session.flush()
                assembly_id = assembly.id
            slip = DeskSlip(
                association_id=cast.association_id, assembly_id=assembly_id, person_id=cast.people["emma"],
                code_hash=slips.code_hash(code), identity_check="identity_card", issued_by_id=cast.people["syndic"],
                issued_at=AT, expires_at=until,
            )  # fmt: skip
            session.add(slip)
            await session.flush()
            await slips.announce_slip(
                session, slip.code_hash, person_id=slip.person_id, association_id=cast.association_id,
                by=cast.people["syndic"], at=AT, until=until,
            )  # fmt: skip
        return code, slip

    async def test_the_code_opens_its_assembly_however_it_is_typed(self, cast):
        code, slip = await self.slip(cast)
        typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]} "
        token = await slips.redeem_slip(slips.code_hash(typed), at=AT)
        actor = (await sessions.resolve(hash_of(token), at=AT)).actor
        assert (actor.person_id, actor.slip_assembly_id) == (cast.people["emma"], slip.assembly_id)
        assert set(actor.reach) == {cast.association_id}

    async def test_one_device_at_a_time(self, cast):
        code, _ = await self.slip(cast)
        first = await slips.redeem_slip(slips.code_hash(code), at=AT)
        second = await slips.redeem_slip(slips.code_hash(code), at=AT)
        sessions.forget_all()
        assert await sessions.resolve(hash_of(first), at=AT) is None
        assert await sessions.resolve(hash_of(second), at=AT)

    async def test_withdrawn_or_over_it_opens_nothing(self, cast):
        code, slip = await self.slip(cast)
        token = await slips.redeem_slip(slips.code_hash(code), at=AT)
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await session.execute(text("UPDATE desk_slip SET revoked_at = :at WHERE id = :s"), {"at": AT, "s": slip.id})
            assert await sessions.revoke_of_slip(session, slip.id, at=AT) == 1
        sessions.forget_all()
        assert await sessions.resolve(hash_of(token), at=AT) is None
        with pytest.raises(SlipEnded):
            await slips.redeem_slip(slips.code_hash(code), at=AT)
        late, _ = await self.slip(cast)
        with pytest.raises(BadInput):
            await slips.redeem_slip(slips.code_hash(late), at=AT + timedelta(hours=4))

    async def test_after_the_closing_it_opens_nothing(self, cast):
        code, slip = await self.slip(cast)
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            session.add(
                AssemblyEvent(
                    association_id=cast.association_id,
                    assembly_id=slip.assembly_id,
                    seq=9,
                    what="closed",
                    by_id=cast.people["syndic"],
                    at=AT,
                )
            )
        with pytest.raises(SlipEnded):
            await slips.redeem_slip(slips.code_hash(code), at=AT)

    async def test_a_right_code_is_let_in_while_somebody_guesses(self, cast, monkeypatch):
        code, _ = await self.slip(cast)
        monkeypatch.setattr(slips, "_left", 3.0)
        monkeypatch.setattr(slips, "WRONG_PER_SECOND", 0.0)
        for kind in (BadInput, BadInput, BadInput, TooBusy, TooBusy):
            with pytest.raises(kind):
                await slips.redeem_slip(slips.code_hash("2222-2222-2222"), at=AT)
        assert await slips.redeem_slip(slips.code_hash(code), at=AT)

    async def test_a_link_for_a_password_is_no_slip_and_a_slip_no_password(self, cast):
        code, _ = await self.slip(cast)
        with pytest.raises(LinkEnded):
            await invite.accept(slips.code_hash(code), password=PASSWORD, at=AT)
        await send(cast, "farid", "farid@example.be")
        with pytest.raises(BadInput):
            await slips.redeem_slip(hash_of(await secret_sent(cast, "farid@example.be")), at=AT)

    def test_the_alphabet_gives_sixty_bits_and_nothing_to_mistake(self):
        assert len(set(slips.ALPHABET)) ** slips.LENGTH == 2**60
        assert not set(slips.ALPHABET) & set("IO01")
