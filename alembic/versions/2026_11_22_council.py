"""Seats of the council with the point that elected them, offices kept apart, questions to the syndic, reminders.

Nobody who works for the syndic of an association sits in its council or is its auditor (art. 3.89 §9), and by practice no
member of the council is the auditor. The trigger looks with its owner's rights, because who adds somebody to a firm
reaches none of the associations that the firm manages.
"""

from alembic import op

revision = "2026_11_22_council"
down_revision = "2026_11_22_opinion_polls"

TABLES = r"""
ALTER TABLE appointment
    ADD COLUMN item_id UUID,
    ADD COLUMN position VARCHAR NOT NULL DEFAULT '',
    ADD COLUMN end_reason VARCHAR NOT NULL DEFAULT '',
    ADD CONSTRAINT ck_appointment_position CHECK (position IN ('', 'chair', 'secretary')),
    ADD CONSTRAINT ck_appointment_end_reason
        CHECK (end_reason IN ('', 'assembly', 'resigned', 'dismissed', 'no_lot', 'revote')),
    ADD CONSTRAINT fk_appointment_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id);
ALTER TABLE appointment ALTER COLUMN position DROP DEFAULT, ALTER COLUMN end_reason DROP DEFAULT;

CREATE TABLE council_question (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    entry_id UUID,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_council_question PRIMARY KEY (id),
    CONSTRAINT uq_council_question_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_council_question_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES register_entry (association_id, id),
    CONSTRAINT fk_council_question_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_council_question_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_council_question_association_id ON council_question (association_id);

CREATE TABLE council_answer (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    question_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_council_answer PRIMARY KEY (id),
    CONSTRAINT uq_council_answer_question_id_seq UNIQUE (question_id, seq),
    CONSTRAINT fk_council_answer_association_id_question_id FOREIGN KEY(association_id, question_id)
        REFERENCES council_question (association_id, id),
    CONSTRAINT fk_council_answer_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_council_answer_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_council_answer_association_id ON council_answer (association_id);

CREATE TABLE follow_up_delay (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    days INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_follow_up_delay PRIMARY KEY (id),
    CONSTRAINT ck_follow_up_delay_kind CHECK (kind IN ('quotes', 'works')),
    CONSTRAINT ck_follow_up_delay_days CHECK (days BETWEEN 1 AND 730),
    CONSTRAINT fk_follow_up_delay_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_follow_up_delay_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_follow_up_delay_association_id ON follow_up_delay (association_id);

CREATE TABLE follow_up_reminder (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    due DATE NOT NULL,
    what VARCHAR NOT NULL,
    recipients INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_follow_up_reminder PRIMARY KEY (id),
    CONSTRAINT uq_follow_up_reminder_subject_id_due_what UNIQUE (subject_id, due, what),
    CONSTRAINT ck_follow_up_reminder_what CHECK (what IN ('in_14', 'in_7', 'late')),
    CONSTRAINT fk_follow_up_reminder_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_follow_up_reminder_association_id ON follow_up_reminder (association_id);

CREATE INDEX ix_follow_up_reminder_subject_id ON follow_up_reminder (subject_id);
"""

TRIGGERS = r"""
CREATE FUNCTION forbid_two_offices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found integer;
BEGIN
    -- One writer at a time: two transactions must not each miss what the other adds.
    PERFORM pg_advisory_xact_lock(9, 389);
    SELECT count(*) INTO found
      FROM appointment a
      JOIN mandate m ON m.association_id = a.association_id
      JOIN organisation_member o ON o.organisation_id = m.organisation_id AND o.person_id = a.person_id
     WHERE greatest(a.since, m.since, o.since)
         < least(coalesce(a.until, 'infinity'), coalesce(m.until, 'infinity'), coalesce(o.until, 'infinity'))
       AND CASE TG_TABLE_NAME WHEN 'appointment' THEN a.id WHEN 'mandate' THEN m.id ELSE o.id END = NEW.id;
    IF found > 0 THEN
        RAISE EXCEPTION 'art. 3.89 §9: the syndic is neither council member nor auditor' USING ERRCODE = 'KG389';
    END IF;
    IF TG_TABLE_NAME = 'appointment' THEN
        SELECT count(*) INTO found
          FROM appointment a
          JOIN appointment b ON b.association_id = a.association_id AND b.person_id = a.person_id AND b.office <> a.office
         WHERE a.id = NEW.id
           AND greatest(a.since, b.since) < least(coalesce(a.until, 'infinity'), coalesce(b.until, 'infinity'));
        IF found > 0 THEN
            RAISE EXCEPTION 'practice: no member of the council is the auditor' USING ERRCODE = 'KG390';
        END IF;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION forbid_two_offices() FROM PUBLIC;

CREATE FUNCTION keep_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.association_id, OLD.person_id, OLD.office, OLD.since)
        IS DISTINCT FROM (NEW.id, NEW.association_id, NEW.person_id, NEW.office, NEW.since)
       OR OLD.item_id IS DISTINCT FROM NEW.item_id
       OR (OLD.until IS NOT NULL AND (OLD.until, OLD.end_reason) IS DISTINCT FROM (NEW.until, NEW.end_reason)) THEN
        RAISE EXCEPTION 'a seat keeps its person, its first day and its end' USING ERRCODE = 'KG001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON appointment FOR EACH ROW EXECUTE FUNCTION keep_appointment();
"""
GUARDED = ("appointment", "mandate", "organisation_member")
ADDED = ("council_question", "council_answer", "follow_up_delay", "follow_up_reminder")

BACK = """
DROP TRIGGER kept ON appointment;
DROP TRIGGER one_office ON appointment;
DROP TRIGGER one_office ON mandate;
DROP TRIGGER one_office ON organisation_member;
DROP FUNCTION keep_appointment();
DROP FUNCTION forbid_two_offices();
DROP TABLE follow_up_reminder;
DROP TABLE follow_up_delay;
DROP TABLE council_answer;
DROP TABLE council_question;
ALTER TABLE appointment
    DROP CONSTRAINT fk_appointment_association_id_item_id, DROP CONSTRAINT ck_appointment_end_reason,
    DROP CONSTRAINT ck_appointment_position,
    DROP COLUMN end_reason, DROP COLUMN position, DROP COLUMN item_id;
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
    op.execute(TRIGGERS)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER one_office AFTER INSERT OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_two_offices()"
        )
    for table in ADDED:
        walls(table)


def downgrade() -> None:
    op.execute(BACK)
