"""Comparing names."""

import pytest

from koprogo.rules.ownership.names import name_key, title_key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann Claës", "claes, ann", True), ("Mr Jan Maes", "Jan Maes", True), ("Jan Maes", "Jan Maas", False),
        ("An D'Hondt", "An D Hondt", True),
    ],
)  # fmt: skip
def test_names(one: str, other: str, same: bool):
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(("name", "title"), [("Mme Claes", "f"), ("Dhr. Maes", "m"), ("Frank Maes", ""), ("Mr", "")])
def test_titles(name: str, title: str):
    assert title_key(name) == title
