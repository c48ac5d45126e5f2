"""What the planner knows of the tables, said at once after a great deal was written: a demo, an association that arrived.

Autovacuum says it too, a minute later; until then a join of young tables is planned as if they were nearly empty.
"""

from alembic import op

revision = "2026_11_25_statistics"
down_revision = "2026_11_25_bank2"

STATISTICS = """
CREATE FUNCTION refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    named text;
BEGIN
    FOR named IN SELECT relname FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner = current_user::regrole LOOP
        EXECUTE format('ANALYZE %I', named);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION refresh_statistics() FROM PUBLIC;
ALTER FUNCTION refresh_statistics() OWNER TO koprogo_owner;
GRANT EXECUTE ON FUNCTION refresh_statistics() TO koprogo_app;
"""


def upgrade() -> None:
    op.execute(STATISTICS)


def downgrade() -> None:
    op.execute("DROP FUNCTION refresh_statistics()")
