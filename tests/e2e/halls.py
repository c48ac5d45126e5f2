"""An evening made ready in a few requests, for journeys that begin in the middle of one.

Planned, convened, peopled and opened through the REST interface, as the syndic; `test_evening.py` walks the same way
through the screens.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from koprogo.core.clock import now, today
from tests.e2e.stage import Stage, Window

TILLEULS = "Résidence Les Tilleuls"
POINTS = ("accounts", "budget", "works")
ORGANISATION = re.compile(r"(SRL|SA|ASBL) ")
"""In the demo's list; nobody is recorded who acts for them, so they cannot come."""


@dataclass
class Hall:
    """An assembly of the demo building, and the syndic's window that runs it from behind the scenes."""

    syndic: Window
    association_id: str
    id: str
    items: list[str]
    """Ids of its points, in order."""

    def path(self, page: str) -> str:
        return f"/assemblies/{self.id}/{page}"

    def attendees(self) -> list[dict[str, Any]]:
        return self.syndic.rest("GET", f"/assemblies/{self.id}/attendees")["rows"]

    def room(self) -> dict[str, Any]:
        """Return what everyone in the room sees, as the server counts it now."""
        return self.syndic.rest("GET", f"/assemblies/{self.id}/room")

    def arrive(self, but: str = "") -> None:
        """Check everybody in, but for organisations and one person."""
        for each in self.attendees():
            if each["owner_name"] != but and not ORGANISATION.match(each["owner_name"]):
                wish = {"person_id": each["person_id"], "what": "arrived", "channel": "room"}
                self.syndic.rest("POST", f"/assemblies/{self.id}/presence", wish)

    def open(self) -> None:
        self.syndic.rest("POST", f"/assemblies/{self.id}/opening")

    def act(self, point: int, what: str, body: dict[str, Any] | None = None) -> Any:
        """Do something to a point, counted from 1: opening, hands, entries, closing, result, outcome."""
        return self.syndic.rest("POST", f"/assemblies/{self.id}/items/{self.items[point - 1]}/{what}", body or {})

    def start(self, point: int = 1, seconds: int | None = None) -> None:
        self.act(point, "opening", {"seconds": seconds})


def association_of(window: Window, name: str) -> str:
    """Return the id of an association in reach."""
    found = window.rest("GET", "/me")["associations"]
    return next(each["id"] for each in found if each["name"] == name)


def convened(stage: Stage, points: tuple[str, ...] = POINTS) -> Hall:
    """Convene an assembly of the demo building for in twenty days, with usual points."""
    syndic = stage.window("syndic", width=1440)
    syndic.go("/assemblies")
    association = association_of(syndic, TILLEULS)
    day = {"kind": "ordinary", "starts_at": (now() + timedelta(days=20)).isoformat(), "place": "Salle du Parc"}
    made = syndic.rest("POST", f"/associations/{association}/assemblies", day)["id"]
    items = [syndic.rest("POST", f"/assemblies/{made}/items", {"template": each})["id"] for each in points]
    syndic.rest("POST", f"/assemblies/{made}/convocation", {"sent_on": today().isoformat(), "despite": "by post"})
    return Hall(syndic, association, made, items)


def opened(stage: Stage, points: tuple[str, ...] = POINTS) -> Hall:
    """Convene, check everybody in, and open."""
    hall = convened(stage, points)
    hall.arrive()
    hall.open()
    return hall
