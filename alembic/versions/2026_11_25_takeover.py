"""Arriving and leaving: how an old tool's columns were read, what the last years cost, and numbers that begin anew.

`begin_numbers_anew` is for rows that came from another installation with the numbers they had there: ours go on from the
next thousand million, far from any that may still come from the same place. It only ever moves forward.
"""

from alembic import op

revision = "2026_11_25_takeover"
down_revision = "2026_11_24_invoices"

TABLES = """
CREATE TABLE old_tool_mapping (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    tool VARCHAR NOT NULL,
    columns JSONB DEFAULT '{}' NOT NULL,
    accounts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_old_tool_mapping PRIMARY KEY (id),
    CONSTRAINT uq_old_tool_mapping_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_old_tool_mapping_tool CHECK (length(tool) BETWEEN 1 AND 60),
    CONSTRAINT fk_old_tool_mapping_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_old_tool_mapping_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_old_tool_mapping_association_id ON old_tool_mapping (association_id);

CREATE TABLE old_year_cost (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    starts DATE NOT NULL,
    next_starts DATE NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    amount BIGINT NOT NULL,
    entry_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_old_year_cost PRIMARY KEY (id),
    CONSTRAINT fk_old_year_cost_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_old_year_cost_association_id_entry_id_starts_code UNIQUE (association_id, entry_id, starts, code),
    CONSTRAINT ck_old_year_cost_year CHECK (starts < next_starts),
    CONSTRAINT fk_old_year_cost_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_old_year_cost_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_old_year_cost_association_id ON old_year_cost (association_id);
"""

NUMBERS = """
CREATE FUNCTION begin_numbers_anew() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    named text;
    highest bigint;
    apart bigint := 1000000000;
BEGIN
    FOREACH named IN ARRAY ARRAY['audit_event', 'presence_event'] LOOP
        EXECUTE format('SELECT max(id) FROM %I', named) INTO highest;
        IF highest IS NOT NULL THEN
            PERFORM setval(pg_get_serial_sequence(named, 'id'),
                           greatest(nextval(pg_get_serial_sequence(named, 'id')), (highest / apart + 1) * apart));
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION begin_numbers_anew() FROM PUBLIC;
ALTER FUNCTION begin_numbers_anew() OWNER TO koprogo_owner;
GRANT EXECUTE ON FUNCTION begin_numbers_anew() TO koprogo_app;
"""
NAMES = ("old_tool_mapping", "old_year_cost")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(NUMBERS)
    for table in NAMES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )


def downgrade() -> None:
    op.execute("DROP FUNCTION begin_numbers_anew()")
    for table in reversed(NAMES):
        op.execute(f"DROP TABLE {table}")
