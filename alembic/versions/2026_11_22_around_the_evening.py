"""Create the tables around the evening: proposals, requests, letters, answers, the register, decisions in writing.

All of them are only added to, with the same walls as the first tables.
"""

from alembic import op

revision = "2026_11_22_around_the_evening"
down_revision = "2026_11_21_show_version"

TABLES = r"""
CREATE TABLE agenda_proposal (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    proposer_id UUID NOT NULL,
    capacity VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_agenda_proposal PRIMARY KEY (id),
    CONSTRAINT uq_agenda_proposal_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_agenda_proposal_association_id_number UNIQUE (association_id, number),
    CONSTRAINT ck_agenda_proposal_capacity CHECK (capacity IN ('owner', 'council', 'partial_association')),
    CONSTRAINT ck_agenda_proposal_channel CHECK (channel IN ('online', 'letter', 'email')),
    CONSTRAINT fk_agenda_proposal_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_agenda_proposal_proposer_id FOREIGN KEY(proposer_id) REFERENCES person (id),
    CONSTRAINT fk_agenda_proposal_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_agenda_proposal_association_id ON agenda_proposal (association_id);

CREATE TABLE assembly_request (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    title VARCHAR NOT NULL,
    points JSONB DEFAULT '[]' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_assembly_request PRIMARY KEY (id),
    CONSTRAINT uq_assembly_request_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_assembly_request_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_assembly_request_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_assembly_request_association_id ON assembly_request (association_id);

CREATE TABLE assembly_window (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    since DATE NOT NULL,
    source VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_assembly_window PRIMARY KEY (id),
    CONSTRAINT ck_assembly_window_first_day CHECK (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31),
    CONSTRAINT fk_assembly_window_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_assembly_window_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_assembly_window_association_id ON assembly_window (association_id);

CREATE TABLE attachment (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    subject VARCHAR NOT NULL,
    subject_id UUID NOT NULL,
    title VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    seen_by VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    withdraws_id UUID,
    CONSTRAINT pk_attachment PRIMARY KEY (id),
    CONSTRAINT uq_attachment_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_attachment_seen_by CHECK (seen_by IN ('owners', 'council', 'syndic')),
    CONSTRAINT ck_attachment_size CHECK (size > 0),
    CONSTRAINT fk_attachment_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_attachment_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_attachment_association_id ON attachment (association_id);

CREATE INDEX ix_attachment_subject ON attachment (association_id, subject, subject_id);

CREATE TABLE letter (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id UUID NOT NULL,
    number INTEGER NOT NULL,
    person_id UUID NOT NULL,
    language VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    address JSONB DEFAULT '{}' NOT NULL,
    lots JSONB DEFAULT '[]' NOT NULL,
    token_hash BYTEA,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_letter PRIMARY KEY (id),
    CONSTRAINT uq_letter_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_letter_channel CHECK (channel IN ('registered', 'email', 'ordinary', 'hand')),
    CONSTRAINT fk_letter_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_letter_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT uq_letter_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_letter_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_letter_association_id ON letter (association_id);

CREATE INDEX ix_letter_person_id ON letter (person_id);

CREATE INDEX ix_letter_subject ON letter (association_id, kind, subject_id);

CREATE TABLE written_decision (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    title JSONB DEFAULT '{}' NOT NULL,
    text JSONB DEFAULT '{}' NOT NULL,
    asked_on DATE NOT NULL,
    answer_by DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_written_decision PRIMARY KEY (id),
    CONSTRAINT uq_written_decision_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_written_decision_association_id_number UNIQUE (association_id, number),
    CONSTRAINT fk_written_decision_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_written_decision_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_written_decision_association_id ON written_decision (association_id);

CREATE TABLE attendance_answer (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    person_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    answer VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_attendance_answer PRIMARY KEY (id),
    CONSTRAINT fk_attendance_answer_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT ck_attendance_answer_answer CHECK (answer IN ('room', 'remote', 'proxy', 'no')),
    CONSTRAINT uq_attendance_answer_assembly_id_person_id_seq UNIQUE (assembly_id, person_id, seq),
    CONSTRAINT fk_attendance_answer_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_attendance_answer_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_attendance_answer_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_attendance_answer_association_id ON attendance_answer (association_id);

CREATE TABLE designation_proposal (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    representative_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_designation_proposal PRIMARY KEY (id),
    CONSTRAINT uq_designation_proposal_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_designation_proposal_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT fk_designation_proposal_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_designation_proposal_representative_id FOREIGN KEY(representative_id) REFERENCES person (id),
    CONSTRAINT fk_designation_proposal_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_designation_proposal_association_id ON designation_proposal (association_id);

CREATE INDEX ix_designation_proposal_lot_id ON designation_proposal (lot_id);

CREATE TABLE letter_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    letter_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    tracking VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID,
    CONSTRAINT pk_letter_event PRIMARY KEY (id),
    CONSTRAINT fk_letter_event_association_id_letter_id FOREIGN KEY(association_id, letter_id) REFERENCES letter (association_id, id),
    CONSTRAINT uq_letter_event_letter_id_seq UNIQUE (letter_id, seq),
    CONSTRAINT fk_letter_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_letter_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_letter_event_association_id ON letter_event (association_id);

CREATE TABLE lot_transfer (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    day DATE NOT NULL,
    act VARCHAR NOT NULL,
    notary VARCHAR NOT NULL,
    ended_holding_ids UUID[] NOT NULL,
    begun_holding_ids UUID[] NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_lot_transfer PRIMARY KEY (id),
    CONSTRAINT uq_lot_transfer_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_lot_transfer_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT fk_lot_transfer_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_lot_transfer_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_lot_transfer_association_id ON lot_transfer (association_id);

CREATE INDEX ix_lot_transfer_lot_id ON lot_transfer (lot_id);

CREATE TABLE minutes_signature (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    person_id UUID NOT NULL,
    capacity VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    image_sha256 VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_minutes_signature PRIMARY KEY (id),
    CONSTRAINT uq_minutes_signature_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_minutes_signature_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT ck_minutes_signature_capacity CHECK (capacity IN ('chair', 'secretary', 'owner', 'proxy_holder')),
    CONSTRAINT ck_minutes_signature_how CHECK (how IN ('drawn', 'digital', 'paper')),
    CONSTRAINT uq_minutes_signature_assembly_id_person_id_capacity_text_sha256 UNIQUE (assembly_id, person_id, capacity, text_sha256),
    CONSTRAINT fk_minutes_signature_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_minutes_signature_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_minutes_signature_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_minutes_signature_assembly_id ON minutes_signature (assembly_id);

CREATE INDEX ix_minutes_signature_association_id ON minutes_signature (association_id);

CREATE TABLE occupant_notice (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    posted_on DATE,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_occupant_notice PRIMARY KEY (id),
    CONSTRAINT uq_occupant_notice_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_occupant_notice_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_occupant_notice_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT uq_occupant_notice_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_occupant_notice_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_occupant_notice_assembly_id ON occupant_notice (assembly_id);

CREATE INDEX ix_occupant_notice_association_id ON occupant_notice (association_id);

CREATE TABLE request_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    request_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    person_id UUID NOT NULL,
    day DATE NOT NULL,
    assembly_id UUID,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_request_event PRIMARY KEY (id),
    CONSTRAINT fk_request_event_association_id_request_id FOREIGN KEY(association_id, request_id) REFERENCES assembly_request (association_id, id),
    CONSTRAINT fk_request_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT uq_request_event_request_id_seq UNIQUE (request_id, seq),
    CONSTRAINT fk_request_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_request_event_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_request_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_request_event_association_id ON request_event (association_id);

CREATE TABLE speaking_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT pk_speaking_event PRIMARY KEY (id),
    CONSTRAINT fk_speaking_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT ck_speaking_event_what CHECK (what IN ('asked', 'given', 'done', 'withdrawn')),
    CONSTRAINT uq_speaking_event_assembly_id_seq UNIQUE (assembly_id, seq),
    CONSTRAINT fk_speaking_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_speaking_event_by_id FOREIGN KEY(by_id) REFERENCES person (id),
    CONSTRAINT fk_speaking_event_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_speaking_event_assembly_id ON speaking_event (assembly_id);

CREATE INDEX ix_speaking_event_association_id ON speaking_event (association_id);

CREATE TABLE visitor_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    capacity VARCHAR NOT NULL,
    assists_id UUID,
    CONSTRAINT pk_visitor_event PRIMARY KEY (id),
    CONSTRAINT fk_visitor_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT ck_visitor_event_what CHECK (what IN ('arrived', 'left')),
    CONSTRAINT ck_visitor_event_capacity CHECK (capacity IN ('assistant', 'expert', 'bailiff', 'interpreter', 'employee', 'other')),
    CONSTRAINT uq_visitor_event_assembly_id_seq UNIQUE (assembly_id, seq),
    CONSTRAINT fk_visitor_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_visitor_event_by_id FOREIGN KEY(by_id) REFERENCES person (id),
    CONSTRAINT fk_visitor_event_assists_id FOREIGN KEY(assists_id) REFERENCES person (id)
);

CREATE INDEX ix_visitor_event_assembly_id ON visitor_event (assembly_id);

CREATE INDEX ix_visitor_event_association_id ON visitor_event (association_id);

CREATE TABLE written_answer (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    choice VARCHAR NOT NULL,
    shares INTEGER NOT NULL,
    channel VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    person_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_written_answer PRIMARY KEY (id),
    CONSTRAINT fk_written_answer_association_id_decision_id FOREIGN KEY(association_id, decision_id) REFERENCES written_decision (association_id, id),
    CONSTRAINT fk_written_answer_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT ck_written_answer_choice CHECK (choice IN ('for', 'against')),
    CONSTRAINT ck_written_answer_channel CHECK (channel IN ('phone', 'paper')),
    CONSTRAINT uq_written_answer_decision_id_lot_id_seq UNIQUE (decision_id, lot_id, seq),
    CONSTRAINT fk_written_answer_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_written_answer_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_written_answer_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_written_answer_association_id ON written_answer (association_id);

CREATE TABLE written_decision_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    reason VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_written_decision_event PRIMARY KEY (id),
    CONSTRAINT fk_written_decision_event_association_id_decision_id FOREIGN KEY(association_id, decision_id) REFERENCES written_decision (association_id, id),
    CONSTRAINT uq_written_decision_event_decision_id_seq UNIQUE (decision_id, seq),
    CONSTRAINT fk_written_decision_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_written_decision_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_written_decision_event_association_id ON written_decision_event (association_id);

CREATE TABLE designation_signature (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    person_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_designation_signature PRIMARY KEY (id),
    CONSTRAINT fk_designation_signature_association_id_proposal_id FOREIGN KEY(association_id, proposal_id) REFERENCES designation_proposal (association_id, id),
    CONSTRAINT ck_designation_signature_what CHECK (what IN ('signed', 'refused', 'withdrawn')),
    CONSTRAINT ck_designation_signature_channel CHECK (channel IN ('phone', 'paper', 'door')),
    CONSTRAINT uq_designation_signature_proposal_id_seq UNIQUE (proposal_id, seq),
    CONSTRAINT fk_designation_signature_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_designation_signature_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_designation_signature_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_designation_signature_association_id ON designation_signature (association_id);

CREATE TABLE observation (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    notice_id UUID NOT NULL,
    item_id UUID,
    name VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_observation PRIMARY KEY (id),
    CONSTRAINT fk_observation_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_observation_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_observation_association_id_notice_id FOREIGN KEY(association_id, notice_id) REFERENCES occupant_notice (association_id, id),
    CONSTRAINT fk_observation_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_observation_assembly_id ON observation (assembly_id);

CREATE INDEX ix_observation_association_id ON observation (association_id);

CREATE TABLE proposal_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    assembly_id UUID,
    item_id UUID,
    reason VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_proposal_event PRIMARY KEY (id),
    CONSTRAINT fk_proposal_event_association_id_proposal_id FOREIGN KEY(association_id, proposal_id) REFERENCES agenda_proposal (association_id, id),
    CONSTRAINT fk_proposal_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_proposal_event_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_proposal_event_proposal_id_seq UNIQUE (proposal_id, seq),
    CONSTRAINT fk_proposal_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_proposal_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_proposal_event_association_id ON proposal_event (association_id);

CREATE TABLE protest (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID,
    person_id UUID NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_protest PRIMARY KEY (id),
    CONSTRAINT fk_protest_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_protest_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_protest_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_protest_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_protest_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_protest_assembly_id ON protest (assembly_id);

CREATE INDEX ix_protest_association_id ON protest (association_id);

CREATE TABLE register_entry (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    day DATE NOT NULL,
    assembly_id UUID,
    item_id UUID,
    round INTEGER,
    written_decision_id UUID,
    outcome VARCHAR NOT NULL,
    title JSONB DEFAULT '{}' NOT NULL,
    text JSONB DEFAULT '{}' NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_register_entry PRIMARY KEY (id),
    CONSTRAINT uq_register_entry_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_register_entry_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_register_entry_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_register_entry_association_id_written_decision_id FOREIGN KEY(association_id, written_decision_id) REFERENCES written_decision (association_id, id),
    CONSTRAINT uq_register_entry_association_id_number UNIQUE (association_id, number),
    CONSTRAINT uq_register_entry_item_id_round UNIQUE (item_id, round),
    CONSTRAINT ck_register_entry_source CHECK ((item_id IS NULL) <> (written_decision_id IS NULL)),
    CONSTRAINT fk_register_entry_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_register_entry_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_register_entry_association_id ON register_entry (association_id);

CREATE TABLE result_review (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID NOT NULL,
    round INTEGER NOT NULL,
    presence_event_id INTEGER NOT NULL,
    would_change BOOLEAN NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_result_review PRIMARY KEY (id),
    CONSTRAINT fk_result_review_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_result_review_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_result_review_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_result_review_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_result_review_association_id ON result_review (association_id);

CREATE INDEX ix_result_review_item ON result_review (item_id, round);

CREATE TABLE decision_task (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_decision_task PRIMARY KEY (id),
    CONSTRAINT uq_decision_task_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_decision_task_association_id_entry_id FOREIGN KEY(association_id, entry_id) REFERENCES register_entry (association_id, id),
    CONSTRAINT fk_decision_task_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_decision_task_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_decision_task_association_id ON decision_task (association_id);

CREATE INDEX ix_decision_task_entry_id ON decision_task (entry_id);

CREATE TABLE task_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    task_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    due DATE,
    owner_id UUID,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_task_event PRIMARY KEY (id),
    CONSTRAINT fk_task_event_association_id_task_id FOREIGN KEY(association_id, task_id) REFERENCES decision_task (association_id, id),
    CONSTRAINT ck_task_event_what CHECK (what IN ('planned', 'started', 'done', 'cancelled', 'noted')),
    CONSTRAINT uq_task_event_task_id_seq UNIQUE (task_id, seq),
    CONSTRAINT fk_task_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_task_event_owner_id FOREIGN KEY(owner_id) REFERENCES person (id),
    CONSTRAINT fk_task_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_task_event_association_id ON task_event (association_id);
"""

NAMES = [
    "agenda_proposal",
    "assembly_request",
    "assembly_window",
    "attachment",
    "letter",
    "written_decision",
    "attendance_answer",
    "designation_proposal",
    "letter_event",
    "lot_transfer",
    "minutes_signature",
    "occupant_notice",
    "request_event",
    "speaking_event",
    "visitor_event",
    "written_answer",
    "written_decision_event",
    "designation_signature",
    "observation",
    "proposal_event",
    "protest",
    "register_entry",
    "result_review",
    "decision_task",
    "task_event",
]

COLUMNS = """
ALTER TABLE agenda_item
    ADD COLUMN key_reason VARCHAR NOT NULL DEFAULT '',
    ADD COLUMN parent_id UUID,
    ADD COLUMN part VARCHAR NOT NULL DEFAULT '',
    ADD COLUMN part_of_decision VARCHAR NOT NULL DEFAULT '',
    ADD COLUMN options JSONB NOT NULL DEFAULT '[]',
    ADD COLUMN hidden_tally BOOLEAN NOT NULL DEFAULT false,
    DROP CONSTRAINT uq_agenda_item_assembly_id_number,
    ADD CONSTRAINT uq_agenda_item_assembly_id_number_part
        UNIQUE (assembly_id, number, part) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT fk_agenda_item_association_id_parent_id
        FOREIGN KEY (association_id, parent_id) REFERENCES agenda_item (association_id, id);
ALTER TABLE proxy
    ADD COLUMN substitute_id UUID,
    ADD CONSTRAINT fk_proxy_substitute_id FOREIGN KEY (substitute_id) REFERENCES person (id);
ALTER TABLE ballot
    DROP CONSTRAINT ck_ballot_choice,
    ADD CONSTRAINT ck_ballot_choice CHECK (choice ~ '^(for|against|abstain|blank|option_[1-9])$');
"""

BACK = """
ALTER TABLE ballot
    DROP CONSTRAINT ck_ballot_choice,
    ADD CONSTRAINT ck_ballot_choice CHECK (choice IN ('for', 'against', 'abstain', 'blank'));
ALTER TABLE proxy DROP COLUMN substitute_id;
ALTER TABLE agenda_item
    DROP CONSTRAINT uq_agenda_item_assembly_id_number_part,
    ADD CONSTRAINT uq_agenda_item_assembly_id_number UNIQUE (assembly_id, number) DEFERRABLE INITIALLY DEFERRED,
    DROP COLUMN key_reason, DROP COLUMN parent_id, DROP COLUMN part, DROP COLUMN part_of_decision, DROP COLUMN options,
    DROP COLUMN hidden_tally;
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(COLUMNS)
    for table in NAMES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")


def downgrade() -> None:
    for table in reversed(NAMES):
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute(BACK)
