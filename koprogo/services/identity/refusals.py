"""The ways signing in says no. None of them tells a stranger whether an account exists."""

from koprogo.core.errors import BadInput, NotNow, Problem, Refused

WRONG_PASSWORD = (
    "This e-mail address and this password do not belong together. Check both, or ask for a link to choose a new "
    "password."
)
UNKNOWN_CODE = "No slip has this code. Enter the 12 letters and digits printed on it, without I, O, 0 and 1."


def wrong_password() -> BadInput:
    """Return the answer to every failed sign-in, whether the account exists or not."""
    return BadInput(Problem("password", WRONG_PASSWORD))


def unknown_code() -> BadInput:
    """Return the answer to a code that no slip has."""
    return BadInput(Problem("code", UNKNOWN_CODE))


class AccountWaits(Refused):
    """Too many wrong passwords for this account; live sign-ins, slips and links go on."""

    message_id = (
        "Too many wrong passwords for this address. Try again in {minutes} min, ask for a link by e-mail, or ask "
        "the syndic at the desk to lift the wait."
    )

    minutes: int


class LinkEnded(Refused):
    """A link is good once, and for some days."""

    message_id = "This link has been used or is too old. Ask for a new one."


class SlipEnded(Refused):
    """The slip was withdrawn, or its evening is over."""

    message_id = "This slip is no longer valid. Ask for a new one at the desk."


class SignsInAlready(Refused):
    """The person has an account; nobody else can give her another."""

    message_id = "This person signs in already. She can ask for a link to choose a new password on the sign-in page."


class TooBusy(NotNow):
    """More people try at this moment than the machine can check; nothing was counted against anybody."""

    message_id = "Many people are signing in at this moment. Try again in a few seconds."
