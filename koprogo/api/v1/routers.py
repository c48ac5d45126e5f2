"""Every router of /api/v1, one line each: what the app mounts and what the tests walk through."""

from koprogo.api.v1 import (
    assemblies,
    ballots,
    before_assemblies,
    buildings,
    convening,
    drafts,
    evening,
    keys,
    lot_files,
    ownership,
    papers,
    points,
    register,
    sessions,
    verify,
)

ROUTERS = (
    assemblies.router,
    ballots.router,
    before_assemblies.router,
    buildings.router,
    convening.router,
    drafts.router,
    evening.router,
    keys.router,
    lot_files.router,
    ownership.router,
    papers.router,
    points.router,
    register.router,
    sessions.router,
    verify.router,
)
