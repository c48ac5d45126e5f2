"""The paths, by name; imports nothing, so that mails and papers may link too."""

HOME = "/"
SIGN_IN = "/sign-in"
INVITATION = "/invitation"
"""Choose a password with a link; the link's secret is in a cookie by then."""
FORGOTTEN = "/forgotten"
"""Ask for a link to choose a new password."""
SLIP = "/slip"
"""Type the code of a slip from the desk."""
PROFILE = "/profile"
RELOAD = "/reload"
"""A page that loads itself anew: the sign-in of this browser has changed."""

AUTH_SIGN_IN = "/auth/sign-in"
AUTH_SIGN_OUT = "/auth/sign-out"
AUTH_SIGN_OUT_EVERYWHERE = "/auth/sign-out-everywhere"
AUTH_INVITATION = "/auth/invitation"
AUTH_FORGOTTEN = "/auth/forgotten"
AUTH_SLIP = "/auth/slip"


def invitation(token: str) -> str:
    """Return the path in a letter that lets a person choose a password."""
    return f"{AUTH_INVITATION}/{token}"


def slip(code: str) -> str:
    """Return the path in the QR code of a slip; short, so that the QR code stays coarse."""
    return f"/s/{code}"
