"""Which passwords are accepted, and that checking them never stops the room."""

import asyncio

import pytest

from koprogo.core.errors import BadInput
from koprogo.services.identity import passwords
from koprogo.services.identity.refusals import TooBusy


@pytest.mark.parametrize(
    "password",
    [
        "short", "123456789", "1234567890", "aaaaaaaaaaaa", "azertyuiop", "qwertyuiop1", "password2026", "Wachtwoord!!",
        "motdepasse1", "0987654321", "abababababab", "annapeeters", "Peeters2026", "abcdefghijk", "x" * 201,
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(BadInput) as refused:
        passwords.check_new(password, email="anna.peeters@example.be", name="Anna Peeters")
    assert refused.value.problems[0].where == "password"


@pytest.mark.parametrize(
    "password",
    ["trois mots sans lien", "paard fiets regen", "Tr0ub4dor&3x", "éléphant à vélo", "peeters loves mountain goats"],
)
def test_a_few_words_are_good(password):
    passwords.check_new(password, email="anna.peeters@example.be", name="Anna Peeters")


async def test_accents_may_be_typed_either_way():
    stored = await passwords.hash_password("e\u0301le\u0301phant a\u0300 ve\u0301lo")
    assert await passwords.is_password("éléphant à vélo", stored)
    assert not await passwords.is_password("elephant a velo", stored)


async def test_no_account_costs_as_much_and_fits_nothing():
    assert not await passwords.is_password("", None)
    assert not await passwords.is_password("trois mots sans lien", None)
    assert not passwords.is_outdated(passwords.NOBODYS_HASH)


async def test_a_damaged_hash_fits_nothing():
    assert not await passwords.is_password("trois mots sans lien", "$argon2id$damaged")


async def test_the_loop_turns_while_a_hall_signs_in(monkeypatch):
    """A vote is never further away than one turn of the loop, however many passwords are being checked."""
    turns = 0
    checks = asyncio.gather(*(passwords.is_password("wrong", None) for _ in range(20)))
    while not checks.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 20
    assert not any(await checks)


async def test_more_than_can_be_checked_are_told_so(monkeypatch):
    monkeypatch.setattr(passwords, "WAITING_MOST", 3)
    results = await asyncio.gather(*(passwords.is_password("wrong", None) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(each, TooBusy) for each in results) == 3
    assert await passwords.is_password("wrong", None) is False, "the next one gets in again"
