"""Settlements: the rhythm of an association, issued versions with their costs, cells and owners. Only added to.

A version is whole when its transaction commits: its rows are written with it, an owner's actual amount is the sum of her
cells, and what it says was posted is what its entry put on the owners' accounts. Sums are asked with `IS DISTINCT FROM`,
so that a transaction that sees no rows is refused.
"""

from alembic import op

revision = "2026_11_24_settlement"
down_revision = "2026_11_24_bank"

TABLES = r"""
CREATE TABLE settlement_rhythm (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    since DATE NOT NULL,
    rhythm VARCHAR NOT NULL,
    every VARCHAR,
    days_of VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    item_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_settlement_rhythm PRIMARY KEY (id),
    CONSTRAINT uq_settlement_rhythm_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_settlement_rhythm_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT ck_settlement_rhythm_rhythm CHECK (rhythm IN ('provisions', 'actual_costs')),
    CONSTRAINT ck_settlement_rhythm_every CHECK (every IN ('month', 'quarter', 'half_year')),
    CONSTRAINT ck_settlement_rhythm_shape CHECK ((rhythm = 'actual_costs') = (every IS NOT NULL)),
    CONSTRAINT ck_settlement_rhythm_days_of CHECK (days_of IN ('year', 'service')),
    CONSTRAINT ck_settlement_rhythm_source CHECK (source <> ''),
    CONSTRAINT fk_settlement_rhythm_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_settlement_rhythm_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_settlement_rhythm_association_id ON settlement_rhythm (association_id);
CREATE INDEX ix_settlement_rhythm_since ON settlement_rhythm (association_id, since);

CREATE TABLE settlement (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    period_id UUID NOT NULL,
    rhythm VARCHAR NOT NULL,
    days_of VARCHAR NOT NULL,
    covers_from DATE NOT NULL,
    covers_until DATE NOT NULL,
    version INTEGER NOT NULL,
    why VARCHAR NOT NULL,
    item_id UUID,
    entry_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    xid BIGINT NOT NULL,
    CONSTRAINT pk_settlement PRIMARY KEY (id),
    CONSTRAINT uq_settlement_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_settlement_association_id_period_id FOREIGN KEY(association_id, period_id)
        REFERENCES period (association_id, id),
    CONSTRAINT fk_settlement_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT fk_settlement_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_settlement_association_id_covers_from_covers_until_version
        UNIQUE (association_id, covers_from, covers_until, version),
    CONSTRAINT ck_settlement_rhythm CHECK (rhythm IN ('provisions', 'actual_costs')),
    CONSTRAINT ck_settlement_covers CHECK (covers_from < covers_until),
    CONSTRAINT ck_settlement_version CHECK (version > 0),
    CONSTRAINT ck_settlement_why CHECK (version = 1 OR why <> ''),
    CONSTRAINT fk_settlement_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_settlement_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_settlement_association_id ON settlement (association_id);
CREATE INDEX ix_settlement_period ON settlement (association_id, period_id);

CREATE TABLE settlement_cost (
    association_id UUID NOT NULL,
    settlement_id UUID NOT NULL,
    number INTEGER NOT NULL,
    account VARCHAR NOT NULL,
    split VARCHAR NOT NULL,
    key_id UUID,
    debtor_id UUID,
    lot_id UUID,
    amount BIGINT NOT NULL,
    from_reserve BIGINT NOT NULL,
    cost_from DATE NOT NULL,
    cost_until DATE NOT NULL,
    tenant BOOLEAN NOT NULL,
    ordinary BOOLEAN NOT NULL,
    CONSTRAINT pk_settlement_cost PRIMARY KEY (association_id, settlement_id, number),
    CONSTRAINT fk_settlement_cost_association_id_settlement_id FOREIGN KEY(association_id, settlement_id)
        REFERENCES settlement (association_id, id),
    CONSTRAINT fk_settlement_cost_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT fk_settlement_cost_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_settlement_cost_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT ck_settlement_cost_split CHECK (split IN ('key', 'private', 'given')),
    CONSTRAINT ck_settlement_cost_private CHECK ((split = 'private') = (debtor_id IS NOT NULL)),
    CONSTRAINT ck_settlement_cost_days CHECK (cost_from < cost_until)
);

CREATE TABLE settlement_line (
    association_id UUID NOT NULL,
    settlement_id UUID NOT NULL,
    number INTEGER NOT NULL,
    line INTEGER NOT NULL,
    debtor_id UUID NOT NULL,
    lot_id UUID,
    key_id UUID,
    amount BIGINT NOT NULL,
    whole BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    total BIGINT NOT NULL,
    of_lot BIGINT NOT NULL,
    before BIGINT NOT NULL,
    days INTEGER NOT NULL,
    of_days INTEGER NOT NULL,
    CONSTRAINT pk_settlement_line PRIMARY KEY (association_id, settlement_id, number),
    CONSTRAINT fk_settlement_line_association_id_settlement_id FOREIGN KEY(association_id, settlement_id)
        REFERENCES settlement (association_id, id),
    CONSTRAINT fk_settlement_line_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_settlement_line_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT fk_settlement_line_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT ck_settlement_line_fraction CHECK (weight BETWEEN 0 AND total AND days BETWEEN 1 AND of_days)
);
CREATE INDEX ix_settlement_line_debtor ON settlement_line (association_id, debtor_id);

CREATE TABLE settlement_owner (
    association_id UUID NOT NULL,
    settlement_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    actual BIGINT NOT NULL,
    called BIGINT NOT NULL,
    to_pay BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    tenant BIGINT NOT NULL,
    CONSTRAINT pk_settlement_owner PRIMARY KEY (association_id, settlement_id, debtor_id),
    CONSTRAINT fk_settlement_owner_association_id_settlement_id FOREIGN KEY(association_id, settlement_id)
        REFERENCES settlement (association_id, id),
    CONSTRAINT fk_settlement_owner_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT ck_settlement_owner_to_pay CHECK (to_pay = actual - called)
);
CREATE INDEX ix_settlement_owner_debtor ON settlement_owner (association_id, debtor_id);
"""

GUARDS = r"""
CREATE FUNCTION guard_settlement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_settlement_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT association_id, settlement_id FROM fresh) f
                 LEFT JOIN settlement s ON s.association_id = f.association_id AND s.id = f.settlement_id
                WHERE s.xid IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'settlement of another transaction' USING ERRCODE = 'KG058';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_settlement_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM settlement_owner o
                WHERE o.association_id = NEW.association_id AND o.settlement_id = NEW.id
                  AND o.actual IS DISTINCT FROM (SELECT coalesce(sum(l.amount), 0) FROM settlement_line l
                        WHERE l.association_id = o.association_id AND l.settlement_id = o.settlement_id
                          AND l.debtor_id = o.debtor_id))
       OR (SELECT sum(o.actual) FROM settlement_owner o
            WHERE o.association_id = NEW.association_id AND o.settlement_id = NEW.id)
          IS DISTINCT FROM (SELECT coalesce(sum(c.amount - c.from_reserve), 0) FROM settlement_cost c
            WHERE c.association_id = NEW.association_id AND c.settlement_id = NEW.id) THEN
        RAISE EXCEPTION 'a settlement is the sum of its cells' USING ERRCODE = 'KG059';
    END IF;
    IF (SELECT coalesce(sum(o.posted), 0) FROM settlement_owner o
         WHERE o.association_id = NEW.association_id AND o.settlement_id = NEW.id)
       IS DISTINCT FROM (SELECT coalesce(sum(i.amount), 0) FROM owner_item i
         WHERE i.association_id = NEW.association_id AND i.entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'a settlement posts what it says' USING ERRCODE = 'KG059';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guarded BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION guard_settlement();
CREATE TRIGGER whole AFTER INSERT ON settlement_cost REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_settlement_rows();
CREATE TRIGGER whole AFTER INSERT ON settlement_line REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_settlement_rows();
CREATE TRIGGER whole AFTER INSERT ON settlement_owner REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_settlement_rows();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON settlement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_settlement_sums();
"""
ADDED = ("settlement_rhythm", "settlement", "settlement_cost", "settlement_line", "settlement_owner")
GUARDED = ("settlement", "settlement_rows", "settlement_sums")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(GUARDS)
    for table in ADDED:
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
    for table in reversed(ADDED):
        op.execute(f"DROP TABLE {table} CASCADE")
    for name in GUARDED:
        op.execute(f"DROP FUNCTION guard_{name}()")
