"""The contract of casting, held on two servers: the PostgreSQL that comes with KoproGo, and one of somebody's own.

Many people press at once, in five ways, some of them twice with the same nonce, some look meanwhile. Whatever the order:
what was acknowledged is stored once, what was refused is not, the chain holds, and the history of each lot is linearizable.
1000 tasks and twenty seeds run with `scripts/test --full`; sixty tasks and one seed run always.
"""

import asyncio
import os
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.database_roles import as_user
from koprogo.cli.check import faults_of
from koprogo.cli.database import named, opened
from koprogo.cli.torture.history import CAST, LOOK, Operation
from koprogo.cli.torture.history import faults as history_faults
from koprogo.cli.torture.judge import receipts_against_rows
from koprogo.core.errors import KoproError
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.room import my_votes
from koprogo.services.assemblies.voting.refusals import ItemNotOpen, NewerBallot, NotPresent
from koprogo.services.assemblies.voting.waited import NOTHING_SAID, Known
from koprogo.settings import Settings, settings
from tests.cast import Cast, put_on_stage
from tests.foreign_server import foreign_server
from tests.services.assemblies import evening

CHOICES = ("for", "against", "abstain")
TASKS, SHORT = 1000, 60


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["embedded", "a server of one's own"])
async def stage(request):
    """The cast on a database that the product itself prepared, as `koprogo migrate` does, on this kind of server."""
    folder = Path(mkdtemp(prefix="kg-", dir="/tmp"))
    os.chmod(folder, 0o755)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPROGO_ENV_FILE", "")
        patch.setenv("KOPROGO_DATA_DIR", str(folder / "data"))
        if request.param != "embedded":
            dsn = stack.enter_context(foreign_server())
            patch.setenv("KOPROGO_DATABASE_URL", as_user(dsn, database="kg_contract"))
        settings.cache_clear()
        stack.enter_context(named(stack.enter_context(opened(settings()))))
        yield await put_on_stage()
        await db.close()
    settings.cache_clear()
    shutil.rmtree(folder)


@dataclass
class Play:
    """One run: who is on stage, the point put to the vote, and everything that was asked and answered."""

    cast: Cast
    assembly: UUID
    item: UUID
    dice: random.Random
    told: dict[str, list] = field(default_factory=dict)
    """Nonce -> receipts, the same whenever it is repeated."""
    asked: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    looks: list[Operation] = field(default_factory=list)
    refused: list[KoproError] = field(default_factory=list)
    sealed: list[int] = field(default_factory=list)
    wait_for: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when so many presses were acknowledged: the chair waits for them."""

    async def press(self, who: str, nonce: str, choice: str = "", **more: object) -> None:
        """Press once, sometimes twice at the same time, as a phone with a bad network does."""
        choice = choice or self.dice.choice(CHOICES)
        times = 2 if self.dice.random() < 0.1 else 1
        await asyncio.gather(*(self._press(who, nonce, choice, **more) for _ in range(times)))

    async def _press(self, who: str, nonce: str, choice: str, **more: object) -> None:
        self.asked.setdefault(nonce, time.monotonic())
        try:
            receipts = await evening.press(self.cast, who, self.item, choice, nonce, **more)
        except KoproError as refusal:
            self.refused.append(refusal)
            return
        self.answered.setdefault(nonce, time.monotonic())
        if len(self.answered) >= self.wait_for:
            self.enough.set()
        leaves = [receipt.leaf for receipt in receipts]
        assert [each.leaf for each in self.told.setdefault(nonce, receipts)] == leaves, "the same nonce, other receipts"

    async def look(self, who: str) -> None:
        """Look at one's own ballots."""
        asked, actor = time.monotonic(), self.cast.actors[who]
        async with db.tenant_session(actor) as session:
            mine = await my_votes.mine(session, actor, self.cast.association_id, self.assembly)
        if mine.item_id != self.item:  # the vote is over: nothing of it is shown
            return
        for vote in mine.votes:
            seen = {ballot.lot_id: ballot for ballot in vote.ballots}
            for lot in vote.lots:
                ballot = seen.get(lot.lot_id)
                revision, choice = (ballot.revision, str(ballot.choice)) if ballot else (0, "")
                self.looks.append(Operation(LOOK, str(lot.lot_id), asked, time.monotonic(), revision, choice))

    async def close(self) -> None:
        """Close the vote, once enough have voted; it may be closed already."""
        await self.enough.wait()
        self.sealed.append(await evening.close_vote(self.cast, self.item))

    def history(self) -> list[Operation]:
        """Return every cast and look; a press repeated with its nonce is one cast, from the first asking."""
        return self.looks + [
            Operation(CAST, str(each.lot_id), self.asked[nonce], self.answered[nonce], each.revision, str(each.choice))
            for nonce, receipts in self.told.items()
            for each in receipts
        ]


Task = Callable[[], Awaitable[None]]
Scenario = Callable[[Play, int], list[Task]]


def same_lot(play: Play, tasks: int) -> list[Task]:
    return [lambda n=n: play.press("bram", f"same-lot-{n}") for n in range(tasks)]


def different_lots(play: Play, tasks: int) -> list[Task]:
    return [lambda n=n, who=play.dice.choice(PRESENT): play.press(who, f"different-{n}") for n in range(tasks)]


def owner_and_proxy(play: Play, tasks: int) -> list[Task]:
    """Carla gave Bram a proxy, comes in half way, and both press for her lot all the time."""
    lot = play.cast.lots["A3"]
    either = [
        lambda n=n: play.press("carla", f"as-owner-{n}") if n % 2 else play.press("bram", f"as-proxy-{n}", lots=(lot,))
        for n in range(tasks)
    ]
    return [*either[: tasks // 2], lambda: evening.arrive(play.cast, play.assembly, "carla"), *either[tasks // 2 :]]


def cast_and_change(play: Play, tasks: int) -> list[Task]:
    """Press, then press something else, half of them from an offline queue that knows the first revision only."""

    async def twice(n: int) -> None:
        who = ("bram", "dirk")[n % 2]
        await play.press(who, f"first-press-{n}", "for")
        first = {each.lot_id: each.revision for each in play.told[f"first-press-{n}"]}
        known = Known(based_on=first) if n % 4 < 2 else NOTHING_SAID
        await play.press(who, f"second-press-{n}", "against", known=known)

    return [lambda n=n: twice(n) for n in range(tasks // 2)]


def cast_and_close(play: Play, tasks: int) -> list[Task]:
    made, play.wait_for = different_lots(play, tasks), tasks // 3
    return [*made[: tasks // 2], *[play.close] * 5, *made[tasks // 2 :]]


PRESENT = ("anna", "bram", "carla", "dirk")
SCENARIOS: dict[str, tuple[Scenario, tuple[type[KoproError], ...]]] = {
    "same lot": (same_lot, ()),
    "different lots": (different_lots, ()),
    "owner and proxy": (owner_and_proxy, (NotPresent, NoVoteHere)),
    "cast and change": (cast_and_change, (NewerBallot,)),
    "cast and close": (cast_and_close, (ItemNotOpen,)),
}


async def play_out(cast: Cast, scenario: str, seed: int, tasks: int) -> Play:
    """Open a vote, let everybody act at once in a seeded order, close it."""
    present = ("anna", "bram", "dirk") if scenario == "owner and proxy" else PRESENT
    assembly, [item] = await evening.convened(cast)
    if scenario == "owner and proxy":
        async with db.tenant_session(cast.carla, cast.association_id) as session:
            await proxies.give_proxy(
                session, cast.carla, cast.association_id, assembly, holder_id=cast.people["bram"], at=evening.NOW
            )
    await evening.open_session(cast, assembly, present)
    await evening.open_vote(cast, item)
    play = Play(cast, assembly, item, random.Random(seed))
    acts, _ = SCENARIOS[scenario]
    made = acts(play, tasks)
    for _ in range(tasks // 10):
        made.insert(play.dice.randrange(len(made)), lambda who=play.dice.choice(present): play.look(who))
    await asyncio.gather(*(each() for each in made))
    await play.close()
    return play


async def faults(play: Play) -> list[str]:
    """Hold what people were told against rows, chain and history."""
    async with db.association_session(play.cast.association_id) as session:
        query = (
            "SELECT encode(leaf, 'hex'), lot_id, revision, cast_by_id FROM ballot WHERE item_id = :i ORDER BY revision"
        )
        rows = (await session.execute(text(query), {"i": play.item})).all()
    receipts = [each.leaf for receipts in play.told.values() for each in receipts]
    found = receipts_against_rows(receipts, [tuple(row[:3]) for row in rows])
    if set(play.sealed) != {len(rows)}:
        found.append(f"closings reported {sorted(set(play.sealed))}, {len(rows)} are stored")
    hers = [row.cast_by_id == play.cast.people["carla"] for row in rows if row.lot_id == play.cast.lots["A3"]]
    if hers != sorted(hers):
        found.append("the proxy voted after the owner had")
    return [*found, *history_faults(play.history()), *await faults_of(play.cast.association_id)]


async def hold(cast: Cast, scenario: str, seed: int, tasks: int) -> None:
    play = await play_out(cast, scenario, seed, tasks)
    assert await faults(play) == [], f"seed {seed}"
    _, allowed = SCENARIOS[scenario]
    assert all(isinstance(each, allowed) for each in play.refused), play.refused
    assert len(play.told) >= tasks // 10, "hardly anybody voted"
    assert play.looks, "nobody looked"
    if scenario in ("owner and proxy", "cast and change"):
        assert play.refused, "the race was no race"


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_sixty_at_once(stage, scenario):
    await hold(stage, scenario, seed=1, tasks=SHORT)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(1, 21))
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_a_thousand_at_once(stage, scenario, seed):
    await hold(stage, scenario, seed, TASKS)


def test_the_servers_are_two(stage):
    assert isinstance(settings(), Settings)
    assert settings().app_database_url.startswith("postgresql://koprogo_app:")
