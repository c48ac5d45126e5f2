"""Create the tables, their walls and their locks.

Every tenant table gets forced row-level security: reads span the associations in reach (`app.associations`), writes name
one (`app.association`); without either setting there is no query. Tables of facts refuse UPDATE, DELETE and TRUNCATE to
everyone. Identity, organisations and the platform's own log are not tenant tables.
"""

from alembic import op

revision = "2026_11_21_create_tables"
down_revision = None

TABLES = r"""
CREATE TABLE association (
    id UUID NOT NULL,
    name VARCHAR NOT NULL,
    enterprise_number VARCHAR NOT NULL,
    street VARCHAR NOT NULL,
    postcode VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    languages TEXT[] NOT NULL,
    shares_total INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_association PRIMARY KEY (id),
    CONSTRAINT ck_association_shares_total CHECK (shares_total > 0)
);

CREATE TABLE organisation (
    id UUID NOT NULL,
    name VARCHAR NOT NULL,
    enterprise_number VARCHAR NOT NULL,
    ipi_number VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_organisation PRIMARY KEY (id)
);

CREATE TABLE person (
    id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT ck_person_kind CHECK (kind IN ('natural', 'legal')),
    CONSTRAINT ck_person_language CHECK (language IN ('fr', 'nl', 'de', 'en'))
);

CREATE TABLE platform_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id UUID,
    action VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_platform_event PRIMARY KEY (id)
);

CREATE TABLE account (
    person_id UUID NOT NULL,
    email VARCHAR NOT NULL,
    password_hash VARCHAR,
    is_operator BOOLEAN NOT NULL,
    failed_count INTEGER NOT NULL,
    last_failed_at TIMESTAMP WITH TIME ZONE,
    locked_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (person_id),
    CONSTRAINT ck_account_email_lower CHECK (email = lower(email)),
    CONSTRAINT fk_account_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT uq_account_email UNIQUE (email)
);

CREATE TABLE acting_for (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    holder_id UUID NOT NULL,
    person_id UUID NOT NULL,
    capacity VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE,
    proof VARCHAR NOT NULL,
    CONSTRAINT pk_acting_for PRIMARY KEY (id),
    CONSTRAINT uq_acting_for_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_acting_for_capacity CHECK (capacity IN ('organ', 'employee', 'lawyer', 'administrator', 'heirs_representative')),
    CONSTRAINT fk_acting_for_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_acting_for_holder_id FOREIGN KEY(holder_id) REFERENCES person (id),
    CONSTRAINT fk_acting_for_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_acting_for_association_id ON acting_for (association_id);

CREATE INDEX ix_acting_for_holder_id ON acting_for (holder_id);

CREATE INDEX ix_acting_for_person_id ON acting_for (person_id);

CREATE TABLE appointment (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    person_id UUID NOT NULL,
    office VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE,
    CONSTRAINT pk_appointment PRIMARY KEY (id),
    CONSTRAINT uq_appointment_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_appointment_office CHECK (office IN ('council', 'auditor')),
    CONSTRAINT fk_appointment_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_appointment_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_appointment_association_id ON appointment (association_id);

CREATE INDEX ix_appointment_person_id ON appointment (person_id);

CREATE TABLE apportionment_key (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    name JSONB DEFAULT '{}' NOT NULL,
    source VARCHAR NOT NULL,
    since DATE NOT NULL,
    CONSTRAINT pk_apportionment_key PRIMARY KEY (id),
    CONSTRAINT uq_apportionment_key_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_apportionment_key_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_apportionment_key_association_id ON apportionment_key (association_id);

CREATE TABLE assembly (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    session VARCHAR NOT NULL,
    first_session_id UUID,
    day DATE NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    place VARCHAR NOT NULL,
    remote_allowed BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by_id UUID NOT NULL,
    CONSTRAINT pk_assembly PRIMARY KEY (id),
    CONSTRAINT uq_assembly_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_assembly_association_id_first_session_id FOREIGN KEY(association_id, first_session_id) REFERENCES assembly (association_id, id),
    CONSTRAINT ck_assembly_kind CHECK (kind IN ('ordinary', 'extraordinary')),
    CONSTRAINT ck_assembly_session CHECK (session IN ('first', 'second')),
    CONSTRAINT fk_assembly_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_assembly_created_by_id FOREIGN KEY(created_by_id) REFERENCES person (id)
);

CREATE INDEX ix_assembly_association_id ON assembly (association_id);

CREATE INDEX ix_assembly_day ON assembly (day);

CREATE TABLE audit_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    association_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id UUID NOT NULL,
    action VARCHAR NOT NULL,
    subject_id UUID,
    facts JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_audit_event PRIMARY KEY (id),
    CONSTRAINT uq_audit_event_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_audit_event_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_audit_event_subject ON audit_event (association_id, subject_id);

CREATE TABLE contact (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    person_id UUID NOT NULL,
    email VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    street VARCHAR NOT NULL,
    postcode VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    enterprise_number VARCHAR NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT uq_contact_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_contact_association_id_person_id UNIQUE (association_id, person_id),
    CONSTRAINT fk_contact_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_contact_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_contact_association_id ON contact (association_id);

CREATE INDEX ix_contact_person_id ON contact (person_id);

CREATE TABLE email_consent (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    person_id UUID NOT NULL,
    given_on DATE NOT NULL,
    proof VARCHAR NOT NULL,
    revoked_on DATE,
    CONSTRAINT pk_email_consent PRIMARY KEY (id),
    CONSTRAINT uq_email_consent_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_email_consent_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_email_consent_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_email_consent_association_id ON email_consent (association_id);

CREATE INDEX ix_email_consent_person_id ON email_consent (person_id);

CREATE TABLE invitation (
    id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    person_id UUID NOT NULL,
    association_id UUID,
    email VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    created_by UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_invitation PRIMARY KEY (id),
    CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_invitation_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_invitation_person_id ON invitation (person_id);

CREATE TABLE lot (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    floor VARCHAR NOT NULL,
    shares INTEGER NOT NULL,
    CONSTRAINT pk_lot PRIMARY KEY (id),
    CONSTRAINT uq_lot_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_lot_association_id_number UNIQUE (association_id, number),
    CONSTRAINT ck_lot_shares CHECK (shares >= 0),
    CONSTRAINT fk_lot_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_lot_association_id ON lot (association_id);

CREATE TABLE lot_import (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    shares_total INTEGER NOT NULL,
    lot_count INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_lot_import PRIMARY KEY (id),
    CONSTRAINT uq_lot_import_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_lot_import_association_id_sha256 UNIQUE (association_id, sha256),
    CONSTRAINT fk_lot_import_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_lot_import_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_lot_import_association_id ON lot_import (association_id);

CREATE TABLE mandate (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    since DATE NOT NULL,
    until DATE,
    CONSTRAINT pk_mandate PRIMARY KEY (id),
    CONSTRAINT uq_mandate_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_mandate_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_mandate_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);

CREATE INDEX ix_mandate_association_id ON mandate (association_id);

CREATE INDEX ix_mandate_organisation_id ON mandate (organisation_id);

CREATE TABLE organisation_member (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    role VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE,
    CONSTRAINT pk_organisation_member PRIMARY KEY (id),
    CONSTRAINT ck_organisation_member_role CHECK (role IN ('syndic', 'accountant')),
    CONSTRAINT fk_organisation_member_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_organisation_member_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_organisation_member_organisation_id ON organisation_member (organisation_id);

CREATE INDEX ix_organisation_member_person_id ON organisation_member (person_id);

CREATE TABLE outbox_mail (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    to_email VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER NOT NULL,
    last_error VARCHAR NOT NULL,
    CONSTRAINT pk_outbox_mail PRIMARY KEY (id),
    CONSTRAINT uq_outbox_mail_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_outbox_mail_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_outbox_mail_association_id ON outbox_mail (association_id);

CREATE TABLE paper (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id UUID NOT NULL,
    language VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_by_id UUID NOT NULL,
    CONSTRAINT pk_paper PRIMARY KEY (id),
    CONSTRAINT uq_paper_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_paper_association_id_kind_subject_id_language_version UNIQUE (association_id, kind, subject_id, language, version),
    CONSTRAINT fk_paper_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_paper_issued_by_id FOREIGN KEY(issued_by_id) REFERENCES person (id)
);

CREATE INDEX ix_paper_association_id ON paper (association_id);

CREATE INDEX ix_paper_subject_id ON paper (subject_id);

CREATE TABLE person_merge (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kept_id UUID NOT NULL,
    merged_id UUID NOT NULL,
    holding_ids UUID[] NOT NULL,
    before JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    undone_by_id UUID,
    CONSTRAINT pk_person_merge PRIMARY KEY (id),
    CONSTRAINT uq_person_merge_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_person_merge_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_person_merge_kept_id FOREIGN KEY(kept_id) REFERENCES person (id),
    CONSTRAINT fk_person_merge_merged_id FOREIGN KEY(merged_id) REFERENCES person (id),
    CONSTRAINT fk_person_merge_by_id FOREIGN KEY(by_id) REFERENCES person (id),
    CONSTRAINT fk_person_merge_undone_by_id FOREIGN KEY(undone_by_id) REFERENCES person (id)
);

CREATE INDEX ix_person_merge_association_id ON person_merge (association_id);

CREATE TABLE sign_in_session (
    id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    person_id UUID NOT NULL,
    association_id UUID,
    assembly_id UUID,
    slip_id UUID,
    method VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_sign_in_session PRIMARY KEY (id),
    CONSTRAINT uq_sign_in_session_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_sign_in_session_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_sign_in_session_person_id ON sign_in_session (person_id);

CREATE TABLE agenda_item (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    number INTEGER,
    title JSONB DEFAULT '{}' NOT NULL,
    kind VARCHAR NOT NULL,
    main_kind VARCHAR,
    majority VARCHAR NOT NULL,
    majority_from VARCHAR NOT NULL,
    clause VARCHAR NOT NULL,
    key_id UUID,
    minutes_planned INTEGER NOT NULL,
    CONSTRAINT pk_agenda_item PRIMARY KEY (id),
    CONSTRAINT uq_agenda_item_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_agenda_item_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_agenda_item_association_id_key_id FOREIGN KEY(association_id, key_id) REFERENCES apportionment_key (association_id, id),
    CONSTRAINT uq_agenda_item_assembly_id_number UNIQUE (assembly_id, number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_agenda_item_majority CHECK (majority IN ('none', 'absolute', 'two_thirds', 'four_fifths', 'unanimity')),
    CONSTRAINT ck_agenda_item_majority_from CHECK (majority_from IN ('law', 'open', 'clause')),
    CONSTRAINT fk_agenda_item_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_agenda_item_assembly_id ON agenda_item (assembly_id);

CREATE INDEX ix_agenda_item_association_id ON agenda_item (association_id);

CREATE TABLE apportionment_weight (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    key_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    weight INTEGER NOT NULL,
    CONSTRAINT pk_apportionment_weight PRIMARY KEY (id),
    CONSTRAINT uq_apportionment_weight_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_apportionment_weight_association_id_key_id FOREIGN KEY(association_id, key_id) REFERENCES apportionment_key (association_id, id),
    CONSTRAINT fk_apportionment_weight_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT uq_apportionment_weight_association_id_key_id_lot_id UNIQUE (association_id, key_id, lot_id),
    CONSTRAINT ck_apportionment_weight_weight CHECK (weight > 0),
    CONSTRAINT fk_apportionment_weight_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_apportionment_weight_association_id ON apportionment_weight (association_id);

CREATE TABLE assembly_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_assembly_event PRIMARY KEY (id),
    CONSTRAINT fk_assembly_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT uq_assembly_event_assembly_id_seq UNIQUE (assembly_id, seq),
    CONSTRAINT fk_assembly_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_assembly_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_assembly_event_assembly_id ON assembly_event (assembly_id);

CREATE INDEX ix_assembly_event_association_id ON assembly_event (association_id);

CREATE TABLE audit_seal (
    association_id UUID NOT NULL,
    position BIGINT NOT NULL,
    audit_event_id BIGINT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_audit_seal PRIMARY KEY (association_id, position),
    CONSTRAINT fk_audit_seal_association_id_audit_event_id FOREIGN KEY(association_id, audit_event_id) REFERENCES audit_event (association_id, id),
    CONSTRAINT uq_audit_seal_association_id_audit_event_id UNIQUE (association_id, audit_event_id),
    CONSTRAINT fk_audit_seal_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE TABLE bureau_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    person_id UUID NOT NULL,
    office VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_bureau_event PRIMARY KEY (id),
    CONSTRAINT fk_bureau_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT ck_bureau_event_office CHECK (office IN ('chair', 'secretary', 'teller')),
    CONSTRAINT fk_bureau_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_bureau_event_by_id FOREIGN KEY(by_id) REFERENCES person (id),
    CONSTRAINT fk_bureau_event_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_bureau_event_assembly_id ON bureau_event (assembly_id);

CREATE INDEX ix_bureau_event_association_id ON bureau_event (association_id);

CREATE TABLE desk_slip (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    person_id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    identity_check VARCHAR NOT NULL,
    issued_by_id UUID NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by_id UUID,
    CONSTRAINT pk_desk_slip PRIMARY KEY (id),
    CONSTRAINT uq_desk_slip_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_desk_slip_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_desk_slip_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_desk_slip_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT uq_desk_slip_code_hash UNIQUE (code_hash),
    CONSTRAINT fk_desk_slip_issued_by_id FOREIGN KEY(issued_by_id) REFERENCES person (id),
    CONSTRAINT fk_desk_slip_revoked_by_id FOREIGN KEY(revoked_by_id) REFERENCES person (id)
);

CREATE INDEX ix_desk_slip_assembly_id ON desk_slip (assembly_id);

CREATE INDEX ix_desk_slip_association_id ON desk_slip (association_id);

CREATE TABLE holding (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    person_id UUID NOT NULL,
    "right" VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE,
    CONSTRAINT pk_holding PRIMARY KEY (id),
    CONSTRAINT uq_holding_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_holding_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT ck_holding_right CHECK ("right" IN ('full', 'undivided', 'usufruct', 'bare_ownership', 'usufruct_or_bare', 'use_or_habitation', 'superficies', 'emphyteusis')),
    CONSTRAINT fk_holding_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_holding_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_holding_association_id ON holding (association_id);

CREATE INDEX ix_holding_lot_id ON holding (lot_id);

CREATE INDEX ix_holding_person_id ON holding (person_id);

CREATE TABLE presence_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    person_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    capacity VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    reason VARCHAR NOT NULL,
    corrects_id BIGINT,
    CONSTRAINT pk_presence_event PRIMARY KEY (id),
    CONSTRAINT fk_presence_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT uq_presence_event_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_presence_event_what CHECK (what IN ('arrived', 'left')),
    CONSTRAINT ck_presence_event_channel CHECK (channel IN ('room', 'remote')),
    CONSTRAINT fk_presence_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_presence_event_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_presence_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_presence_event_corrects ON presence_event (corrects_id) WHERE corrects_id IS NOT NULL;

CREATE INDEX ix_presence_event_person ON presence_event (assembly_id, person_id, id);

CREATE TABLE proxy (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    giver_id UUID NOT NULL,
    holder_id UUID NOT NULL,
    shares INTEGER NOT NULL,
    instructions JSONB DEFAULT '{}' NOT NULL,
    document VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    recorded_by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_proxy PRIMARY KEY (id),
    CONSTRAINT uq_proxy_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_proxy_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_proxy_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_proxy_giver_id FOREIGN KEY(giver_id) REFERENCES person (id),
    CONSTRAINT fk_proxy_holder_id FOREIGN KEY(holder_id) REFERENCES person (id),
    CONSTRAINT fk_proxy_recorded_by_id FOREIGN KEY(recorded_by_id) REFERENCES person (id)
);

CREATE INDEX ix_proxy_assembly_id ON proxy (assembly_id);

CREATE INDEX ix_proxy_association_id ON proxy (association_id);

CREATE INDEX ix_proxy_holder ON proxy (assembly_id, holder_id);

CREATE TABLE representative (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    person_id UUID NOT NULL,
    since DATE NOT NULL,
    until DATE,
    proof VARCHAR NOT NULL,
    CONSTRAINT pk_representative PRIMARY KEY (id),
    CONSTRAINT uq_representative_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_representative_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT fk_representative_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_representative_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_representative_association_id ON representative (association_id);

CREATE INDEX ix_representative_lot_id ON representative (lot_id);

CREATE INDEX ix_representative_person_id ON representative (person_id);

CREATE TABLE roll (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    lot_number VARCHAR NOT NULL,
    owner_key VARCHAR NOT NULL,
    owner_name VARCHAR NOT NULL,
    voter_id UUID,
    agent_id UUID,
    shares INTEGER NOT NULL,
    weights JSONB DEFAULT '{}' NOT NULL,
    suspended BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_roll PRIMARY KEY (id),
    CONSTRAINT fk_roll_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_roll_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT uq_roll_assembly_id_lot_id UNIQUE (assembly_id, lot_id),
    CONSTRAINT fk_roll_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_roll_voter_id FOREIGN KEY(voter_id) REFERENCES person (id),
    CONSTRAINT fk_roll_agent_id FOREIGN KEY(agent_id) REFERENCES person (id)
);

CREATE INDEX ix_roll_association_id ON roll (association_id);

CREATE INDEX ix_roll_voter ON roll (assembly_id, voter_id);

CREATE TABLE ballot (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID NOT NULL,
    round INTEGER NOT NULL,
    text_version INTEGER NOT NULL,
    lot_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    choice VARCHAR NOT NULL,
    shares INTEGER NOT NULL,
    cast_by_id UUID NOT NULL,
    on_behalf_of_id UUID NOT NULL,
    channel VARCHAR NOT NULL,
    identified_by VARCHAR NOT NULL,
    needs_confirmation BOOLEAN NOT NULL,
    nonce VARCHAR NOT NULL,
    salt BYTEA NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    leaf BYTEA NOT NULL,
    CONSTRAINT pk_ballot PRIMARY KEY (id),
    CONSTRAINT uq_ballot_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_ballot_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_ballot_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_ballot_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT uq_ballot_item_id_round_lot_id_revision UNIQUE (item_id, round, lot_id, revision),
    CONSTRAINT uq_ballot_item_id_round_lot_id_nonce UNIQUE (item_id, round, lot_id, nonce),
    CONSTRAINT ck_ballot_choice CHECK (choice IN ('for', 'against', 'abstain', 'blank')),
    CONSTRAINT ck_ballot_channel CHECK (channel IN ('phone', 'api', 'hand', 'paper', 'proxy_sheet', 'correction')),
    CONSTRAINT ck_ballot_shape CHECK (revision > 0 AND shares > 0 AND length(salt) = 16 AND length(leaf) = 32),
    CONSTRAINT fk_ballot_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_ballot_cast_by_id FOREIGN KEY(cast_by_id) REFERENCES person (id),
    CONSTRAINT fk_ballot_on_behalf_of_id FOREIGN KEY(on_behalf_of_id) REFERENCES person (id)
);

CREATE INDEX ix_ballot_assembly ON ballot (assembly_id);

CREATE INDEX ix_ballot_association_id ON ballot (association_id);

CREATE TABLE item_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    item_id UUID NOT NULL,
    round INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_item_event PRIMARY KEY (id),
    CONSTRAINT fk_item_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_item_event_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_item_event_item_id_seq UNIQUE (item_id, seq),
    CONSTRAINT fk_item_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_item_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_item_event_assembly_id ON item_event (assembly_id);

CREATE INDEX ix_item_event_association_id ON item_event (association_id);

CREATE TABLE item_exclusion (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    item_id UUID NOT NULL,
    person_id UUID NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_item_exclusion PRIMARY KEY (id),
    CONSTRAINT fk_item_exclusion_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_item_exclusion_item_id_person_id UNIQUE (item_id, person_id),
    CONSTRAINT fk_item_exclusion_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_item_exclusion_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_item_exclusion_association_id ON item_exclusion (association_id);

CREATE TABLE item_text (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    item_id UUID NOT NULL,
    version INTEGER NOT NULL,
    text JSONB DEFAULT '{}' NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_item_text PRIMARY KEY (id),
    CONSTRAINT fk_item_text_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_item_text_item_id_version UNIQUE (item_id, version),
    CONSTRAINT fk_item_text_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_item_text_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_item_text_association_id ON item_text (association_id);

CREATE TABLE proxy_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    proxy_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_proxy_event PRIMARY KEY (id),
    CONSTRAINT fk_proxy_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_proxy_event_association_id_proxy_id FOREIGN KEY(association_id, proxy_id) REFERENCES proxy (association_id, id),
    CONSTRAINT uq_proxy_event_proxy_id_seq UNIQUE (proxy_id, seq),
    CONSTRAINT fk_proxy_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_proxy_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_proxy_event_assembly_id ON proxy_event (assembly_id);

CREATE INDEX ix_proxy_event_association_id ON proxy_event (association_id);

CREATE TABLE result (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID NOT NULL,
    round INTEGER NOT NULL,
    text_version INTEGER NOT NULL,
    carried BOOLEAN NOT NULL,
    majority VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    rule_version VARCHAR NOT NULL,
    in_favour INTEGER NOT NULL,
    against INTEGER NOT NULL,
    abstained INTEGER NOT NULL,
    no_ballot INTEGER NOT NULL,
    needed INTEGER NOT NULL,
    facts JSONB NOT NULL,
    ballots_sealed INTEGER NOT NULL,
    chain_head BYTEA NOT NULL,
    merkle_root BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_result PRIMARY KEY (id),
    CONSTRAINT fk_result_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_result_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_result_item_id_round UNIQUE (item_id, round),
    CONSTRAINT fk_result_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_result_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_result_assembly_id ON result (assembly_id);

CREATE INDEX ix_result_association_id ON result (association_id);

CREATE TABLE ballot_confirmation (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    ballot_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_ballot_confirmation PRIMARY KEY (id),
    CONSTRAINT fk_ballot_confirmation_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_ballot_confirmation_association_id_ballot_id FOREIGN KEY(association_id, ballot_id) REFERENCES ballot (association_id, id),
    CONSTRAINT uq_ballot_confirmation_ballot_id UNIQUE (ballot_id),
    CONSTRAINT fk_ballot_confirmation_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_ballot_confirmation_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_ballot_confirmation_assembly ON ballot_confirmation (assembly_id);

CREATE INDEX ix_ballot_confirmation_association_id ON ballot_confirmation (association_id);

CREATE TABLE seal (
    item_id UUID NOT NULL,
    round INTEGER NOT NULL,
    position INTEGER NOT NULL,
    association_id UUID NOT NULL,
    ballot_id UUID NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_seal PRIMARY KEY (item_id, round, position),
    CONSTRAINT fk_seal_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_seal_association_id_ballot_id FOREIGN KEY(association_id, ballot_id) REFERENCES ballot (association_id, id),
    CONSTRAINT uq_seal_ballot_id UNIQUE (ballot_id),
    CONSTRAINT fk_seal_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
"""

TENANT_TABLES = [
    "acting_for",
    "appointment",
    "apportionment_key",
    "assembly",
    "audit_event",
    "contact",
    "email_consent",
    "lot",
    "lot_import",
    "mandate",
    "outbox_mail",
    "paper",
    "person_merge",
    "agenda_item",
    "apportionment_weight",
    "assembly_event",
    "audit_seal",
    "bureau_event",
    "desk_slip",
    "holding",
    "presence_event",
    "proxy",
    "representative",
    "roll",
    "ballot",
    "item_event",
    "item_exclusion",
    "item_text",
    "proxy_event",
    "result",
    "ballot_confirmation",
    "seal",
]
APPEND_ONLY = [
    "assembly_event",
    "audit_event",
    "audit_seal",
    "ballot",
    "ballot_confirmation",
    "bureau_event",
    "item_event",
    "item_exclusion",
    "item_text",
    "lot_import",
    "paper",
    "platform_event",
    "presence_event",
    "proxy",
    "proxy_event",
    "result",
    "roll",
    "seal",
]
PLAIN_TABLES = [
    "organisation",
    "person",
    "platform_event",
    "account",
    "invitation",
    "organisation_member",
    "sign_in_session",
]

FORBID = """
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'KG001';
END $$;
"""

# The one SECURITY DEFINER function: which associations a person reaches on a day, and as what. Its owner bypasses
# row-level security, which is needed to find the reach before there is one.
REACH = """
CREATE FUNCTION reach(who uuid, on_day date) RETURNS TABLE (association_id uuid, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.association_id, om.role::text
      FROM mandate m JOIN organisation_member om USING (organisation_id)
     WHERE om.person_id = who
       AND m.since <= on_day AND (m.until IS NULL OR m.until > on_day)
       AND om.since <= on_day AND (om.until IS NULL OR om.until > on_day)
    UNION
    SELECT h.association_id, 'owner' FROM holding h
     WHERE h.person_id = who AND h.since <= on_day AND (h.until IS NULL OR h.until > on_day)
    UNION
    SELECT r.association_id, 'owner' FROM representative r
     WHERE r.person_id = who AND r.since <= on_day AND (r.until IS NULL OR r.until > on_day)
    UNION
    SELECT a.association_id, 'owner' FROM acting_for a
     WHERE a.person_id = who AND a.since <= on_day AND (a.until IS NULL OR a.until > on_day)
    UNION
    SELECT p.association_id, p.office::text FROM appointment p
     WHERE p.person_id = who AND p.since <= on_day AND (p.until IS NULL OR p.until > on_day)
$$;
REVOKE ALL ON FUNCTION reach(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reach(uuid, date) TO koprogo_app, koprogo_platform;
"""

# Readings of the facts, with the reader's own rights (row-level security applies to the person who looks).
VIEWS = """
CREATE VIEW assembly_state WITH (security_invoker = true) AS
    SELECT DISTINCT ON (assembly_id) assembly_id, association_id, what, at, seq, facts, reason
      FROM assembly_event ORDER BY assembly_id, seq DESC;

CREATE VIEW item_state WITH (security_invoker = true) AS
    SELECT DISTINCT ON (item_id) item_id, assembly_id, association_id, round, what, at, by_id, seq, facts, reason
      FROM item_event ORDER BY item_id, seq DESC;

-- Whether a person is there: her last arrival or departure, by the time it happened; a corrected row counts no more.
CREATE VIEW presence_now WITH (security_invoker = true) AS
    SELECT DISTINCT ON (e.assembly_id, e.person_id)
           e.assembly_id, e.person_id, e.association_id, e.what = 'arrived' AS present, e.channel, e.capacity, e.at
      FROM presence_event e
     WHERE NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id)
     ORDER BY e.assembly_id, e.person_id, e.at DESC, e.id DESC;

-- Proxies that stand: given, not revoked, not ended by the giver's arrival.
CREATE VIEW standing_proxy WITH (security_invoker = true) AS
    SELECT p.id, p.association_id, p.assembly_id, p.giver_id, p.holder_id, p.shares, p.instructions
      FROM proxy p
     WHERE (SELECT e.what FROM proxy_event e WHERE e.proxy_id = p.id ORDER BY e.seq DESC LIMIT 1) = 'given';

-- The ballots that count: the highest revision of each lot, among those that need no second person or have one.
CREATE VIEW counting_ballot WITH (security_invoker = true) AS
    SELECT DISTINCT ON (b.item_id, b.round, b.lot_id) b.*
      FROM ballot b
     WHERE NOT b.needs_confirmation OR EXISTS (SELECT 1 FROM ballot_confirmation c WHERE c.ballot_id = b.id)
     ORDER BY b.item_id, b.round, b.lot_id, b.revision DESC;
"""
VIEW_NAMES = ["assembly_state", "item_state", "presence_now", "standing_proxy", "counting_ballot"]

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def walls(table: str, column: str) -> None:
    """Force row-level security on a table and write its policies."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING ({column} {IN_REACH})")
    op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK ({column} {NAMED})")
    if table not in APPEND_ONLY:
        op.execute(
            f"CREATE POLICY one_change ON {table} FOR UPDATE TO koprogo_app "
            f"USING ({column} {NAMED}) WITH CHECK ({column} {NAMED})"
        )
    op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")


def lock(table: str) -> None:
    """Refuse every change to rows that exist, to everyone."""
    op.execute(
        f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )


def grants(table: str) -> None:
    """Give the application what it needs: no DELETE anywhere, no UPDATE on tables of facts."""
    op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT{'' if table in APPEND_ONLY else ', UPDATE'} ON {table} TO koprogo_app")


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(FORBID)
    op.execute(REACH)
    walls("association", "id")
    for table in TENANT_TABLES:
        walls(table, "association_id")
    for table in APPEND_ONLY:
        lock(table)
    for table in ["association", *TENANT_TABLES, *PLAIN_TABLES]:
        grants(table)
    op.execute("GRANT INSERT ON platform_event TO koprogo_platform")
    op.execute(VIEWS)
    for view in VIEW_NAMES:
        op.execute(f"GRANT SELECT ON {view} TO koprogo_app, koprogo_platform")


def downgrade() -> None:
    for view in VIEW_NAMES:
        op.execute(f"DROP VIEW {view}")
    for table in reversed([*PLAIN_TABLES, *TENANT_TABLES, "association"]):
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
    op.execute("DROP FUNCTION reach(uuid, date)")
    op.execute("DROP FUNCTION forbid_change()")
