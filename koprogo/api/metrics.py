"""/metrics for Prometheus: of this process, without tenants. Needs the token, or an installation that only this machine
reaches; to everybody else the address does not exist.
"""

import secrets
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Gauge
from prometheus_client.exposition import generate_latest

from koprogo.api.health import loop_lag_seconds
from koprogo.settings import is_loopback, settings

router = APIRouter(include_in_schema=False)

LAG = Gauge("koprogo_event_loop_lag_seconds", "How late the event loop was at the last look")
LAG.set_function(loop_lag_seconds)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Return the counters of this process."""
    if not may_read(request):
        raise HTTPException(404)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def may_read(request: Request) -> bool:
    """Say whether the reader has the token, or sits at this machine with no proxy in between."""
    token = settings().metrics_token
    sent = request.headers.get("authorization", "")
    if token:
        return secrets.compare_digest(sent.encode(), f"Bearer {token}".encode())
    peer = request.client.host if request.client else ""
    is_direct = not settings().trusted_proxy_hops and "x-forwarded-for" not in request.headers
    return is_direct and is_loopback(peer) and is_loopback(urlsplit(settings().base_url).hostname or "")
