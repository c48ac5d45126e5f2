"""The register as an issued paper in four languages, printed by the worker when the syndic asks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.permissions import require
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.papers.paper import Letterhead
from koprogo.papers.register import build
from koprogo.papers.register.facts import AmendmentSums, RegisterFacts, RegisterLine, VoteSums
from koprogo.rules.assemblies.deadlines import contest_deadline
from koprogo.services.assemblies.after.register_queries import Entry, register
from koprogo.services.assemblies.labels import said_in
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead

KIND = "register"
TASK = "koprogo.papers.register"
DECIDED = ("carried", "rejected")


async def request_register(session: AsyncSession, actor: Actor, association_id: UUID) -> int:
    """Have the register printed as it stands; return the version, which the list of papers shows when it is ready."""
    require(actor, "register.print", association_id)
    return await issue.request(
        session, actor, association_id, association_id, kind=KIND, task=TASK,
        logged="register.requested", lock=f"register {association_id}",
    )  # fmt: skip


async def issue_register(association_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the register in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        languages = await issue.missing_languages(session, KIND, association_id, version)
        head = await letterhead(session, association_id)
        entries = await register(session, by, association_id)
    facts = {each: register_facts(head, entries, each, on_day=legal_day(at), version=version) for each in languages}
    printed = await issue.in_languages(_print, facts, at)
    return await issue.issue_printed(
        association_id, by, kind=KIND, subject_id=association_id, printed=printed, version=version, at=at,
        logged="register.issued",
    )  # fmt: skip


async def _print(facts: RegisterFacts, language: str, at: datetime) -> issue.Printed:
    html = partial(build.build, facts, language)
    return await issue.print_paper(html, title=build.title(facts, language), language=language, at=at)


def register_facts(
    head: Letterhead, entries: Sequence[Entry], language: str, *, on_day: date, version: int
) -> RegisterFacts:
    """Return the entries as the paper takes them, the oldest first."""
    lines = tuple(_line(entry, language) for entry in sorted(entries, key=lambda entry: entry.number))
    return RegisterFacts(head.name, head.address, head.enterprise_number, on_day, lines, version)


def _line(entry: Entry, language: str) -> RegisterLine:
    facts = entry.facts
    return RegisterLine(
        number=entry.number,
        day=entry.day,
        item=str(facts.get("item", "")),
        title=said_in(entry.title, language),
        text=said_in(entry.text, language),
        outcome=entry.outcome,
        kind_name=KIND_NAMES[facts["kind"]][language] if facts.get("kind") in KIND_NAMES else "",
        vote=_sums(facts),
        reason=str(facts.get("reason", "")),
        amendments=tuple(
            AmendmentSums(each["carried"], each["in_favour"], each["against"], each["abstained"])
            for each in facts.get("amendments", ())
        ),
        entered_on=legal_day(entry.at),
        contest_until=contest_deadline(entry.day) if entry.outcome in DECIDED else None,
    )


def _sums(facts: Mapping) -> VoteSums | None:
    if "needed" not in facts:
        return None
    names = ("in_favour", "against", "abstained", "needed", "majority", "article", "clause")
    return VoteSums(**{name: facts[name] for name in names})
