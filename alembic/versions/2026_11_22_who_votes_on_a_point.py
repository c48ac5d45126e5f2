"""Let an exclusion be lifted before the vote, and a key of apportionment end.

An exclusion stays only added to: lifting it is a row of its own, and the view reads those that stand.
"""

from alembic import op

revision = "2026_11_22_who_votes_on_a_point"
down_revision = "2026_11_22_around_the_evening"

TABLES = """
ALTER TABLE item_exclusion
    ADD COLUMN note VARCHAR NOT NULL DEFAULT '',
    DROP CONSTRAINT uq_item_exclusion_item_id_person_id,
    ADD CONSTRAINT uq_item_exclusion_association_id_id UNIQUE (association_id, id);

CREATE INDEX ix_item_exclusion_item ON item_exclusion (item_id, person_id);

CREATE TABLE exclusion_end (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    exclusion_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_exclusion_end PRIMARY KEY (id),
    CONSTRAINT fk_exclusion_end_association_id_exclusion_id FOREIGN KEY(association_id, exclusion_id) REFERENCES item_exclusion (association_id, id),
    CONSTRAINT uq_exclusion_end_exclusion_id UNIQUE (exclusion_id),
    CONSTRAINT fk_exclusion_end_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_exclusion_end_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_exclusion_end_association_id ON exclusion_end (association_id);

CREATE VIEW standing_exclusion WITH (security_invoker = true) AS
    SELECT x.id, x.association_id, x.item_id, x.person_id, x.reason, x.note
      FROM item_exclusion x
     WHERE NOT EXISTS (SELECT 1 FROM exclusion_end e WHERE e.exclusion_id = x.id);

ALTER TABLE apportionment_key ADD COLUMN until DATE;
"""

BACK = """
ALTER TABLE apportionment_key DROP COLUMN until;
DROP VIEW standing_exclusion;
DROP TABLE exclusion_end;
DROP INDEX ix_item_exclusion_item;
ALTER TABLE item_exclusion
    DROP COLUMN note,
    DROP CONSTRAINT uq_item_exclusion_association_id_id,
    ADD CONSTRAINT uq_item_exclusion_item_id_person_id UNIQUE (item_id, person_id);
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    table = "exclusion_end"
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
    op.execute(f"GRANT SELECT ON {table}, standing_exclusion TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
    op.execute("GRANT SELECT ON standing_exclusion TO koprogo_app")


def downgrade() -> None:
    op.execute(BACK)
