"""Let many convocations leave in one press, and say who attends an assembly for the syndic."""

from alembic import op

revision = "2026_11_22_seasons"
down_revision = "2026_11_22_proxies_at_use"

TABLES = """
CREATE TABLE season_step (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    run_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_season_step PRIMARY KEY (id),
    CONSTRAINT fk_season_step_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT uq_season_step_run_id_assembly_id_what UNIQUE (run_id, assembly_id, what),
    CONSTRAINT ck_season_step_what CHECK (what IN ('asked', 'sent', 'refused')),
    CONSTRAINT fk_season_step_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_season_step_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_season_step_association_id ON season_step (association_id);

CREATE TABLE assembly_attendant (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_assembly_attendant PRIMARY KEY (id),
    CONSTRAINT fk_assembly_attendant_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT uq_assembly_attendant_assembly_id_seq UNIQUE (assembly_id, seq),
    CONSTRAINT fk_assembly_attendant_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_assembly_attendant_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_assembly_attendant_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_assembly_attendant_association_id ON assembly_attendant (association_id);
"""

BACK = """
DROP TABLE assembly_attendant;
DROP TABLE season_step;
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def walls(table: str) -> None:
    """Force row-level security on a table to which rows are only added, and write its policies."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
    op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
    op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
    op.execute(
        f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )
    op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")


def upgrade() -> None:
    op.execute(TABLES)
    walls("season_step")
    walls("assembly_attendant")


def downgrade() -> None:
    op.execute(BACK)
