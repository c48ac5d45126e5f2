"""What the verifier found in a file, as the page shows it. The answer passes through the reader's own browser only."""

import json
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from koprogo.security.policies import anyone, policy
from koprogo.state.base import AppState

LONGEST = 60_000
MOST = 60
WORD = 300
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True)
class SaidLine:
    """A sentence of the verifier."""

    message_id: str = ""
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VoteLine:
    """One vote; `point` and `round` of its name `7a/1`."""

    point: str
    round: str
    ballots: int
    ok: bool


class VerifyState(AppState, rx.State):
    """The last file that was verified in this tab."""

    file_name: str = ""
    told: bool = False
    ok: bool = False
    copy_of: str = ""
    votes: list[VoteLine] = []
    faults: list[SaidLine] = []
    faults_count: int = 0
    notes: list[SaidLine] = []

    @rx.event
    @policy(anyone)
    async def load(self) -> None:
        """Begin without a file."""
        self.told, self.file_name = False, ""

    @rx.event
    @policy(anyone)
    async def show(self, answer: str, file_name: str) -> None:
        """Show what our own route answered to this browser; whoever sends something else fools herself alone."""
        try:
            found = json.loads(str(answer)[:LONGEST])
            votes = [_vote(each) for each in found["votes"][:MOST]]
            faults, notes = (_said(found[name]) for name in ("faults", "notes"))
            count = int(found["faults_count"])
        except UNREADABLE:
            self.told = False
            return
        self.votes, self.faults, self.notes, self.faults_count = votes, faults, notes, count
        self.ok, self.copy_of = found.get("ok") is True, str(found.get("copy_of", ""))[:WORD]
        self.file_name, self.told = str(file_name)[:WORD], True


def _said(rows: list[Any]) -> list[SaidLine]:
    return [
        SaidLine(str(row["message_id"])[:WORD], {str(name): str(fact)[:WORD] for name, fact in row["facts"].items()})
        for row in rows[:MOST]
    ]


def _vote(row: dict[str, Any]) -> VoteLine:
    point, _, round_ = str(row["vote"])[:WORD].partition("/")
    return VoteLine(point, round_, int(row["ballots"]), row["ok"] is True)
