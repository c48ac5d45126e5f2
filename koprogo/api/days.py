"""Days, moments and years that a program sends: the one door, so that no route has to ask whether it can count with them.

`date` and `datetime` alone take the first and the last day that the machine knows, and a day further is a fault of ours.
"""

from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from koprogo.core.days import YEARS

FIRST, LAST = YEARS[0], YEARS[-1]
OUT_OF_BOUNDS = "out_of_bounds"
Named = TypeVar("Named", bound=date)


def _within(value: Named) -> Named:
    if value.year not in YEARS:
        raise PydanticCustomError(OUT_OF_BOUNDS, "a day between the years 1000 and 2999")
    return value


def _said(kind: str, first: str, last: str) -> Any:
    return WithJsonSchema({"type": "string", "format": kind, "formatMinimum": first, "formatMaximum": last})


Day = Annotated[date, AfterValidator(_within), _said("date", f"{FIRST}-01-01", f"{LAST}-12-31")]
Moment = Annotated[
    datetime, AfterValidator(_within), _said("date-time", f"{FIRST}-01-01T00:00:00Z", f"{LAST}-12-31T23:59:59Z")
]
Year = Annotated[int, Field(ge=FIRST, le=LAST)]
AnyYear = Annotated[int, Field(ge=0, le=LAST)]
"""A year to look in, or 0 for all of them."""
