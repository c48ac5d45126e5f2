"""The room as the law page tells it: who is there, whose proxies stand, who carries a lot, whether there is a quorum.

Imports nothing of the product. Presence and proxies are looked up in the log of what happened each time they are needed;
nothing is kept up to date.
"""

from typing import Any

from tests.law.simulation.script import Lot, Script, Step

Answers = list[tuple[str, Any]]


class Evening:
    """One assembly being played: the log, and for each lot the ballot that stands on the point being voted."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.lots = {lot.name: lot for lot in script.lots}
        self.log: list[Step] = []
        self.answers: Answers = []
        self.corrected: dict[str, bool] = {}

    def there(self, person: str) -> bool:
        """The last thing she did at the door was to come in; or, once corrected, what we know better."""
        if person in self.corrected:
            return self.corrected[person]
        for step in reversed(self.log):
            if step.person == person and step.what in ("arrives", "leaves"):
                return step.what == "arrives"
        return False

    def proxies(self) -> list[Step]:
        """Accepted, and the giver neither came nor took them back since."""
        return [
            step
            for place, step in enumerate(self.log)
            if step.what == "gives"
            and not any(
                later.person == step.person and later.what in ("arrives", "revokes") for later in self.log[place:]
            )
        ]

    def happens(self, step: Step) -> None:
        """Write a step of the door in the log; a proxy only if it is accepted."""
        if step.what != "gives":
            self.log.append(step)
            return
        standing = self.proxies()
        if any(set(step.lots) & set(other.lots) for other in standing) or any(
            (other.person, other.other) == (step.person, step.other) for other in standing
        ):
            return
        accepted = self.accepts(step, [other for other in standing if other.other == step.other])
        self.answers.append((f"{step.person} gives {len(step.lots)} lots to {step.other}", accepted))
        if accepted:
            self.log.append(step)

    def accepts(self, step: Step, held: list[Step]) -> bool:
        """Art. 3.87 §7: three, or together with her own at most a tenth of all votes; never the syndic."""
        if step.other in (self.script.syndic, step.person):
            return False
        own = sum(lot.shares for lot in self.script.lots if lot.owner == step.other and not lot.suspended)
        together = own + sum(self.lots[name].shares for each in (*held, step) for name in each.lots)
        return len(held) < 3 or 10 * together <= sum(lot.shares for lot in self.script.lots)

    def carrier(self, lot: Lot, excluded: tuple[str, ...] = (), proxies: list[Step] | None = None) -> str:
        """The owner in the room, else the holder in the room; nobody for a suspended lot, and nobody who is excluded."""
        if lot.suspended:
            return ""
        if self.there(lot.owner):
            return "" if lot.owner in excluded else lot.owner
        for proxy in self.proxies() if proxies is None else proxies:
            if lot.name in proxy.lots and self.there(proxy.other) and proxy.other not in excluded:
                return proxy.other
        return ""

    def quorum(self) -> bool:
        """Art. 3.87 §5: more than half of the heads with half of the shares, or more than three quarters."""
        proxies = self.proxies()
        inside = [lot for lot in self.script.lots if self.carrier(lot, (), proxies)]
        heads, shares = {lot.owner for lot in inside}, sum(lot.shares for lot in inside)
        all_heads, all_shares = {lot.owner for lot in self.script.lots}, sum(lot.shares for lot in self.script.lots)
        return (len(heads) > len(all_heads) / 2 and shares * 2 >= all_shares) or shares * 4 > all_shares * 3
