"""The way to the database: one transaction, the tenant set, row-level security on.

`tenant_session` is for people (reads span their reach, a write names one association), `association_session` for jobs,
`open_session` for what belongs to no association (accounts, sign-ins), `platform_session` for operators, with a reason.
`cast_connection` is the short path of a ballot: plain psycopg, its own small pool. At most ten connections in a
process: six cast, three ORM, one that listens. Nothing is opened at import time, because the server forks.
"""

import select
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
import structlog
from psycopg.pq import ConnStatus, TransactionStatus
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.models import tables  # noqa: F401 (foreign keys name tables; a process must know them all)
from koprogo.settings import settings

CAST_CONNECTIONS = 6
ORM_CONNECTIONS = 3
LIMITS = "-c jit=off -c statement_timeout=15000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=30000"
CAST_LIMITS = f"{LIMITS} -c plan_cache_mode=force_generic_plan"
"""Planning a cast costs more than running it: its plan is made once per connection."""
SCOPE = "SELECT set_config('app.associations', {reach}, true), set_config('app.association', {one}, true)"
OUT_OF_BOUNDS = (None, "22003")
"""What PostgreSQL calls a figure that is too large; a NUL never leaves this process, and has no number."""
UNKEPT = "A number is too large, or a text has a sign that nobody can see. Enter it anew."

log = structlog.get_logger()


@dataclass(frozen=True)
class Touched:
    """Something a committed transaction changed: `kind` is `assembly` or `session`."""

    kind: str
    id: UUID


_engines: dict[str, AsyncEngine] = {}
_pools: dict[str, AsyncConnectionPool] = {}
_on_commit: list[Callable[[frozenset[Touched]], None]] = []


def engine(url: str | None = None) -> AsyncEngine:
    """Return this process's engine for a role, made at the first call."""
    url = settings().app_database_url if url is None else url
    if not url:
        raise RuntimeError("this process was given no database of that kind")
    if url not in _engines:
        _engines[url] = create_async_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_size=ORM_CONNECTIONS,
            max_overflow=0,
            pool_recycle=1800,
            pool_pre_ping=True,
            hide_parameters=True,  # they hold names and addresses, and errors are printed
            connect_args={"options": LIMITS},
        )
    return _engines[url]


async def cast_pool() -> AsyncConnectionPool:
    """Return this process's pool for casting, opened at the first call."""
    url = settings().app_database_url
    if url not in _pools:
        pool = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=CAST_CONNECTIONS,
            open=False,
            timeout=30,
            check=_still_there,
            kwargs={"options": CAST_LIMITS, "autocommit": True, "prepare_threshold": 0},
        )
        _pools[url] = pool
        await pool.open()
    return _pools[url]


async def close() -> None:
    """Close what this process opened; the next call opens it again."""
    for pool in _pools.values():
        await pool.close()
    _pools.clear()
    for each in _engines.values():
        await each.dispose()
    _engines.clear()


def on_commit(hook: Callable[[frozenset[Touched]], None]) -> None:
    """Call `hook` with what a transaction touched, right after each commit of this process; it must not block."""
    if hook not in _on_commit:
        _on_commit.append(hook)


def touch(session: AsyncSession, kind: str, thing_id: UUID) -> None:
    """Remember that this transaction changes something that live rooms show."""
    session.info.setdefault("touched", set()).add(Touched(kind, thing_id))


def announce(touched: Iterable[Touched]) -> None:
    """Tell the registered hooks what was committed; the cast path calls it itself."""
    found = frozenset(touched)
    if found:
        for hook in _on_commit:
            hook(found)


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(str(each) for each in ids) + "}"


@asynccontextmanager
async def _session(reach: Iterable[UUID], one: UUID | None, url: str | None = None) -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine(url), expire_on_commit=False) as session:
        with _out_of_bounds():
            async with session.begin():
                await session.execute(
                    text(SCOPE.format(reach=":reach", one=":one")), {"reach": _array(reach), "one": str(one or "")}
                )
                yield session
        announce(session.info.pop("touched", ()))


@contextmanager
def _out_of_bounds() -> Iterator[None]:
    """Say that somebody has to correct a figure beyond 64 bits, a text with a NUL or half a sign; it is no fault of ours."""
    try:
        yield
    except (DataError, UnicodeEncodeError) as error:
        if isinstance(error, DataError) and getattr(error.orig, "sqlstate", None) not in OUT_OF_BOUNDS:
            raise
        log.warning("db.out_of_bounds", exc_info=isinstance(error, DataError))  # the other one quotes what was typed
        raise BadInput(Problem("text", UNKEPT)) from error


@asynccontextmanager
async def tenant_session(actor: Actor, association_id: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """Open one transaction for a person; commit when the block ends, roll back when it raises.

    Reads span the actor's reach. To write, name the one association; without it PostgreSQL refuses every write.

    Raises:
        NotFound: the association named is out of the actor's reach.
    """
    if association_id is not None and association_id not in actor.reach:
        raise NotFound
    async with _session(actor.reach, association_id) as session:
        yield session


@asynccontextmanager
async def frozen_session(actor: Actor, association_id: UUID) -> AsyncIterator[AsyncSession]:
    """Open one reading transaction in which every query sees the same moment, while others go on writing.

    Raises:
        NotFound: the association is out of the actor's reach.
    """
    if association_id not in actor.reach:
        raise NotFound
    still = engine().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    async with AsyncSession(still, expire_on_commit=False) as session, session.begin():
        await session.execute(
            text(SCOPE.format(reach=":reach", one=":one")), {"reach": _array([association_id]), "one": ""}
        )
        yield session


@asynccontextmanager
async def association_session(association_id: UUID) -> AsyncIterator[AsyncSession]:
    """Open one transaction for a job that works for one association."""
    async with _session([association_id], association_id) as session:
        yield session


@asynccontextmanager
async def open_session() -> AsyncIterator[AsyncSession]:
    """Open one transaction that reaches no association: accounts, sign-ins, invitations, the platform's log."""
    async with _session([], None) as session:
        yield session


async def refresh_statistics() -> None:
    """Tell the planner how full the tables are, after a great deal was written at once; about a second."""
    async with open_session() as session:
        await session.execute(text("SELECT refresh_statistics()"))


@asynccontextmanager
async def platform_session(operator_id: UUID | None, reason: str) -> AsyncIterator[AsyncSession]:
    """Open one reading transaction over all associations, for operators and `koprogo check`; the look is logged.

    `reason` says why, in the operator's words or the command's name; it is never empty.
    """
    if not reason.strip():
        raise ValueError("a look across associations needs its reason")
    async with _session([], None, settings().platform_database_url) as session:
        await session.execute(
            text(
                "INSERT INTO platform_event (at, actor_id, action, facts)"
                " VALUES (clock_timestamp(), :who, 'platform.looked', jsonb_build_object('reason', CAST(:why AS text)))"
            ),
            {"who": operator_id, "why": reason},
        )
        yield session


@asynccontextmanager
async def cast_connection() -> AsyncIterator[psycopg.AsyncConnection]:
    """Lend a connection of the casting pool for one transaction, which `begin_cast` begins and the caller commits.

    What is not committed when the block ends is rolled back. Take the item's lock as a statement of its own before
    reading its state: a status read under a snapshot taken before the lock still sees the item open after the closing
    committed.
    """
    pool = await cast_pool()
    async with pool.connection() as connection:
        try:
            yield connection
        finally:
            if connection.info.transaction_status != TransactionStatus.IDLE:
                await connection.rollback()


async def begin_cast(connection: psycopg.AsyncConnection, association_id: UUID) -> None:
    """Begin a READ COMMITTED transaction scoped to one association; inside a pipeline it costs no round trip of its own."""
    await connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
    scope = {"reach": _array([association_id]), "one": str(association_id)}
    await connection.execute(SCOPE.format(reach="%(reach)s", one="%(one)s"), scope)


async def _still_there(connection: psycopg.AsyncConnection) -> None:
    """Notice a connection that the server closed without asking it: its goodbye lies in the socket, and nothing else does.

    Asking would cost a round trip per loan, as much as a cast.

    Raises:
        psycopg.OperationalError: the connection is gone; the pool makes another.
    """
    found = select.poll()
    found.register(connection.fileno(), select.POLLIN)
    if found.poll(0):
        connection.pgconn.consume_input()
    if connection.pgconn.status != ConnStatus.OK:
        raise psycopg.OperationalError("the server closed the connection")
