"""Let a notarial proxy stand longer than one assembly, a wrong deed be undone, and a lot be changed by hand."""

from alembic import op

revision = "2026_11_22_standing_mandates"
down_revision = "2026_11_22_reading_the_minutes"

TABLES = """
CREATE TABLE notarial_mandate (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    giver_id UUID NOT NULL,
    holder_id UUID NOT NULL,
    since DATE NOT NULL,
    until DATE,
    proof VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_notarial_mandate PRIMARY KEY (id),
    CONSTRAINT uq_notarial_mandate_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_notarial_mandate_days CHECK (until IS NULL OR until > since),
    CONSTRAINT fk_notarial_mandate_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_notarial_mandate_giver_id FOREIGN KEY(giver_id) REFERENCES person (id),
    CONSTRAINT fk_notarial_mandate_holder_id FOREIGN KEY(holder_id) REFERENCES person (id),
    CONSTRAINT fk_notarial_mandate_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_notarial_mandate_association_id ON notarial_mandate (association_id);

CREATE TABLE notarial_mandate_end (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    mandate_id UUID NOT NULL,
    day DATE NOT NULL,
    reason VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_notarial_mandate_end PRIMARY KEY (id),
    CONSTRAINT fk_notarial_mandate_end_association_id_mandate_id FOREIGN KEY(association_id, mandate_id) REFERENCES notarial_mandate (association_id, id),
    CONSTRAINT uq_notarial_mandate_end_mandate_id UNIQUE (mandate_id),
    CONSTRAINT fk_notarial_mandate_end_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_notarial_mandate_end_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_notarial_mandate_end_association_id ON notarial_mandate_end (association_id);

CREATE TABLE lot_transfer_undo (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    transfer_id UUID NOT NULL,
    reason VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_lot_transfer_undo PRIMARY KEY (id),
    CONSTRAINT fk_lot_transfer_undo_association_id_transfer_id FOREIGN KEY(association_id, transfer_id) REFERENCES lot_transfer (association_id, id),
    CONSTRAINT uq_lot_transfer_undo_transfer_id UNIQUE (transfer_id),
    CONSTRAINT fk_lot_transfer_undo_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_lot_transfer_undo_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_lot_transfer_undo_association_id ON lot_transfer_undo (association_id);

CREATE TABLE lot_change (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    before JSONB DEFAULT '{}' NOT NULL,
    after JSONB DEFAULT '{}' NOT NULL,
    act VARCHAR NOT NULL,
    day DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_lot_change PRIMARY KEY (id),
    CONSTRAINT fk_lot_change_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT fk_lot_change_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_lot_change_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_lot_change_association_id ON lot_change (association_id);
CREATE INDEX ix_lot_change_lot_id ON lot_change (lot_id);

ALTER TABLE proxy
    ADD COLUMN mandate_id UUID,
    ADD CONSTRAINT fk_proxy_association_id_mandate_id FOREIGN KEY(association_id, mandate_id) REFERENCES notarial_mandate (association_id, id);

ALTER TABLE lot_transfer ADD COLUMN fallen_ids UUID[] DEFAULT '{}' NOT NULL;
"""

BACK = """
ALTER TABLE lot_transfer DROP COLUMN fallen_ids;
ALTER TABLE proxy DROP COLUMN mandate_id;
DROP TABLE lot_change;
DROP TABLE lot_transfer_undo;
DROP TABLE notarial_mandate_end;
DROP TABLE notarial_mandate;
"""
NEW = ("notarial_mandate", "notarial_mandate_end", "lot_transfer_undo", "lot_change")

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
    for table in NEW:
        walls(table)


def downgrade() -> None:
    op.execute(BACK)
