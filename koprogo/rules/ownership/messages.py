"""What is said about a list of lots: English message ids of the catalogues, one table.

A fault says what to write, as an order; a notice says what was understood although nobody wrote it.
"""

from enum import StrEnum


class FileMessage(StrEnum):
    """Why a file is not a list of lots at all, and what to do."""

    EMPTY = "This file is empty. Choose the file with the list of lots."
    TOO_LARGE = "This file is larger than {most} MB. Keep only the list of lots in it."
    TOO_MANY_LOTS = "This file has more than {most} lots. Import one association at a time."
    TOO_MANY_COLUMNS = "This file has more than {most} columns. Keep only those of the list."
    NO_HEADER = (
        "No header was found in the first {rows} rows. Write the names of the columns above the lots, at least the"
        " number of the lot, the shares and the owner. The first row reads: {shown}"
    )
    OLD_EXCEL = (
        "This is an old or a protected Excel file. Open it in Excel and save it as .xlsx without a password,"
        " or as CSV UTF-8."
    )
    PDF = "This is a PDF. Ask for the list as a spreadsheet (.xlsx) or as CSV."
    PICTURE = "This is a picture. Ask for the list as a spreadsheet (.xlsx) or as CSV."
    COMPRESSED = "This is a compressed file. Take the list out of it first."
    TEXT_DOCUMENT = "This is a text document. Save the list as a spreadsheet (.xlsx) or as CSV UTF-8."
    WEB_PAGE = "This is a web page, not a list. Open it in a spreadsheet and save it as .xlsx or as CSV UTF-8."
    NOT_TEXT = "This file is not text that can be read. Save the list as CSV UTF-8 or as .xlsx."
    OPEN_QUOTE = 'From line {line} on, a quotation mark (") is opened and not closed as it should. Correct that cell.'
    DAMAGED = "This workbook is damaged or is not a workbook. Open it in a spreadsheet and save it again as .xlsx."
    UNPACKS_TOO_LARGE = "This workbook unpacks to far more than a list of lots. Keep only the list in it."
    SHEET_TOO_LONG = "This sheet goes on below row {most}. Delete the empty rows below the list."
    PASSWORD = "This file has a password. Save it without one."
    NO_WORKBOOK = "This is a package of files, not an Excel workbook. Save the list as .xlsx or as CSV UTF-8."


class FaultMessage(StrEnum):
    """What to write instead; while one of these is left, nothing is saved."""

    COLUMN_MISSING = "Add a column “{column}” to the list."
    COLUMN_DOUBLED = "Two columns say the same: “{first}” and “{second}”. Keep one of them."
    NO_LOTS = "There is no lot below the headers. Write one lot per line."
    SURPLUS_CELLS = (
        "This line has more cells than there are headers."
        " Put a text that contains the separator between quotation marks."
    )
    FORMULA = "Write the value in place of the formula."
    FORMULA_VALUE = "Write {value} in place of the formula."
    TOO_LONG = "Write at most {most} characters."
    LOT_MISSING = "Write the number of the lot."
    LOT_REPEATED = "This lot is already on line {other}. Give another number."
    LOT_BECAME_DATE = "The spreadsheet made a date of this number. Set the column to text and write the number again."
    SHARES_MISSING = "Write the shares of lot {lot}."
    SHARES_NOT_POSITIVE = "Write a whole number greater than 0."
    SHARES_FRACTION = "Write a whole number, without decimals."
    SHARES_AMBIGUOUS = "Write the number without a comma."
    SHARES_NOT_A_NUMBER = "Write a whole number in figures."
    SHARES_TOO_LARGE = "Write a number of at most {most}."
    SHARES_OTHER_WHOLE = (
        "These are shares of {whole}, the base deed counts {denominator}. Write shares of {denominator}."
    )
    OWNER_MISSING = "Write the name of the owner of lot {lot}."
    OWNER_TWICE = "{name} is written twice for this lot. Write each owner once."
    PARTS_NOT_WHOLE = "The parts of the owners make {sum}. They must make 1 together."
    REGIME_UNKNOWN = (
        "Write full ownership, joint ownership, spouses, usufruct, bare ownership, emphyteusis, superficies or use,"
        " or leave it empty."
    )
    EMAIL_WRONG = "Write an address with an @, or leave it empty."
    EMAIL_COUNT = "Write one address for all, or one per owner in their order ({owners}), separated by a /."
    LANGUAGE_UNKNOWN = "Write FR, NL, DE or EN."
    LANGUAGE_COUNT = "Write one language for all, or one per owner in their order ({owners}), separated by a /."
    ENTERPRISE_NUMBER_WRONG = "Write the ten figures of the enterprise number, such as 0403.170.701, or leave it empty."
    ENTERPRISE_NUMBER_WHOSE = "Write the enterprise numbers in the order of the owners ({owners}), separated by a /."
    REPRESENTATIVE_ONE = "Write one name: only one person votes for a lot."
    CONSENT_UNKNOWN = "Write yes, no, or the day of the consent, or leave it empty."
    CONSENT_DAY_WRONG = "Write the day as 31/12/2026, or leave it empty."
    CONSENT_DAY_TO_COME = "Write a day that is not in the future, or leave it empty."
    SUM_TOO_SMALL = "{difference} shares are missing. The sum of the lots must be that of the base deed."
    SUM_TOO_LARGE = "There are {difference} shares too many. The sum of the lots must be that of the base deed."
    SUM_IS_THE_FILES = (
        "The lots and the total line of the file both make {sum}."
        " Check the denominator that was typed against the base deed."
    )
    TOTAL_DIFFERS = "The total line says {total}, the lots make {lots}. Correct the total line or leave it out."
    TOTAL_NOT_A_NUMBER = "Write the total as a whole number in figures, or leave the line out."


class NoticeMessage(StrEnum):
    """What was understood without being written; it can be imported so."""

    ZERO_SHARES = "This lot has no share of its own: it counts for nothing and has no vote."
    KIND_UNKNOWN = "This kind of lot is not known; it is kept as “other”."
    REGIME_FROM_REMARK = "The right on this lot was read from the remark."
    HOLDER_UNNAMED = "Not every holder of this lot is named."
    ONE_ORGANISATION = "Read as one organisation. If these are several owners, separate them with a /."
    CONSENT_WHOSE = "A consent to e-mail is individual: write one per owner, separated by a /. This one was not read."
    CONSENT_WITHOUT_EMAIL = "This consent to e-mail has no address and was not read."
    CONSENT_WITHOUT_DAY = "This consent to e-mail has no day; it is noted on the day of the import."
    ADDRESS_INCOMPLETE = "This address is incomplete: no letter can be sent to it."
    TWO_LISTS = "Another sheet also looks like a list of lots; it was not read."


class QuestionMessage(StrEnum):
    """What the list leaves open; an answer is never guessed."""

    SAME_PERSON = "Is {name} of lot {lot} one of these?"
    LANGUAGE = "In which language do you write to {name}?"
    EMAIL = "Which e-mail address is {name}’s?"
    ADDRESS = "Which postal address is {name}’s?"
    PHONE = "Which telephone number is {name}’s?"
    ENTERPRISE_NUMBER = "Which enterprise number is {name}’s?"
    CONSENT = "Has {name} consented to e-mail?"
    CAPACITY = "In which capacity does {name} act for {holder}?"
    RIGHT = "Which right does {name} hold on lot {lot}?"


class CountMessage(StrEnum):
    """How many are ready for what."""

    CONVENED = "{have} of {of} can be convened."
    BY_POST = "{have} of {of} can be convened by post."
    CONSENTED = "{have} of {of} have consented to e-mail."
    WITH_EMAIL = "{have} of {of} have an e-mail address."
    WITH_LANGUAGE = "{have} of {of} have a language."
    REPRESENTED = "{have} of {of} joint or usufruct lots have a designated representative."
    ACTED_FOR = "{have} of {of} organisations say who acts for them."
