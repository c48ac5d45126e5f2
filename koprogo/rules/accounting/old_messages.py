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
    NO_DUE = "Write the day on which this call was due, like 31/12/2026."
    NO_CALL = "Write the number of this call or its communication."
    NO_PART = "Write provision, reserve, special or working fund."
    RESERVE_BEYOND = "The part for the reserve fund is not within what is open. Correct one of both."
    BAD_NUMBER = "The last two digits of this communication do not fit the others. Copy it from the old paper."
    TWO_OWNERS = (
        "This communication stands for two owners. Remove it from one of them: a payment could not tell them apart."
    )
    LOT_TWICE = "This lot is there twice. Keep one line for it."
    LOT_MISSING = "Lot {lot} is missing. Add a line for it, with 0 where it bears nothing."
    NO_WEIGHT = "Write a whole weight such as 250, or 0 where the lot bears nothing."
    NO_KEY = "This column holds no weight. Write whole weights in it, or say that it is no key."
    KEY_TWICE = "Two columns have this name. Give each key its own."
    KEY_DIFFERS = "A key of this name is here already, with other weights. End it first, or give this one another name."
    SHARES_DIFFER = "Lot {lot} has {shares} shares here. Correct the file, or the lots of the association."
    NO_KEYS = "No column of this file is a key. Write the name of each key above its weights."
