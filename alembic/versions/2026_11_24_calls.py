"""Budgets, calls for funds, the numbers they are paid with, and the day the common parts were accepted. Only added to.

A call is whole when its transaction commits: its lines are written with it, and their sum is its total. The sum is asked
with `IS DISTINCT FROM`, so that a transaction that sees no lines is refused. Payment numbers come from one sequence for the
whole server, because a bank file holds the lines of many associations.
"""

from alembic import op

revision = "2026_11_24_calls"
down_revision = "2026_11_24_ledger"

TABLES = r"""
CREATE SEQUENCE payment_counter;

CREATE TABLE acceptance (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    day DATE,
    act VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_acceptance PRIMARY KEY (id),
    CONSTRAINT uq_acceptance_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_acceptance_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_acceptance_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_acceptance_association_id ON acceptance (association_id);

CREATE TABLE budget (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    starts DATE NOT NULL,
    next_starts DATE NOT NULL,
    version INTEGER NOT NULL,
    instalments INTEGER NOT NULL,
    index_hundredths INTEGER,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_budget PRIMARY KEY (id),
    CONSTRAINT uq_budget_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_budget_association_id_starts_version UNIQUE (association_id, starts, version),
    CONSTRAINT ck_budget_year CHECK (starts < next_starts),
    CONSTRAINT ck_budget_instalments CHECK (instalments IN (1, 2, 4, 12)),
    CONSTRAINT ck_budget_version CHECK (version > 0),
    CONSTRAINT fk_budget_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_budget_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_budget_association_id ON budget (association_id);

CREATE TABLE budget_line (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    budget_id UUID NOT NULL,
    number INTEGER NOT NULL,
    part VARCHAR NOT NULL,
    account_id UUID NOT NULL,
    key_id UUID,
    amount BIGINT NOT NULL,
    once BOOLEAN NOT NULL,
    words JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_budget_line PRIMARY KEY (id),
    CONSTRAINT uq_budget_line_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_budget_line_association_id_budget_id FOREIGN KEY(association_id, budget_id)
        REFERENCES budget (association_id, id),
    CONSTRAINT fk_budget_line_association_id_account_id FOREIGN KEY(association_id, account_id)
        REFERENCES ledger_account (association_id, id),
    CONSTRAINT fk_budget_line_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT uq_budget_line_budget_id_number UNIQUE (budget_id, number),
    CONSTRAINT ck_budget_line_part CHECK (part IN ('ordinary', 'extraordinary', 'reserve', 'working')),
    CONSTRAINT ck_budget_line_amount CHECK (part NOT IN ('reserve', 'working') OR amount >= 0),
    CONSTRAINT fk_budget_line_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_budget_line_association_id ON budget_line (association_id);

CREATE TABLE budget_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    budget_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    item_id UUID,
    act VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_budget_event PRIMARY KEY (id),
    CONSTRAINT fk_budget_event_association_id_budget_id FOREIGN KEY(association_id, budget_id)
        REFERENCES budget (association_id, id),
    CONSTRAINT fk_budget_event_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_budget_event_budget_id_seq UNIQUE (budget_id, seq),
    CONSTRAINT ck_budget_event_what CHECK (what IN ('proposed', 'in_force', 'discarded')),
    CONSTRAINT ck_budget_event_item CHECK (CASE what WHEN 'proposed' THEN item_id IS NOT NULL WHEN 'in_force' THEN (item_id IS NULL) = (act <> '') ELSE item_id IS NULL END),
    CONSTRAINT fk_budget_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_budget_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_budget_event_association_id ON budget_event (association_id);

CREATE TABLE call (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    reference VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    starts DATE NOT NULL,
    budget_id UUID,
    item_id UUID,
    number INTEGER NOT NULL,
    instalments INTEGER NOT NULL,
    called_on DATE NOT NULL,
    due_on DATE NOT NULL,
    covers_from DATE NOT NULL,
    covers_until DATE NOT NULL,
    total BIGINT NOT NULL,
    words JSONB DEFAULT '{}' NOT NULL,
    iban VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    xid BIGINT NOT NULL,
    CONSTRAINT pk_call PRIMARY KEY (id),
    CONSTRAINT uq_call_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_call_association_id_budget_id FOREIGN KEY(association_id, budget_id)
        REFERENCES budget (association_id, id),
    CONSTRAINT fk_call_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_call_association_id_reference UNIQUE (association_id, reference),
    CONSTRAINT ck_call_kind CHECK (kind IN ('budget', 'special', 'working')),
    CONSTRAINT ck_call_budget CHECK ((kind = 'budget') = (budget_id IS NOT NULL)),
    CONSTRAINT ck_call_item CHECK ((kind = 'special') = (item_id IS NOT NULL)),
    CONSTRAINT ck_call_number CHECK (number BETWEEN 1 AND instalments),
    CONSTRAINT ck_call_covers CHECK (covers_from < covers_until),
    CONSTRAINT ck_call_days CHECK (called_on <= due_on),
    CONSTRAINT fk_call_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_call_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_call_association_id ON call (association_id);
CREATE INDEX ix_call_year ON call (association_id, starts);

CREATE TABLE call_line (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    call_id UUID NOT NULL,
    number INTEGER NOT NULL,
    lot_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    part VARCHAR NOT NULL,
    caught_up BOOLEAN NOT NULL,
    key_id UUID,
    weight BIGINT NOT NULL,
    of_weight BIGINT NOT NULL,
    base BIGINT NOT NULL,
    before BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_call_line PRIMARY KEY (id),
    CONSTRAINT uq_call_line_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_call_line_association_id_call_id FOREIGN KEY(association_id, call_id)
        REFERENCES call (association_id, id),
    CONSTRAINT fk_call_line_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT fk_call_line_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_call_line_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT uq_call_line_call_id_number UNIQUE (call_id, number),
    CONSTRAINT ck_call_line_part CHECK (part IN ('ordinary', 'extraordinary', 'reserve', 'working', 'special')),
    CONSTRAINT ck_call_line_weight CHECK (weight BETWEEN 0 AND of_weight),
    CONSTRAINT ck_call_line_amount CHECK (amount <> 0),
    CONSTRAINT fk_call_line_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_call_line_association_id ON call_line (association_id);
CREATE INDEX ix_call_line_debtor ON call_line (association_id, debtor_id);

CREATE TABLE call_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    call_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    entry_id UUID,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_call_event PRIMARY KEY (id),
    CONSTRAINT fk_call_event_association_id_call_id FOREIGN KEY(association_id, call_id)
        REFERENCES call (association_id, id),
    CONSTRAINT fk_call_event_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_call_event_call_id_seq UNIQUE (call_id, seq),
    CONSTRAINT ck_call_event_what CHECK (what IN ('posted', 'sent', 'reversed')),
    CONSTRAINT ck_call_event_entry CHECK ((what = 'sent') = (entry_id IS NULL)),
    CONSTRAINT fk_call_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_call_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_call_event_association_id ON call_event (association_id);

CREATE TABLE payment_reference (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number VARCHAR NOT NULL,
    debtor_id UUID NOT NULL,
    call_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_payment_reference PRIMARY KEY (id),
    CONSTRAINT uq_payment_reference_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_payment_reference_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_payment_reference_association_id_call_id FOREIGN KEY(association_id, call_id)
        REFERENCES call (association_id, id),
    CONSTRAINT uq_payment_reference_number UNIQUE (number),
    CONSTRAINT uq_payment_reference_association_id_debtor_id_call_id UNIQUE (association_id, debtor_id, call_id),
    CONSTRAINT ck_payment_reference_number CHECK (number ~ '^[0-9]{12}$'),
    CONSTRAINT fk_payment_reference_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_payment_reference_association_id ON payment_reference (association_id);
CREATE UNIQUE INDEX uq_payment_reference_permanent ON payment_reference (association_id, debtor_id) WHERE call_id IS NULL;
"""

GUARDS = r"""
CREATE FUNCTION guard_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_call_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT association_id, call_id FROM fresh) f
                 LEFT JOIN call c ON c.association_id = f.association_id AND c.id = f.call_id
                WHERE c.xid IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'call of another transaction' USING ERRCODE = 'KG020';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_call_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(l.amount) FROM call_line l WHERE l.association_id = NEW.association_id AND l.call_id = NEW.id)
        IS DISTINCT FROM NEW.total THEN
        RAISE EXCEPTION 'a call is the sum of its lines' USING ERRCODE = 'KG021';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_call_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text[];
BEGIN
    PERFORM pg_advisory_xact_lock(34, hashtext(NEW.call_id::text));
    SELECT coalesce(array_agg(e.what), '{}') INTO stands FROM call_event e
     WHERE e.association_id = NEW.association_id AND e.call_id = NEW.call_id;
    IF (NEW.what = 'posted') = ('posted' = ANY (stands)) OR 'reversed' = ANY (stands) THEN
        RAISE EXCEPTION 'a call is posted once, then sent or reversed' USING ERRCODE = 'KG022';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_budget_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    PERFORM pg_advisory_xact_lock(35, hashtext(NEW.budget_id::text));
    SELECT e.what INTO stands FROM budget_event e
     WHERE e.association_id = NEW.association_id AND e.budget_id = NEW.budget_id ORDER BY e.seq DESC LIMIT 1;
    IF stands IN ('in_force', 'discarded') OR (NEW.what = 'in_force' AND NEW.act = '' AND stands IS DISTINCT FROM 'proposed') THEN
        RAISE EXCEPTION 'a budget is proposed, then in force or discarded' USING ERRCODE = 'KG023';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_budget_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT association_id, budget_id FROM fresh) f
                 JOIN budget_event e ON e.association_id = f.association_id AND e.budget_id = f.budget_id) THEN
        RAISE EXCEPTION 'a budget stays as it was proposed' USING ERRCODE = 'KG023';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guarded BEFORE INSERT ON call FOR EACH ROW EXECUTE FUNCTION guard_call();
CREATE TRIGGER guarded BEFORE INSERT ON call_event FOR EACH ROW EXECUTE FUNCTION guard_call_event();
CREATE TRIGGER guarded BEFORE INSERT ON budget_event FOR EACH ROW EXECUTE FUNCTION guard_budget_event();
CREATE TRIGGER whole AFTER INSERT ON call_line REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_call_line();
CREATE TRIGGER whole AFTER INSERT ON budget_line REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_budget_line();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON call DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_call_total();
"""
ADDED = (
    "acceptance", "budget", "budget_line", "budget_event", "call", "call_line", "call_event", "payment_reference",
)  # fmt: skip
GUARDED = ("call", "call_line", "call_total", "call_event", "budget_event", "budget_line")
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
    op.execute("GRANT USAGE ON SEQUENCE payment_counter TO koprogo_app")


def downgrade() -> None:
    for table in reversed(ADDED):
        op.execute(f"DROP TABLE {table} CASCADE")
    for name in GUARDED:
        op.execute(f"DROP FUNCTION guard_{name}()")
    op.execute("DROP SEQUENCE payment_counter")
