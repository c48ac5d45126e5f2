"""A planned settlement as rows: as they are stored, and as a preview shows them before."""

from typing import Any
from uuid import UUID

from koprogo.rules.charges.cost_lines import Cell
from koprogo.services.charges.settlement_facts import BY_SHARES, Group
from koprogo.services.charges.settlement_plan import PlannedSettlement


def cost_rows(planned: PlannedSettlement) -> list[dict[str, Any]]:
    """Return the costs, numbered from 1, with what they count for."""
    return [
        {
            "number": number, "account": cost.group.account, "split": cost.group.split, "key_id": cost.group.key_id,
            "debtor_id": cost.group.debtor_id, "lot_id": cost.group.lot_id, "decision_id": cost.group.decision_id,
            "amount": cost.group.cents,
            "from_reserve": cost.group.from_reserve, "cost_from": cost.group.period.start,
            "cost_until": cost.group.period.end, "tenant": cost.flags.tenant and _is_common(cost.group),
            "ordinary": cost.flags.ordinary and _is_common(cost.group),
        }
        for number, cost in enumerate(planned.costs, start=1)
    ]  # fmt: skip


def _is_common(group: Group) -> bool:
    return group.split != "private" and group.decision_id is None


def works_rows(planned: PlannedSettlement) -> list[dict[str, Any]]:
    """Return how special calls stand, numbered from 1."""
    return [
        {
            "number": number, "decision_id": row.decision_id, "lot_id": row.lot_id, "debtor_id": row.debtor_id,
            "called": row.called.cents, "used": row.used.cents, "claimed": row.claimed.cents, "kept": row.kept.cents,
        }
        for number, row in enumerate(planned.works.rows, start=1)
    ]  # fmt: skip


def cell_rows(planned: PlannedSettlement) -> list[dict[str, Any]]:
    """Return the cells, numbered from 1."""
    return [_cell(number, cell, planned) for number, cell in enumerate(planned.cells, start=1)]


def _cell(number: int, cell: Cell, planned: PlannedSettlement) -> dict[str, Any]:
    """Return a cell as a row; a statement's cell of a whole key has no cost of its own."""
    single = cell.line.isdecimal()
    key: UUID | None = None
    if single:
        key = planned.costs[int(cell.line) - 1].group.key_id
    elif cell.line != BY_SHARES:
        key = UUID(cell.line)
    return {
        "number": number, "line": int(cell.line) if single else 0, "debtor_id": cell.owner,
        "lot_id": planned.facts.lots.get(cell.lot), "key_id": key, "amount": cell.amount.cents,
        "whole": cell.whole.cents, "weight": cell.weight, "total": cell.total, "of_lot": cell.of_lot.cents,
        "before": cell.before.cents, "days": cell.days, "of_days": cell.of_days,
    }  # fmt: skip


def owner_rows(planned: PlannedSettlement) -> list[dict[str, Any]]:
    """Return the sums of every debtor."""
    return [
        {
            "debtor_id": owner.debtor_id, "actual": owner.actual.cents, "called": owner.called.cents,
            "to_pay": owner.to_pay.cents, "posted": owner.posted.cents, "tenant": owner.tenant.cents,
        }
        for owner in planned.owners
    ]  # fmt: skip
