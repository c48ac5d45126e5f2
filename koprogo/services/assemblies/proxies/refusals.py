"""Every no to a proxy, given or used (art. 3.87 §7)."""

from koprogo.core.errors import Refused


class ProxyRefused(Refused):
    """A limit of art. 3.87 §7; `why` is the rule's own word for it."""

    message_id = "This proxy cannot be accepted: {why}"
    article = "3.87 §7"
    why: str


class InstructionBinds(Refused):
    """The giver of a proxy decided on this very text; `choice` is what she decided."""

    message_id = "The giver of this proxy decided on point {number} herself: {choice}. Vote for her as she decided."
    article = "3.87 §7"
    number: int | str
    choice: str


class ProxyForOneAssembly(Refused):
    """A proxy that is not notarial cannot stand longer than one assembly."""

    message_id = (
        "A proxy is for one assembly and its second session; only one by notarial deed stands longer. Enter it at the"
        " desk of that assembly."
    )
    article = "3.87 §7"
