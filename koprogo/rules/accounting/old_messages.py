"""What is said about the files of old books: English message ids, one table. Each says what to write or to do."""

from enum import StrEnum


class OldBooksMessage(StrEnum):
    """What to correct in a file before anything is booked."""

    FILE_MISSING = "This file is needed. Export it from the old program."
    COLUMN_MISSING = "A column that this file needs was not recognised. Choose it among the columns of the file."
    FORMULA = "Write the value in place of the formula."
    NO_AMOUNT = "Write the amount like 1 234,56."
    NO_SIDE = "Write D or C, or leave the column out."
    NO_DAY = "Write the day like 31/12/2026."
    NOBODY = "Write the account, the lot or the name that this amount belongs to."
    TOTAL_DIFFERS = "The total says {total}, the lines above it make {lines}."
    SHORT = "Shorten this to {most} characters."
    NO_LOT = "No lot here has this number or this holder."
    SEVERAL_LOTS = "Several lots fit. Write the number of the lot."
