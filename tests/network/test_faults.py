"""Everything that a hall's network does, at once: all phones end at the same version, every press is there once."""

import asyncio
import random
import socket
import time
from collections import Counter
from secrets import token_urlsafe

import psycopg
import pytest

from koprogo import db
from koprogo.cli.bench import halls
from koprogo.cli.bench.house import house
from koprogo.cli.torture import voters
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.settings import settings
from tests.network.phone import Phone
from tests.network.proxy import Proxy

pytestmark = pytest.mark.full
OWNERS, PRESSES = 8, 4
TROUBLES = {"cut", "delayed", "half open", "doubled", "another address"}
PATIENCE_SECONDS = 240


async def test_everybody_converges_and_every_press_counts_once(tmp_path, monkeypatch, record_property):
    monkeypatch.setenv("KOPROGO_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    with house(_free_port(), pages=False) as made:
        password = token_urlsafe(12)
        [hall] = await halls.build(1, OWNERS, password, settings().app_database_url)
        await halls.open_votes([hall])
        cookies = await voters.sign_in(made, hall, password)
        async with Proxy(made.port, seed=3) as network, asyncio.timeout(PATIENCE_SECONDS):
            phones = [
                Phone(f"http://127.0.0.1:{network.port}", made.base_url, cookie, str(hall.assembly_id), str(hall.item_id),
                      random.Random(number))
                for number, cookie in enumerate(cookies)
            ]  # fmt: skip
            staying = [asyncio.create_task(phone.stay()) for phone in phones]
            await asyncio.gather(*(_decide(phone) for phone in phones))
            network.calm()
            calm_at = time.monotonic()
            with psycopg.connect(settings().platform_database_url) as connection:
                rows = connection.execute("SELECT nonce, encode(leaf, 'hex') FROM ballot").fetchall()
            async with db.association_session(hall.association_id) as session:
                truth = await snapshot(session, hall.association_id, hall.assembly_id)
            for phone in phones:
                async with phone.news:
                    await phone.news.wait_for(lambda phone=phone: phone.room.get("version") == truth.version)
            record_property("seconds until all show the same", round(time.monotonic() - calm_at, 2))  # --junit-xml
            await db.close()
            for each in staying:
                each.cancel()
            await asyncio.gather(*staying, return_exceptions=True)
    assert network.happened.keys() >= TROUBLES, network.happened
    assert sum(phone.returns for phone in phones) > 0, "nobody lost the connection"
    told = {nonce: leaf for phone in phones for nonce, leaf in phone.receipts.items()}
    assert dict(rows) == told
    assert max(Counter(nonce for nonce, _ in rows).values()) == 1
    assert len(told) == OWNERS * PRESSES
    assert {phone.room["lots_voted"] for phone in phones} == {truth.lots_voted} == {OWNERS}


async def _decide(phone: Phone) -> None:
    """Change one's mind a few times, by the page and by the queue in turn."""
    await phone.joined.wait()
    for number in range(PRESSES):
        act = phone.press if number % 2 else phone.press_from_the_queue
        await act(phone.dice.choice(["for", "against", "abstain"]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
