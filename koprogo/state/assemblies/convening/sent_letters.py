"""Letters as the screens list them: to whom, by which way, what became of each."""

from dataclasses import dataclass

from koprogo.services.assemblies.convening.sendings import SentLine

REACHED = ("opened", "posted", "delivered")


@dataclass(frozen=True)
class LetterLine:
    """One letter; days and instants ISO, empty when not there."""

    key: str
    name: str
    channel: str
    where: str
    lots: str
    at: str
    status: str
    posted_on: str
    opened_at: str
    problem: str


def letter_line(line: SentLine) -> LetterLine:
    """Return a letter as the page shows it."""
    return LetterLine(
        key=str(line.id),
        name=line.name,
        channel=line.channel,
        where=line.where,
        lots=", ".join(line.lots),
        at=line.at.isoformat(),
        status=line.state,
        posted_on=line.posted_on.isoformat() if line.posted_on else "",
        opened_at=line.opened_at.isoformat() if line.opened_at else "",
        problem=line.problem,
    )
