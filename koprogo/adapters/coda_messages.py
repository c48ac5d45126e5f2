"""What is wrong with a CODA file or one of its statements, and what to do: one sentence each."""

from enum import StrEnum


class CodaMessage(StrEnum):
    """The faults; `{line}` is a line of the file, `..._cents` an amount, `{most}` and `{n}` whole numbers."""

    # fmt: off
    # the whole file
    EMPTY = "This file is empty. Choose the CODA file as the bank sent it."
    TOO_LARGE = "Choose a CODA file of at most {most} MB."
    PDF = "This is a PDF. Choose the CODA file: a text file, often with .cod or .txt at its end."
    COMPRESSED = "This is a compressed file or a workbook. Unpack it, and choose the CODA file inside."
    XML = "This is XML (CAMT). Ask the bank for its statements as CODA."
    MARKED = "An editor has saved this file anew (byte order mark). Choose the one the bank sent, unopened."
    UTF_8 = "An editor has saved this file anew (UTF-8): its columns shifted. Choose the one the bank sent, unopened."
    BINARY = "This file holds signs that no CODA file holds. Choose the CODA file as the bank sent it."
    COLUMNS = "Line {line} has {n} signs; every line of a CODA file has 128. Choose the file as the bank sent it."
    NOT_CODA = "This is no CODA file: its first line should begin with 0 and end with the version 2."
    ORDER = "Line {line} is not what may follow here. Choose the file as the bank sent it."
    CUT = "This file ends in the middle of a statement. Download it from the bank again."
    MORE = "This file says that another one follows it, which is missing. Download it from the bank again."
    # one statement, the others go on
    NUMBERS = "A figure in line {line} cannot be read."
    CENTS = "Line {line} has an amount with parts of a cent."
    CURRENCY = "The statement is not in euros."
    ACCOUNT = "The account of the statement is no IBAN."
    NO_NUMBER = "The statement carries no number of its own."
    OTHER_ACCOUNT = "The old and the new balance are of different accounts."
    COUNT = "The statement says that it has {said} lines, and has {n}."
    TURNOVER = "The movements are {found_cents}, the statement says {said_cents}."
    BALANCE = "Old balance and movements make {found_cents}, the new balance is {said_cents}."
    UNREADABLE = "The movements of the statement cannot be read: {what}"
    # fmt: on
