"""The files of tests/data/takeover, sent as somebody sends them."""

from datetime import UTC, date, datetime

from koprogo.rules.accounting.old_headers import OldFile
from koprogo.services.accounting.taking_over.from_files import Request
from koprogo.services.accounting.taking_over.kept import keep_old_file
from koprogo.settings import PROJECT

DATA = PROJECT / "tests" / "data" / "takeover"
DAY = date(2026, 6, 30)
AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
FR = {name: f"{name}-fr.csv" for name in ("balance", "owners", "bank", "invoices", "costs")}
NL = {"balance": "saldibalans-nl.xlsx", "owners": "eigenaars-nl.xlsx", "bank": "bank-nl.xlsx"}


async def sent(cast, names, *, who="syndic", tool="Old", edit=None, at=AT, **more) -> Request:
    """Send files and return the request about them; `edit`: kind -> what to make of its bytes."""
    ids = {}
    for kind, name in names.items():
        content = (edit or {}).get(kind, lambda old: old)((DATA / name).read_bytes())
        facts = {"content": content, "name": name, "at": at}
        ids[kind] = await keep_old_file(cast.actors[who], cast.association_id, OldFile(kind), **facts)
    return Request(day=more.pop("day", DAY), tool=tool, files=ids, **more)
