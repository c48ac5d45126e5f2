"""Unanimity tried again, offered where absence alone defeated it."""

from contextlib import suppress

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.voting import retry
from koprogo.state.assemblies.acting import acting, parse_start, said
from koprogo.state.base import AppState


class RetryState(AppState, rx.State):
    """What may be tried again, and the form that drafts it."""

    numbers: list[int] = []
    earliest_day: str = ""
    drafted_id: str = ""

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show which points may be tried again; a refusal on the screen stays, and who may not sees nothing."""
        found = None
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                found = await retry.retry_of(*act.here)
        self.numbers = list(found.numbers) if found else []
        self.earliest_day = found.earliest_day.isoformat() if found else ""
        self.drafted_id = str(found.assembly_id or "") if found else ""

    @rx.event
    @policy(member)
    async def draft(self, answers: dict) -> EventSpec | None:
        """Draft the new assembly with those points, and go on to it."""
        async with self.refusals(), acting(self) as act:
            starts_at, place = parse_start(answers), said(answers, "place", 400)
            made = await retry.plan_retry(*act.here, starts_at=starts_at, place=place, at=now())
            return rx.redirect(urls.assembly(made, "plan"))
        return None
