"""The list of what leaves: every table of an association is in it or stays for a reason, parents before children."""

from koprogo.models.tables import METADATA
from koprogo.services.buildings.export.tables import BEGINS, FILES, FIRST, REST, STAYS, STEPS, TABLES, table


def test_every_table_of_an_association_leaves_or_stays_for_a_reason():
    tenants = {name for name, each in METADATA.tables.items() if "association_id" in each.c}
    assert tenants == set(TABLES) | set(STAYS)
    assert not set(TABLES) & set(STAYS)
    assert all(len(reason) > 20 for reason in STAYS.values())


def test_what_is_referred_to_comes_first():
    here = {"person", "organisation", "association"}
    for step in STEPS:
        wanted = {key.column.table.name for column in table(step.table).c for key in column.foreign_keys}
        assert wanted <= here | {step.table}, step.table
        here.add(step.table)


def test_events_in_two_parts_have_both():
    parts = {which: [step.table for step in STEPS if step.which == which] for which in (FIRST, REST)}
    assert sorted(parts[FIRST]) == sorted(parts[REST]) == sorted(BEGINS)


def test_every_hash_of_a_stored_file_is_fetched():
    """A new column that names a stored file must be decided about here."""
    only_remembered = {(name, "sha256") for name in ("lot_import", "bank_file", "bank_statement")}
    only_remembered.add(("minutes_signature", "text_sha256"))
    named = {(name, column.name) for name in TABLES for column in table(name).c if column.name.endswith("sha256")}
    assert named == set(FILES) | only_remembered
