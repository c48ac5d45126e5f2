"""Is anybody in session? Asked before a new version touches the database: a deploy interrupts no vote."""

from zoneinfo import ZoneInfo

import psycopg

from koprogo.adapters.database_roles import OWNER

OPEN = """
SELECT n.name, s.at FROM (SELECT DISTINCT ON (assembly_id) assembly_id, association_id, what, at FROM assembly_event
                           ORDER BY assembly_id, seq DESC) s
  JOIN association n ON n.id = s.association_id
 WHERE s.what IN ('opened', 'resumed', 'suspended') ORDER BY s.at
"""
"""Plain tables of the first migration, so that it can be asked of a database that is versions behind."""
BRUSSELS = ZoneInfo("Europe/Brussels")


def open_assemblies(admin_dsn: str) -> list[str]:
    """Return a line for each assembly that was opened and not closed: name, since when. None before the first start."""
    try:
        with psycopg.connect(admin_dsn) as connection:
            known = connection.execute("SELECT to_regclass('public.assembly_event')").fetchone()
            if known is None or known[0] is None:
                return []
            connection.execute(f"SET ROLE {OWNER}")
            rows = connection.execute(OPEN).fetchall()
    except psycopg.OperationalError:  # no such database yet: what comes next makes it, or says why not
        return []
    return [f"{name}, open since {at.astimezone(BRUSSELS):%d/%m/%Y %H:%M}" for name, at in rows]
