"""What the syndic does for people's accounts: send an invitation, lift the wait after wrong passwords at the desk."""

import reflex as rx

from koprogo import db
from koprogo.core.clock import now
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.identity import invite, sign_in
from koprogo.state.base import AppState, parse_id


class AccountsState(AppState, rx.State):
    """The last thing done for somebody's account, to be said beside that person's name."""

    done: str = ""
    """`invited` or `wait_lifted`, or empty."""
    done_for: str = ""
    """The person's id."""

    @rx.event
    @policy(member)
    async def invite(self, association_id: str, person_id: str, email: str) -> None:
        """Send a link to choose a password."""
        self.done = self.done_for = ""
        async with self.refusals():
            actor, association, person = current_actor(), parse_id(association_id), parse_id(person_id)
            async with db.tenant_session(actor, association) as session:
                await invite.invite(session, actor, association, person_id=person, email=str(email), at=now())
            self.done, self.done_for = "invited", str(person)

    @rx.event
    @policy(member)
    async def lift_wait(self, association_id: str, person_id: str) -> None:
        """Let the person try her password again at once."""
        self.done = self.done_for = ""
        async with self.refusals():
            actor, association, person = current_actor(), parse_id(association_id), parse_id(person_id)
            async with db.tenant_session(actor, association) as session:
                await sign_in.lift_lock(session, actor, association, person_id=person, at=now())
            self.done, self.done_for = "wait_lifted", str(person)
