"""Around the buttons of a ballot: what was pressed waits here until the server answered it, with or without a network.

    held = held_choice(slot)
    ballot_box(
        waiting_ballot(choice=held, at=held_at(slot), ...),
        ballot(chosen=receipt.choice, waiting=held, ...),
        slot=slot, card=vote.key, item=room.item_id, revision=receipt.revision,
        answered=BallotState.answered, beat=room.at, patience=12, person=session.person_id,
        question={"assembly": …, "round": …, "text_version": …, "lots": vote.lot_ids}, says={"point": …, "title": …},
        on_send=lambda item, choice, nonce, based_on: BallotState.choose(item, vote.key, choice, nonce, based_on),
    )

The nonce is made in the browser, once per press. The JavaScript is assets/js/ballot.js.
"""

from typing import Any

import reflex as rx
from reflex_base.event import no_args_event_spec
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.base import LiteralVar, Var

LIBRARY = "$/public/js/ballot.js"
_HELD = VarData(imports={LIBRARY: [ImportVar(tag="useHeld")]}, hooks={"const kgHeld = useHeld();": None})


def _press(item: Var[str], choice: Var[str], nonce: Var[str], based_on: Var[int]) -> tuple[Var, Var, Var, Var]:
    return (item, choice, nonce, based_on)


class BallotBox(rx.Component):
    """Hears the buttons inside it; one per owner for whom the reader votes."""

    library = LIBRARY
    tag = "BallotBox"
    slot: rx.Var[str]
    card: rx.Var[str]
    item: rx.Var[str]
    revision: rx.Var[int]
    answered: rx.Var[str]
    beat: rx.Var[Any]
    patience: rx.Var[int]
    person: rx.Var[str]
    question: rx.Var[dict[str, Any]]
    says: rx.Var[dict[str, Any]]
    on_send: rx.EventHandler[_press]


class WhileHeard(rx.Component):
    """Shows its children only while the page hears the server, or only while it does not."""

    library = LIBRARY
    tag = "WhileHeard"
    heard: rx.Var[bool]
    beat: rx.Var[Any]
    patience: rx.Var[int]


class LateCall(rx.Component):
    """Calls a handler some time after a value changed; draws nothing."""

    library = LIBRARY
    tag = "LateCall"
    ready: rx.Var[bool]
    when: rx.Var[str]
    spread: rx.Var[int]
    on_time: rx.EventHandler[no_args_event_spec]


def ballot_box(*children: Any, **props: Any) -> rx.Component:
    """Wrap the ballot of one owner.

    `slot` names item, round and owner, `card` the owner; `revision` is the newest one this page knows, `answered` the
    nonce of the last press that has its answer; `on_send(item, choice, nonce, based_on)` casts, `based_on` being -1 for a
    press that did not wait. `beat` and `patience` are those of `live_mark`. `person` is the reader's id: what she pressed
    is kept under it. `question` is what the press answers (assembly, round, text_version, ids of the lots), `says` what a
    screen needs to name it later (point, title, shares, of, options).
    """
    return BallotBox.create(*children, **props)


def while_heard(live: Any, cut: Any, *, beat: Any, patience: int) -> rx.Component:
    """Show `live` while the page hears the server and `cut` while it does not; `beat`, `patience` as for `live_mark`."""
    return rx.fragment(
        WhileHeard.create(live, heard=True, beat=beat, patience=patience),
        WhileHeard.create(cut, heard=False, beat=beat, patience=patience),
    )


def held_choice(slot: Any) -> rx.Var[str]:
    """Return the choice that waits on this phone in a slot, or an empty text."""
    return _held("choice", slot)


def held_at(slot: Any) -> rx.Var[str]:
    """Return when it was pressed, as an ISO instant."""
    return _held("at", slot)


def late_call(*, ready: Any, when: Any, on_time: Any, seconds: int = 3) -> rx.Component:
    """Call `on_time` once within some seconds after `when` changed to another, non-empty text; not at first sight.

    Each phone waits a different time, so that a room of a thousand never asks at once. `ready` says that `when` is known.
    """
    return LateCall.create(ready=ready, when=when, spread=seconds * 1000, on_time=on_time)


def _held(name: str, slot: Any) -> rx.Var[str]:
    named = LiteralVar.create(slot)
    data = VarData.merge(_HELD, named._get_all_var_data())
    return Var(f"kgHeld.{name}({named!s})", _var_type=str, _var_data=data)
