"""Loans of an association: choices, the drawing that freezes them, schedules, early repayments, what the bank took.

The parts that are borrowed are the loan, and all parts are the works: asked with `IS DISTINCT FROM` when the drawing
commits, so that a transaction that sees no parts is refused. After a drawing that stands nobody chooses any more.
"""

from alembic import op

revision = "2026_11_26_loan"
down_revision = "2026_11_26_takeover"

TABLES = r"""
CREATE TABLE loan (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    decision_id UUID NOT NULL,
    lender VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    key_id UUID,
    amount BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_loan PRIMARY KEY (id),
    CONSTRAINT uq_loan_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_loan_association_id_decision_id FOREIGN KEY(association_id, decision_id)
        REFERENCES funding_decision (association_id, id),
    CONSTRAINT fk_loan_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT uq_loan_association_id_number UNIQUE (association_id, number),
    CONSTRAINT uq_loan_association_id_decision_id UNIQUE (association_id, decision_id),
    CONSTRAINT ck_loan_said CHECK (amount > 0 AND number > 0 AND lender <> '' AND words <> ''),
    CONSTRAINT fk_loan_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_loan_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_loan_association_id ON loan (association_id);

CREATE TABLE loan_choice (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    loan_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    participates BOOLEAN NOT NULL,
    chosen_on DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_loan_choice PRIMARY KEY (id),
    CONSTRAINT fk_loan_choice_association_id_loan_id FOREIGN KEY(association_id, loan_id)
        REFERENCES loan (association_id, id),
    CONSTRAINT fk_loan_choice_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT uq_loan_choice_loan_id_lot_id_seq UNIQUE (loan_id, lot_id, seq),
    CONSTRAINT fk_loan_choice_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_loan_choice_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_loan_choice_association_id ON loan_choice (association_id);

CREATE TABLE loan_drawing (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    loan_id UUID NOT NULL,
    day DATE NOT NULL,
    amount BIGINT NOT NULL,
    way VARCHAR NOT NULL,
    rate INTEGER,
    every VARCHAR NOT NULL,
    instalments INTEGER NOT NULL,
    entry_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    xid BIGINT NOT NULL,
    CONSTRAINT pk_loan_drawing PRIMARY KEY (id),
    CONSTRAINT uq_loan_drawing_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_loan_drawing_association_id_loan_id FOREIGN KEY(association_id, loan_id)
        REFERENCES loan (association_id, id),
    CONSTRAINT fk_loan_drawing_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_loan_drawing_association_id_entry_id UNIQUE (association_id, entry_id),
    CONSTRAINT ck_loan_drawing_way CHECK (way IN ('annuity', 'principal', 'table')),
    CONSTRAINT ck_loan_drawing_rate CHECK ((way = 'table') = (rate IS NULL)),
    CONSTRAINT ck_loan_drawing_every CHECK (every IN ('month', 'quarter')),
    CONSTRAINT ck_loan_drawing_amount CHECK (amount > 0 AND instalments > 0 AND rate >= 0),
    CONSTRAINT fk_loan_drawing_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_loan_drawing_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_loan_drawing_association_id ON loan_drawing (association_id);

CREATE TABLE loan_share (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    drawing_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    place INTEGER NOT NULL,
    weight BIGINT NOT NULL,
    of_weight BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    participates BOOLEAN NOT NULL,
    CONSTRAINT pk_loan_share PRIMARY KEY (id),
    CONSTRAINT fk_loan_share_association_id_drawing_id FOREIGN KEY(association_id, drawing_id)
        REFERENCES loan_drawing (association_id, id),
    CONSTRAINT fk_loan_share_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT uq_loan_share_drawing_id_lot_id UNIQUE (drawing_id, lot_id),
    CONSTRAINT uq_loan_share_drawing_id_place UNIQUE (drawing_id, place),
    CONSTRAINT ck_loan_share_amount CHECK (amount > 0 AND weight BETWEEN 1 AND of_weight),
    CONSTRAINT fk_loan_share_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_loan_share_association_id ON loan_share (association_id);

CREATE TABLE loan_leaving (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    drawing_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    version INTEGER NOT NULL,
    after INTEGER NOT NULL,
    day DATE NOT NULL,
    principal BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_loan_leaving PRIMARY KEY (id),
    CONSTRAINT uq_loan_leaving_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_loan_leaving_association_id_drawing_id FOREIGN KEY(association_id, drawing_id)
        REFERENCES loan_drawing (association_id, id),
    CONSTRAINT fk_loan_leaving_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT uq_loan_leaving_drawing_id_version UNIQUE (drawing_id, version),
    CONSTRAINT uq_loan_leaving_drawing_id_lot_id UNIQUE (drawing_id, lot_id),
    CONSTRAINT ck_loan_leaving_amount CHECK (principal > 0 AND fee >= 0 AND after >= 0 AND version > 1),
    CONSTRAINT fk_loan_leaving_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_loan_leaving_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_loan_leaving_association_id ON loan_leaving (association_id);

CREATE TABLE loan_instalment (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    drawing_id UUID NOT NULL,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    due_on DATE NOT NULL,
    principal BIGINT NOT NULL,
    interest BIGINT NOT NULL,
    CONSTRAINT pk_loan_instalment PRIMARY KEY (id),
    CONSTRAINT uq_loan_instalment_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_loan_instalment_association_id_drawing_id FOREIGN KEY(association_id, drawing_id)
        REFERENCES loan_drawing (association_id, id),
    CONSTRAINT uq_loan_instalment_drawing_id_version_number UNIQUE (drawing_id, version, number),
    CONSTRAINT ck_loan_instalment_amount CHECK (principal >= 0 AND interest >= 0 AND version > 0 AND number > 0),
    CONSTRAINT fk_loan_instalment_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_loan_instalment_association_id ON loan_instalment (association_id);

CREATE TABLE loan_repayment (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    drawing_id UUID NOT NULL,
    number INTEGER,
    leaving_id UUID,
    day DATE NOT NULL,
    principal BIGINT NOT NULL,
    interest BIGINT NOT NULL,
    entry_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_loan_repayment PRIMARY KEY (id),
    CONSTRAINT fk_loan_repayment_association_id_drawing_id FOREIGN KEY(association_id, drawing_id)
        REFERENCES loan_drawing (association_id, id),
    CONSTRAINT fk_loan_repayment_association_id_leaving_id FOREIGN KEY(association_id, leaving_id)
        REFERENCES loan_leaving (association_id, id),
    CONSTRAINT fk_loan_repayment_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_loan_repayment_association_id_entry_id UNIQUE (association_id, entry_id),
    CONSTRAINT ck_loan_repayment_of CHECK ((number IS NULL) = (leaving_id IS NOT NULL)),
    CONSTRAINT ck_loan_repayment_amount CHECK (principal >= 0 AND interest >= 0 AND principal + interest > 0),
    CONSTRAINT fk_loan_repayment_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_loan_repayment_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_loan_repayment_association_id ON loan_repayment (association_id);

ALTER TABLE call ADD COLUMN loan_id UUID,
    DROP CONSTRAINT ck_call_kind,
    ADD CONSTRAINT ck_call_kind CHECK (kind IN ('budget', 'special', 'working', 'loan', 'loan_cash', 'loan_early')),
    ADD CONSTRAINT ck_call_loan CHECK ((kind LIKE 'loan%') = (loan_id IS NOT NULL)),
    ADD CONSTRAINT fk_call_association_id_loan_id FOREIGN KEY(association_id, loan_id)
        REFERENCES loan (association_id, id);
ALTER TABLE call_line DROP CONSTRAINT ck_call_line_part,
    ADD CONSTRAINT ck_call_line_part CHECK (part IN ('ordinary', 'extraordinary', 'reserve', 'working', 'special',
        'loan_cash', 'loan_principal', 'loan_interest'));
"""

GUARDS = r"""
CREATE FUNCTION loan_stands(of_association uuid, of_loan uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM loan_drawing d WHERE d.association_id = of_association AND d.loan_id = of_loan
        AND NOT EXISTS (SELECT FROM entry b WHERE b.association_id = d.association_id AND b.reverses = d.entry_id))
$$;

CREATE FUNCTION guard_loan_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(63, hashtext(NEW.association_id::text));
    IF loan_stands(NEW.association_id, NEW.loan_id) THEN
        RAISE EXCEPTION 'nobody chooses after the drawing' USING ERRCODE = 'KG063';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_loan_drawing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(63, hashtext(NEW.association_id::text));
    IF loan_stands(NEW.association_id, NEW.loan_id) THEN
        RAISE EXCEPTION 'a loan is drawn once' USING ERRCODE = 'KG063';
    END IF;
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_loan_drawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(s.amount) FILTER (WHERE s.participates) FROM loan_share s
         WHERE s.association_id = NEW.association_id AND s.drawing_id = NEW.id) IS DISTINCT FROM NEW.amount
       OR (SELECT sum(s.amount) FROM loan_share s WHERE s.association_id = NEW.association_id AND s.drawing_id = NEW.id)
          IS DISTINCT FROM (SELECT l.amount FROM loan l WHERE l.association_id = NEW.association_id AND l.id = NEW.loan_id)
       OR (SELECT sum(i.principal) FROM loan_instalment i
            WHERE i.association_id = NEW.association_id AND i.drawing_id = NEW.id AND i.version = 1)
          IS DISTINCT FROM NEW.amount THEN
        RAISE EXCEPTION 'a loan is the parts of those who take part' USING ERRCODE = 'KG064';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_loan_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT association_id, drawing_id FROM fresh) f
                 LEFT JOIN loan_drawing d ON d.association_id = f.association_id AND d.id = f.drawing_id
                WHERE d.xid IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'parts of a drawing of another transaction' USING ERRCODE = 'KG064';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guarded BEFORE INSERT ON loan_choice FOR EACH ROW EXECUTE FUNCTION guard_loan_choice();
CREATE TRIGGER guarded BEFORE INSERT ON loan_drawing FOR EACH ROW EXECUTE FUNCTION guard_loan_drawing();
CREATE TRIGGER whole AFTER INSERT ON loan_share REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_loan_share();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT ON loan_drawing DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_loan_drawn();
"""
ADDED = (
    "loan", "loan_choice", "loan_drawing", "loan_share", "loan_leaving", "loan_instalment", "loan_repayment",
)  # fmt: skip
GUARDED = ("loan_choice", "loan_drawing", "loan_drawn", "loan_share")
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
    op.execute(
        """
        ALTER TABLE call DROP COLUMN loan_id, DROP CONSTRAINT ck_call_kind,
            ADD CONSTRAINT ck_call_kind CHECK (kind IN ('budget', 'special', 'working'));
        ALTER TABLE call_line DROP CONSTRAINT ck_call_line_part,
            ADD CONSTRAINT ck_call_line_part
                CHECK (part IN ('ordinary', 'extraordinary', 'reserve', 'working', 'special'));
        """
    )
    for table in reversed(ADDED):
        op.execute(f"DROP TABLE {table}")
    for name in GUARDED:
        op.execute(f"DROP FUNCTION guard_{name}()")
    op.execute("DROP FUNCTION loan_stands(uuid, uuid)")
