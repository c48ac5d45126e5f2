"""The web server beside Reflex: the interface under /api/v1, signing in, health, figures.

`rx.App(api_transformer=[build(assemblies.router, ...), Door])`: our routes first, Reflex and its pages below, the door
around everything. Its own lifespan is not run by Reflex; register `health.watch_loop` with the app.
"""

from fastapi import APIRouter, FastAPI

from koprogo.api import docs, health, identity, metrics
from koprogo.api.errors import add_handlers
from koprogo.security import sign_in_routes

DESCRIPTION = """\
Everything the pages do, for programs. Sign in with `POST /auth/sign-in` (JSON: `email`, `password`) and keep the
cookie; send an `Origin` header of this installation with everything that changes something. A refusal is JSON too:
`type`, `title`, `article`, `detail` (in your `Accept-Language`), `fields`. What belongs to others is 404, never 403.
"""


def build(*routers: APIRouter) -> FastAPI:
    """Return the application with our routes and those given."""
    app = FastAPI(
        title="KoproGo",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    )
    add_handlers(app)
    for router in (sign_in_routes.router, health.router, metrics.router, identity.router, *routers, docs.router):
        app.include_router(router)
    return app
