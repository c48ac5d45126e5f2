"""Surveys of co-owners: asked between assemblies, answered by name or without, and never a decision.

Without names, who answered and what was answered lie in tables that share nothing but the survey. A trigger lets answers in
only while the survey is open, by the way it was announced, and lets the closing take the persons out of the markers, and
nothing else.
"""

from alembic import op

revision = "2026_11_23_surveys"
down_revision = "2026_11_23_root_stamps"

TABLES = """
CREATE TABLE survey (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    title JSONB DEFAULT '{}' NOT NULL,
    words JSONB DEFAULT '{}' NOT NULL,
    options JSONB DEFAULT '[]' NOT NULL,
    audience VARCHAR NOT NULL,
    key_id UUID,
    is_anonymous BOOLEAN NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_survey PRIMARY KEY (id),
    CONSTRAINT uq_survey_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_survey_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT ck_survey_kind CHECK (kind IN ('yes_no', 'one', 'several', 'rating', 'text')),
    CONSTRAINT ck_survey_audience CHECK (audience IN ('rights', 'owners', 'group')),
    CONSTRAINT ck_survey_group CHECK ((audience = 'group') = (key_id IS NOT NULL)),
    CONSTRAINT fk_survey_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_survey_association_id ON survey (association_id);

CREATE TABLE survey_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    survey_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_survey_event PRIMARY KEY (id),
    CONSTRAINT fk_survey_event_association_id_survey_id FOREIGN KEY(association_id, survey_id)
        REFERENCES survey (association_id, id),
    CONSTRAINT ck_survey_event_what CHECK (what IN ('drafted', 'opened', 'closed', 'discarded')),
    CONSTRAINT uq_survey_event_survey_id_seq UNIQUE (survey_id, seq),
    CONSTRAINT fk_survey_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_survey_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_survey_event_association_id ON survey_event (association_id);

CREATE TABLE survey_answer (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    survey_id UUID NOT NULL,
    person_id UUID NOT NULL,
    places INTEGER[] NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_survey_answer PRIMARY KEY (id),
    CONSTRAINT fk_survey_answer_association_id_survey_id FOREIGN KEY(association_id, survey_id)
        REFERENCES survey (association_id, id),
    CONSTRAINT uq_survey_answer_survey_id_person_id UNIQUE (survey_id, person_id),
    CONSTRAINT fk_survey_answer_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_survey_answer_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_survey_answer_association_id ON survey_answer (association_id);
CREATE INDEX ix_survey_answer_person_id ON survey_answer (person_id);

CREATE TABLE survey_marker (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    survey_id UUID NOT NULL,
    person_id UUID,
    CONSTRAINT pk_survey_marker PRIMARY KEY (id),
    CONSTRAINT fk_survey_marker_association_id_survey_id FOREIGN KEY(association_id, survey_id)
        REFERENCES survey (association_id, id),
    CONSTRAINT uq_survey_marker_survey_id_person_id UNIQUE (survey_id, person_id),
    CONSTRAINT fk_survey_marker_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_survey_marker_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_survey_marker_association_id ON survey_marker (association_id);

CREATE TABLE survey_tally (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    survey_id UUID NOT NULL,
    answered INTEGER NOT NULL,
    counts INTEGER[] NOT NULL,
    words TEXT[] NOT NULL,
    CONSTRAINT pk_survey_tally PRIMARY KEY (id),
    CONSTRAINT fk_survey_tally_association_id_survey_id FOREIGN KEY(association_id, survey_id)
        REFERENCES survey (association_id, id),
    CONSTRAINT uq_survey_tally_survey_id UNIQUE (survey_id),
    CONSTRAINT fk_survey_tally_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_survey_tally_association_id ON survey_tally (association_id);
"""

TRIGGERS = r"""
CREATE FUNCTION keep_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM survey_event e WHERE e.survey_id = OLD.id AND e.what <> 'drafted') THEN
        RAISE EXCEPTION 'a survey stays as it was opened' USING ERRCODE = 'KG001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON survey FOR EACH ROW EXECUTE FUNCTION keep_survey();

CREATE FUNCTION guard_survey() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    anonymous boolean;
BEGIN
    SELECT s.is_anonymous, e.what INTO anonymous, stands
      FROM survey s JOIN survey_event e ON e.survey_id = s.id
     WHERE s.id = NEW.survey_id ORDER BY e.seq DESC LIMIT 1;
    IF TG_TABLE_NAME = 'survey_marker' AND TG_OP = 'UPDATE' THEN
        IF stands IS DISTINCT FROM 'closed' OR NEW.person_id IS NOT NULL
           OR (OLD.id, OLD.association_id, OLD.survey_id) IS DISTINCT FROM (NEW.id, NEW.association_id, NEW.survey_id) THEN
            RAISE EXCEPTION 'only the closing takes a person out of a survey' USING ERRCODE = 'KG001';
        END IF;
        RETURN NEW;
    END IF;
    IF stands IS DISTINCT FROM 'opened' OR anonymous IS DISTINCT FROM (TG_TABLE_NAME <> 'survey_answer') THEN
        RAISE EXCEPTION 'a survey is answered while it is open, and in the way it was announced' USING ERRCODE = 'KG001';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.id, OLD.association_id, OLD.survey_id)
        IS DISTINCT FROM (NEW.id, NEW.association_id, NEW.survey_id) THEN
        RAISE EXCEPTION 'an answer stays with its survey' USING ERRCODE = 'KG001';
    END IF;
    RETURN NEW;
END $$;
"""
CHANGED = ("survey", "survey_answer", "survey_marker", "survey_tally")
GUARDED = ("survey_answer", "survey_marker", "survey_tally")
NAMES = (*CHANGED, "survey_event")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(TRIGGERS)
    for table in NAMES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
    for table in CHANGED:
        op.execute(
            f"CREATE POLICY one_change ON {table} FOR UPDATE TO koprogo_app "
            f"USING (association_id {NAMED}) WITH CHECK (association_id {NAMED})"
        )
        op.execute(f"GRANT UPDATE ON {table} TO koprogo_app")
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER guarded BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_survey()"
        )
    op.execute(
        "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON survey_event "
        "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON survey_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )


def downgrade() -> None:
    for table in ("survey_tally", "survey_marker", "survey_answer", "survey_event", "survey"):
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute("DROP FUNCTION guard_survey()")
    op.execute("DROP FUNCTION keep_survey()")
