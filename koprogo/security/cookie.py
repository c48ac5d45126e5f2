"""The two cookies: the sign-in, and a link or slip that somebody is about to use.

Both are `__Host-` cookies: Secure, HttpOnly, SameSite=Lax, for this host only; no script can read or plant them.
Chromium and Firefox keep them on plain http from this very machine too (docs/adr/0010). What goes on from here is the
SHA-256 of the value, in place of the cookie header (`sealed`), so Reflex never sees a cookie.
"""

from http.cookies import CookieError, SimpleCookie

from koprogo.services.identity.sessions import hash_of

SESSION = "__Host-koprogo"
LINK = "__Host-koprogo-link"
LINK_SECONDS = 900
VALUE_MOST = 128


def read(header: str, name: str) -> str | None:
    """Return a cookie's value from a Cookie header; None when it is missing, empty or too long to be ours."""
    for part in header.split(";"):
        key, found, value = part.strip().partition("=")
        if found and key == name and 0 < len(value) <= VALUE_MOST:
            return value
    return None


def hash_in(header: str, name: str) -> bytes | None:
    """Return the SHA-256 of a cookie's value from a Cookie header."""
    value = read(header, name)
    return hash_of(value) if value else None


def session_cookie(token: str) -> str:
    """Return the Set-Cookie header of a new sign-in; it lasts as long as the browser runs, at most."""
    return _header(SESSION, token, None)


def link_cookie(secret: str) -> str:
    """Return the Set-Cookie header that carries a link's secret to the page that uses it."""
    return _header(LINK, secret, LINK_SECONDS)


def gone(name: str) -> str:
    """Return the Set-Cookie header that removes a cookie."""
    return _header(name, "", 0)


def sealed(session: bytes | None) -> str:
    """Return what stands in for the Cookie header of a live connection: the hash of the sign-in, or nothing."""
    return f"session={session.hex()}" if session else ""


def unseal(header: str) -> bytes | None:
    """Return the hash from the header that `sealed` wrote; None when it is not there."""
    value = read(header, "session")
    try:
        return bytes.fromhex(value) if value else None
    except ValueError:
        return None


def _header(name: str, value: str, seconds: int | None) -> str:
    cookie: SimpleCookie = SimpleCookie()
    try:
        cookie[name] = value
    except CookieError as wrong:
        raise ValueError(f"no cookie can be made of {name}") from wrong
    morsel = cookie[name]
    morsel["path"], morsel["secure"], morsel["httponly"], morsel["samesite"] = "/", True, True, "Lax"
    if seconds is not None:
        morsel["max-age"] = seconds
    return morsel.OutputString()
