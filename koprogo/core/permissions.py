"""Who may do this? The only table permission -> roles.

A permission is `subject.act`. It says which roles may try at all; the service still decides in its transaction whether this
person may do it to this thing (her own lot, her own proxy, an open item).
"""

from uuid import UUID

from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotAllowed, NotFound

S, A, OW, C, U, T = Role.SYNDIC, Role.ACCOUNTANT, Role.OWNER, Role.COUNCIL, Role.AUDITOR, Role.ATTENDEE

# fmt: off
PERMISSIONS: dict[str, frozenset[Role]] = {
    "association.read":      frozenset({S, A, OW, C, U}),
    "association.change":    frozenset({S}),
    "association.export":    frozenset({S}),             # everything, to go elsewhere
    "lots.read":             frozenset({S, A, OW, C, U}),
    "lots.import":           frozenset({S}),
    "people.read":           frozenset({S, A}),
    "people.change":         frozenset({S}),
    "people.invite":         frozenset({S}),
    "assembly.read":         frozenset({S, A, OW, C, U, T}),
    "assembly.plan":         frozenset({S}),
    "assembly.run":          frozenset({S}),
    "assembly.confirm":      frozenset({S, OW, C, T}),   # the second person of a hand-entered ballot; never its author
    "proposal.make":         frozenset({OW, C}),
    "proposal.read":         frozenset({S, OW, C}),
    "request.make":         frozenset({OW}),
    "request.read":         frozenset({S, OW}),
    "attendance.record":     frozenset({S}),
    "written.ask":           frozenset({S}),
    "written.record":        frozenset({S}),
    "written.answer":        frozenset({OW}),
    "candidate.stand":       frozenset({S, OW, C, T}),
    "floor.ask":             frozenset({S, OW, C, U, T}),
    "attendance.check_in":   frozenset({OW, T}),
    "proxy.give":            frozenset({OW}),
    "proxy.record":          frozenset({S}),
    "slip.issue":            frozenset({S}),
    "ballot.cast":           frozenset({OW, T}),
    "ballot.enter":          frozenset({S}),
    "minutes.read":          frozenset({S, A, OW, C, U}),
    "minutes.issue":         frozenset({S}),
    "register.read":         frozenset({S, A, OW, C, U}),
    "register.print":        frozenset({S}),
    "minutes.sign":          frozenset({S, OW, C}),      # one's own place, or on the syndic's tablet
    "task.keep":             frozenset({S}),
    "council.read":          frozenset({S, A, OW, C, U}),
    "council.follow":        frozenset({S, C}),          # what the council follows: questions, late decisions
    "council.ask":           frozenset({C}),
    "council.answer":        frozenset({S}),
    "survey.read":           frozenset({S, A, OW, C, U}),
    "survey.make":           frozenset({S, C}),
    "survey.answer":         frozenset({OW}),            # only who holds a right the survey asks; once, and by heads
    "ticket.read":           frozenset({S, A, OW, C, U}),
    "ticket.report":         frozenset({S, OW, C}),
    "ticket.follow":         frozenset({S, C}),          # who reported, notes between them; the council watches
    "ticket.keep":           frozenset({S}),             # the code in the hall, and asking to be forgotten
    "board.keep":            frozenset({S, C}),          # the board of tasks; who moves which: rules/governance/tasks.py
    "council.report":        frozenset({C}),             # its own report: the syndic it is about does not write in it
    "auditor.report":        frozenset({U}),
    "handover.keep":         frozenset({S, C}),          # who gives and who receives; later: her own door
    "invoice.read":          frozenset({S, A, C, U}),    # suppliers, invoices, payment orders: who keeps and who watches
    "invoice.see":           frozenset({S, A, OW, C, U}),  # an owner what is booked, unless a line is another lot's alone
    "works.read":            frozenset({S, A, OW, C, U}),  # what was allowed, called, invoiced and paid for works
    "invoice.enter":         frozenset({S, A}),
    "invoice.approve":       frozenset({S}),             # approving is booking; rules/charges/invoice_steps.py
    "payment.order":         frozenset({S, A}),
    "iban.confirm":          frozenset({C, U}),          # the second person for a supplier's account; never who entered it
    "books.write":           frozenset({S, A}),
    "books.close":           frozenset({S}),
    "accounts.audit":        frozenset({S, U}),          # the auditor's own word; the syndic's names her report (3.91)
    "books.read":            frozenset({S, A, C, U}),    # each owner's balance too: council, auditor (3.90, 3.91)
    "figures.read":          frozenset({S, A, OW, C, U}),  # the common figures, and one's own account
    "audit.read":            frozenset({S}),
}
# fmt: on


def require(actor: Actor, permission: str, association_id: UUID) -> None:
    """Let the actor pass, or refuse.

    Raises:
        NotFound: the association is out of the actor's reach; nothing tells her that it exists.
        NotAllowed: it is in reach, but none of her roles there has the permission.
    """
    roles = actor.roles_in(association_id)
    if not roles:
        raise NotFound
    if not roles & PERMISSIONS[permission]:
        raise NotAllowed


def allows(actor: Actor, permission: str, association_id: UUID) -> bool:
    """Say whether a role of hers there has the permission: for what is shown or left out, never instead of `require`."""
    return bool(actor.roles_in(association_id) & PERMISSIONS[permission])
