"""The receipt that a voter keeps: what was stored, our signature over it, and, one tick later, its place in the chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.services.assemblies.agenda.options import option_name
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.proof.receipts import Ballot, Receipt, receipt

LEAF_HEX = 64

# A press of one's own has one nonce for all its lots; a ballot that the bureau entered stands alone.
PRESS = """
SELECT b.*, i.number AS item_number, i.part, i.title, i.options, l.number AS lot_number, s.position, s.hash,
       a.day, t.name AS association_name, p.name AS voter_name, z.by_name AS stamped_by, z.at AS stamped_at,
       (SELECT count(*) FROM seal e WHERE e.item_id = b.item_id AND e.round = b.round) AS sealed,
       b.needs_confirmation AND NOT EXISTS (SELECT 1 FROM ballot_confirmation c WHERE c.ballot_id = b.id) AS pending,
       NOT EXISTS (SELECT 1 FROM ballot n WHERE n.item_id = b.item_id AND n.round = b.round AND n.lot_id = b.lot_id
                    AND n.revision > b.revision) AS newest
  FROM ballot k
  JOIN ballot b ON b.item_id = k.item_id AND b.round = k.round AND b.nonce = k.nonce AND b.cast_by_id = k.cast_by_id
  JOIN agenda_item i ON i.id = b.item_id
  JOIN lot l ON l.id = b.lot_id
  JOIN assembly a ON a.id = b.assembly_id
  JOIN association t ON t.id = b.association_id
  JOIN person p ON p.id = b.on_behalf_of_id
  LEFT JOIN seal s ON s.ballot_id = b.id
  LEFT JOIN root_stamp z ON z.item_id = b.item_id AND z.round = b.round
 WHERE k.leaf = :leaf AND k.assembly_id = :a AND k.association_id = :t
   AND :me IN (b.cast_by_id, b.on_behalf_of_id)
 ORDER BY l.number
"""


@dataclass(frozen=True)
class KeptReceipt:
    """One ballot's receipt, with its item and its place in the round's chain (`position` 0 and no hash until sealed).

    `option` is the label, per language, of the option chosen. `newest` is false once a later ballot of the lot replaced it;
    `pending` waits for a second person. `stamped_by` is the authority whose timestamp covers the round's root, if any.
    """

    receipt: Receipt
    association_name: str
    day: date
    voter_name: str
    item_number: str
    title: Mapping[str, str]
    option: Mapping[str, str]
    channel: str
    newest: bool
    pending: bool
    position: int
    sealed: int
    chain: str
    stamped_by: str
    stamped_at: datetime | None


async def kept_receipts(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, leaf: str
) -> list[KeptReceipt]:
    """Return the receipts of the press that made this ballot, one per lot; `leaf` is the ballot's hash in hex.

    Raises:
        NotFound: no such ballot in this assembly, or it is neither cast by the actor nor for her.
    """
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    facts = {"leaf": _leaf(leaf), "a": assembly_id, "t": association_id, "me": actor.person_id}
    rows = (await session.execute(text(PRESS), facts)).mappings().all()
    if not rows:
        raise NotFound
    return [_kept(row) for row in rows]


def _leaf(hexadecimal: str) -> bytes:
    try:
        found = bytes.fromhex(hexadecimal)
    except ValueError:
        raise NotFound from None
    if len(hexadecimal) != LEAF_HEX:
        raise NotFound
    return found


def _kept(row: RowMapping) -> KeptReceipt:
    names = [name for name in Ballot.__dataclass_fields__ if name not in ("salt", "item_number")]
    number = label(row["item_number"], row["part"])
    ballot = Ballot(**{name: row[name] for name in names}, item_number=number, salt=bytes(row["salt"]))
    return KeptReceipt(
        receipt=receipt(ballot),
        association_name=row["association_name"],
        day=row["day"],
        voter_name=row["voter_name"],
        item_number=str(number),
        title=row["title"],
        option=option_name(row["options"], row["choice"]),
        channel=row["channel"],
        newest=row["newest"],
        pending=row["pending"],
        position=row["position"] or 0,
        sealed=row["sealed"],
        chain=bytes(row["hash"]).hex() if row["hash"] else "",
        stamped_by=row["stamped_by"] or "",
        stamped_at=row["stamped_at"],
    )
