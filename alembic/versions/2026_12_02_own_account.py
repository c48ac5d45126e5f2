"""A second bank account of an association waits for a second person, as a supplier's account number does."""

from alembic import op

revision = "2026_12_02_own_account"
down_revision = "2026_12_01_reserve_waiver"

TABLE = "bank_account_step"
STEPS = f"""
CREATE TABLE {TABLE} (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    waits_until TIMESTAMP WITH TIME ZONE,
    letters INTEGER NOT NULL,
    on_paper INTEGER NOT NULL,
    told_on DATE,
    how VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    bank_account_id UUID NOT NULL,
    CONSTRAINT pk_{TABLE} PRIMARY KEY (id),
    CONSTRAINT fk_{TABLE}_association_id_bank_account_id FOREIGN KEY(association_id, bank_account_id)
        REFERENCES bank_account (association_id, id),
    CONSTRAINT uq_{TABLE}_bank_account_id_seq UNIQUE (bank_account_id, seq),
    CONSTRAINT ck_{TABLE}_what CHECK (what IN ('entered', 'to_tell', 'told', 'confirmed', 'refused')),
    CONSTRAINT ck_{TABLE}_waits CHECK ((what = 'told') = (waits_until IS NOT NULL)),
    CONSTRAINT ck_{TABLE}_words CHECK (what <> 'refused' OR words <> ''),
    CONSTRAINT ck_{TABLE}_paper CHECK (what <> 'told' OR on_paper = 0 OR (told_on IS NOT NULL AND how <> '')),
    CONSTRAINT fk_{TABLE}_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_{TABLE}_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_{TABLE}_association_id ON {TABLE} (association_id);
"""
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"
LINK = "ALTER TABLE second_person_link DROP CONSTRAINT ck_second_person_link_of"
OF = "ADD CONSTRAINT ck_second_person_link_of CHECK (num_nonnulls({columns}) = 1)"


def upgrade() -> None:
    op.execute(STEPS)
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reach_read ON {TABLE} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
    op.execute(f"CREATE POLICY one_add ON {TABLE} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
    op.execute(f"CREATE POLICY platform_read ON {TABLE} FOR SELECT TO koprogo_platform USING (true)")
    op.execute(f"GRANT SELECT ON {TABLE} TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT ON {TABLE} TO koprogo_app")
    op.execute(
        f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        f"{LINK}, ADD COLUMN bank_account_id UUID,"
        " ADD CONSTRAINT fk_second_person_link_association_id_bank_account_id FOREIGN KEY (association_id, bank_account_id)"
        " REFERENCES bank_account (association_id, id), "
        + OF.format(columns="supplier_id, repayment_id, bank_account_id")
    )  # fmt: skip


def downgrade() -> None:
    """Refused by the database where a link asked about a bank account."""
    op.execute(f"{LINK}, DROP COLUMN bank_account_id, " + OF.format(columns="supplier_id, repayment_id"))
    op.execute(f"DROP TABLE {TABLE}")
