"""The version of the schema that this code is written for: the newest migration. A test holds it to `alembic/versions`."""

HEAD = "2026_12_03_carried_items"
