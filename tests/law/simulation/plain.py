"""A whole assembly as the law page tells it, from its log of what happened; imports nothing of the product.

Whoever reads this with the law beside it should nod at each line.
"""

from calendar import monthrange
from datetime import date, timedelta

from tests.law.simulation.plain_room import Answers, Evening
from tests.law.simulation.plain_vote import Vote
from tests.law.simulation.script import Days, Script, Step


def play(script: Script) -> Answers:
    """Return every answer the law gives to a script, in order."""
    evening = Evening(script)
    evening.answers += days(script.days, sum(lot.shares for lot in script.lots))
    evening.answers.append(("in writing", in_writing(script)))
    for step in script.first:
        evening.happens(step)
    reached = evening.quorum()
    evening.answers.append(("quorum", reached))
    if not reached:
        for person in sorted({lot.owner for lot in script.lots} | {"tenant", "lawyer"}):
            evening.log.append(Step("leaves", person))
        for step in script.second:
            evening.happens(step)
        proxies = evening.proxies()
        somebody = any(evening.carrier(lot, (), proxies) for lot in script.lots)
        evening.answers.append(("second session", somebody))
        if not somebody:
            return evening.answers
    for number, point in enumerate(script.points, start=1):
        Vote(evening, point).play(number)
    return evening.answers


def days(asked: Days, shares: int) -> Answers:
    """The days of §§2, 3, 5 and 12, of art. 3.88 §4 and 3.92 §3."""
    four_months = asked.meeting.month + 4
    year, month = asked.meeting.year + (four_months > 12), four_months - 12 * (four_months > 12)
    last = date(year, month, min(asked.meeting.day, monthrange(year, month)[1]))
    by = asked.meeting + timedelta(30)
    reached = sum(asked.signed) * 5 >= shares
    in_time = (asked.meeting - asked.sent).days >= (0 if asked.urgent else 15)
    return [
        ("notice", (in_time, asked.meeting - timedelta(15), asked.meeting - timedelta(16))),
        ("second session on", ((asked.second - asked.meeting).days >= 15, asked.meeting + timedelta(15))),
        ("retry on", ((asked.retry - asked.meeting).days >= 30, asked.meeting + timedelta(30))),
        ("proposal by right", (asked.window - asked.received).days >= 21),
        ("request", (reached, asked.request + timedelta(30) if reached else None)),
        ("minutes", (by, asked.minutes is not None and asked.minutes > by, _overdue(asked, by))),
        ("contest until", last),
    ]


def _overdue(asked: Days, by: date) -> bool:
    sent = asked.minutes is not None and asked.minutes <= asked.today
    return asked.today > by and not sent


def in_writing(script: Script) -> str:
    """Art. 3.87 §11: everyone, in writing."""
    said = dict(script.written)
    joint = [lot for lot in script.lots if lot.suspended]
    words = [said[lot.name] for lot in script.lots if not lot.suspended]
    if "against" in words:
        return "rejected"
    if joint or "none" in words:
        if script.written_over:
            return "rejected"
        return "needs_designation" if joint else "open"
    return "carried"
