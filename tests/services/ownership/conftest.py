"""The empty association of the import's tests, to merge and part people in."""

from tests.services.buildings.conftest import empty

__all__ = ["empty"]
