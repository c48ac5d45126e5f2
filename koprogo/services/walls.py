"""The walls as they stand in this very database: read from PostgreSQL's catalogue, for `koprogo check`.

A restore, or somebody with the administrator's password, may have left a table without its row-level security, or with
a right that the application must not have. Migrations put them there; here they are looked at.
"""

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.models.base import APPEND_ONLY
from koprogo.models.tables import METADATA

BEFORE_THE_WALLS = {"sign_in_session", "invitation"}
"""They name an association and are asked before anybody knows who is asking; `security` guards them."""
POLICIES = {"reach_read", "one_add", "platform_read"}
LOCKS = {"only_added_to", "never_emptied"}
APP, PLATFORM, OWNER = "koprogo_app", "koprogo_platform", "koprogo_owner"

TABLES = """
SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS walled, pg_get_userbyid(c.relowner) AS owner,
       ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid) AS policies,
       ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled IN ('O', 'A')) AS locks,
       has_table_privilege(:app, c.oid, 'DELETE, TRUNCATE') AS removes, has_table_privilege(:app, c.oid, 'UPDATE') AS edits,
       has_table_privilege(:app, c.oid, 'SELECT') AS reads
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
ROLES = """
SELECT rolname AS name, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole OR rolcreatedb AS makes FROM pg_roles
 WHERE rolname IN (:app, :platform, :owner)
"""


async def verify_walls(session: AsyncSession) -> list[str]:
    """Return one sentence per wall, lock or role that is not as the migrations make it; empty is good."""
    roles = (await session.execute(text(ROLES), {"app": APP, "platform": PLATFORM, "owner": OWNER})).mappings()
    faults = [fault for row in roles for fault in _role_faults(dict(row))]
    found = {row["name"]: row for row in (await session.execute(text(TABLES), {"app": APP})).mappings()}
    for name, table in sorted(METADATA.tables.items()):
        if name not in found:
            faults.append(f"table {name} is missing")
            continue
        is_tenants = name == "association" or ("association_id" in table.c and name not in BEFORE_THE_WALLS)
        faults += [f"table {name}: {what}" for what in _table_faults(found[name], is_tenants, name in APPEND_ONLY)]
    return faults


def _role_faults(row: dict[str, object]) -> list[str]:
    name = row["name"]
    faults = [f"role {name} is a superuser"] if row["rolsuper"] else []
    if name == OWNER:
        return [*faults, f"role {name} may sign in"] if row["rolcanlogin"] else faults
    if row["rolbypassrls"]:
        faults.append(f"role {name} passes row-level security")
    if row["makes"]:
        faults.append(f"role {name} may make roles or databases")
    return faults


def _table_faults(facts: RowMapping, is_tenants: bool, is_append_only: bool) -> list[str]:
    faults = []
    if facts["owner"] != OWNER:
        faults.append(f"it belongs to {facts['owner']}, not to {OWNER}")
    if is_tenants and not facts["walled"]:
        faults.append("row-level security is not forced")
    if is_tenants and (missing := POLICIES - set(facts["policies"])):
        faults.append(f"policies are missing: {', '.join(sorted(missing))}")
    if facts["removes"]:
        faults.append(f"{APP} may remove rows")
    if not facts["reads"]:
        faults.append(f"{APP} may not read it")
    if is_append_only and facts["edits"]:
        faults.append(f"{APP} may edit what is only added to")
    if is_append_only and (missing := LOCKS - set(facts["locks"])):
        faults.append(f"its locks are missing or off: {', '.join(sorted(missing))}")
    return faults
