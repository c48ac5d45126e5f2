"""The settlement of the demo's last closed year: for who looks at one, or follows one."""

from tests.e2e.stage import Window


def settled(syndic: Window, association: str) -> str:
    """Return the id of the newest settlement that was issued."""
    issued = syndic.rest("GET", f"/associations/{association}/settlements")
    newest: dict[str, str] = max(issued, key=lambda each: (each["covers_from"], each["version"]))
    return newest["id"]
