"""The agreement before the sale of a lot, and what the parties agreed otherwise: added to, never changed."""

from alembic import op

revision = "2026_11_25_people"
down_revision = "2026_11_25_statistics"

TABLES = """
CREATE TABLE sale_agreement (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    transfer_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    agreed_on DATE NOT NULL,
    buyer_could_attend BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_sale_agreement PRIMARY KEY (id),
    CONSTRAINT fk_sale_agreement_association_id_transfer_id FOREIGN KEY(association_id, transfer_id)
        REFERENCES lot_transfer (association_id, id),
    CONSTRAINT uq_sale_agreement_transfer_id_seq UNIQUE (transfer_id, seq),
    CONSTRAINT fk_sale_agreement_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_sale_agreement_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_sale_agreement_association_id ON sale_agreement (association_id);

CREATE TABLE sale_deviation (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    transfer_id UUID NOT NULL,
    words VARCHAR NOT NULL,
    bearer VARCHAR NOT NULL,
    amount BIGINT,
    proof VARCHAR NOT NULL,
    ends_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_sale_deviation PRIMARY KEY (id),
    CONSTRAINT uq_sale_deviation_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_sale_deviation_association_id_transfer_id FOREIGN KEY(association_id, transfer_id)
        REFERENCES lot_transfer (association_id, id),
    CONSTRAINT fk_sale_deviation_association_id_ends_id FOREIGN KEY(association_id, ends_id)
        REFERENCES sale_deviation (association_id, id),
    CONSTRAINT uq_sale_deviation_association_id_ends_id UNIQUE (association_id, ends_id),
    CONSTRAINT ck_sale_deviation_bearer CHECK (bearer IN ('seller', 'buyer')),
    CONSTRAINT ck_sale_deviation_said CHECK (words <> '' AND proof <> ''),
    CONSTRAINT ck_sale_deviation_amount CHECK (amount > 0),
    CONSTRAINT fk_sale_deviation_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_sale_deviation_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_sale_deviation_association_id ON sale_deviation (association_id);
"""
FACTS = ("sale_agreement", "sale_deviation")

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    for table in FACTS:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )


def downgrade() -> None:
    for table in FACTS:
        op.execute(f"DROP TABLE {table}")
