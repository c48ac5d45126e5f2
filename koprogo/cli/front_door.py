"""Where people come in: a port of ours alone, https unless the way stays on this machine, addresses to print."""

import http.client
import socket
import ssl
import time
from collections.abc import Callable

from koprogo.adapters import redis_server
from koprogo.adapters.certificate import ensure_certificate, fingerprint_of, machine_names
from koprogo.adapters.operator_error import OperatorError
from koprogo.core.clock import now
from koprogo.settings import Settings, is_loopback, origin

_EVERYWHERE = {"0.0.0.0", "::"}


def refuse_open_door(chosen: Settings) -> None:
    """Refuse settings under which sign-ins would travel in the clear or processes would not know each other's state.

    Raises:
        OperatorError: with what to set.
    """
    if (chosen.tls_certificate is None) != (chosen.tls_key is None):
        raise OperatorError("KOPROGO_TLS_CERTIFICATE and KOPROGO_TLS_KEY belong together: set both or neither.")
    safe = is_loopback(chosen.host) or chosen.tls_certificate or chosen.public_url.startswith("https:")
    if not safe:
        raise OperatorError(
            f"On {chosen.host} others would reach KoproGo over plain http, where browsers keep no sign-in. "
            "Use --https, or put a proxy with https in front and set KOPROGO_PUBLIC_URL."
        )
    if chosen.workers > 1 and not chosen.redis_url and redis_server.program() is None:
        raise OperatorError(
            "Several server processes tell each other in Redis which screen is connected where: install redis-server, "
            "set KOPROGO_REDIS_URL, or use --workers 1."
        )


def refuse_busy_port(chosen: Settings) -> None:
    """Refuse a port somebody listens on; granian would otherwise share it with them, without a word.

    Raises:
        OperatorError: the port is taken, or the address is not this machine's.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(chosen.host, chosen.port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of an earlier run may still linger
        try:
            probe.bind(address)
        except OSError as refusal:
            raise OperatorError(
                f"Port {chosen.port} on {chosen.host} cannot be used ({refusal.strerror}). Choose another with --port."
            ) from refusal


def with_certificate(chosen: Settings) -> dict[str, str]:
    """Return the variables that make the server speak https: the certificate, and the addresses phones may use."""
    names = machine_names()
    shown = [name for name in names if ":" not in name] if chosen.host in _EVERYWHERE else [chosen.host]
    variables = {
        "KOPROGO_HALL_ADDRESSES": " ".join(
            origin("https", name, chosen.port) for name in shown if not is_loopback(name)
        )
    }
    if chosen.tls_certificate is None:
        made = ensure_certificate(chosen.data_dir / "tls", list(dict.fromkeys([*names, *shown])), now())
        variables |= {"KOPROGO_TLS_CERTIFICATE": str(made.certificate), "KOPROGO_TLS_KEY": str(made.key)}
    return variables


def answers(chosen: Settings, seconds: float, while_: Callable[[], bool]) -> bool:
    """Wait until the server answers a request; False when `while_` turns false or the time is up."""
    deadline = time.monotonic() + seconds
    while while_() and time.monotonic() < deadline:
        if _answers_now(chosen):
            return True
        time.sleep(0.1)
    return False


def doors(chosen: Settings) -> list[str]:
    """Return the lines that say where KoproGo is, and how to know its certificate."""
    addresses = [chosen.public_url] if chosen.public_url else [*chosen.hall_addresses.split(), chosen.base_url]
    lines = [f"KoproGo is ready: {addresses[0]}", *(f"              also: {each}" for each in addresses[1:3])]
    if chosen.tls_certificate:
        lines.append(f"SHA-256 fingerprint of the certificate: {fingerprint_of(chosen.tls_certificate)}")
    return lines


def _answers_now(chosen: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(chosen.host, chosen.host)
    connection = (
        http.client.HTTPSConnection(host, chosen.port, timeout=5, context=ssl._create_unverified_context())
        if chosen.tls_certificate
        else http.client.HTTPConnection(host, chosen.port, timeout=5)
    )
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
