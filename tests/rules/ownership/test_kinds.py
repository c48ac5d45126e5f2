"""Kinds of lot in four languages."""

import pytest

from koprogo.rules.ownership.kinds import Kind, read_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Appartement", Kind.APARTMENT), ("WOHNUNG", Kind.APARTMENT), ("Appartement 2 ch.", Kind.APARTMENT),
        ("Studio", Kind.STUDIO), ("Huis", Kind.HOUSE), ("Commerce", Kind.COMMERCIAL), ("Kantoor", Kind.OFFICE),
        ("Kelder", Kind.CELLAR), ("Cave n° 12", Kind.CELLAR), ("Garage", Kind.GARAGE), ("Box", Kind.GARAGE),
        ("Emplacement de parking", Kind.PARKING), ("Stellplatz", Kind.PARKING), ("autre", Kind.OTHER),
        ("", None), ("xyz", None), ("12", None),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: Kind | None):
    assert read_kind(text) is kind
