"""What browsers are told about every answer: what a page may load, who may frame it, what may be kept.

Scripts come from this server only, and none is made from text ('unsafe-eval' is not there). Reflex writes its first
scripts into the page, so inline ones are allowed: their number is fixed at build time and none holds what people typed.
"""

from collections.abc import Iterable

from koprogo.settings import settings

Header = tuple[bytes, bytes]

ALWAYS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
HSTS: Header = (b"strict-transport-security", b"max-age=31536000")
NOT_KEPT: Header = (b"cache-control", b"no-store")
KEPT_NOWHERE = ("/auth/", "/api/", "/s/", "/l/", "/o/", "/p/", "/r/", "/w/")


def content_security_policy() -> bytes:
    """Return the policy of a page; live connections go to our own origins only."""
    sockets = " ".join(origin.replace("http", "ws", 1) for origin in settings().origins)
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self'; connect-src 'self' {sockets}; worker-src 'self'; "
        "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ).encode()


def with_security(path: str, headers: Iterable[Header]) -> list[Header]:
    """Return an answer's headers with ours; what the answer says itself about caching stays."""
    headers = list(headers)
    named = {name.lower() for name, _ in headers}
    ours = [header for header in ALWAYS if header[0] not in named]
    if settings().base_url.startswith("https:"):
        ours.append(HSTS)
    if path.startswith(KEPT_NOWHERE) and NOT_KEPT[0] not in named:
        ours.append(NOT_KEPT)
    is_page = any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
    if is_page and b"content-security-policy" not in named:
        ours.append((b"content-security-policy", content_security_policy()))
    return headers + ours
