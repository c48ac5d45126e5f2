"""The examples in the docstrings of core and rules are true."""

import doctest
import importlib
import pkgutil

import pytest

from koprogo import core, rules

MODULES = [
    module.name
    for package in (core, rules)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 15
