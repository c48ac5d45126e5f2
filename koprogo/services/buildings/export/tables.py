"""What leaves with an association, in the order in which it comes in again: the one visible list of tables.

A table with `association_id` is either here or in `STAYS`, with its reason; a test fails when a new one is in neither.
Everything comes in through the walls and triggers that stand for any work, in one transaction: an entry with its lines, a
closed year after its entries. Where a trigger asks for a beginning before the rest, the events come in two parts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from koprogo.models.tables import METADATA

Row = Mapping[str, Any]

STAYS: dict[str, str] = {
    "sign_in_session": "who is signed in stays where she signed in",
    "invitation": "a link that opens an account, here and nowhere else",
    "second_person_link": "a link through which somebody answers without an account, here and nowhere else",
    "second_person_answer": "by which link it was answered; what was answered travels with the account number",
    "desk_slip": "the code of a slip that signs somebody in for one evening",
    "outbox_mail": "letters on their way: this installation sends them, and no other sends them again",
    "council_report_text": "drafts of the council, which the syndic who exports does not read; issued versions travel",
}
"""Tables of an association that do not travel. Accounts and passwords belong to no association and never do."""

BEGINS: dict[str, Callable[[Row], bool]] = {
    "period_event": lambda row: row["what"] == "opened",
    "survey_event": lambda row: row["what"] in ("drafted", "opened"),
    "invoice_event": lambda row: row["seq"] == 1,
}
"""Events that must stand before what belongs to them is written; the others follow at their own place in `STEPS`."""

FIRST, REST, ALL, BY_TURNS = "first", "rest", "all", "by turns"


@dataclass(frozen=True)
class Step:
    """Rows of a table written at one point of the import; `which`: all, the first of its events, or the rest."""

    table: str
    which: str = ALL


def _steps(names: str, which: str = ALL) -> tuple[Step, ...]:
    return tuple(Step(name, which) for name in names.split())


STEPS: tuple[Step, ...] = (
    *_steps("mandate lot lot_import lot_change apportionment_key apportionment_weight contact email_consent holding"),
    *_steps("representative acting_for person_merge lot_transfer lot_transfer_undo sale_agreement sale_deviation"),
    *_steps("designation_proposal designation_signature"),
    *_steps("audit_event audit_seal"),
    *_steps("assembly agenda_item assembly_event item_event item_text text_withdrawal item_exclusion exclusion_end"),
    *_steps("key_change agenda_proposal proposal_event assembly_request request_event assembly_window season_step"),
    *_steps("notarial_mandate notarial_mandate_end proxy proxy_event attendance_answer assembly_attendant"),
    *_steps("presence_event quorum_review roll bureau_event visitor_event reading_event speaking_event"),
    *_steps("ballot ballot_confirmation seal root_stamp result result_review desk_entry candidacy candidacy_event"),
    *_steps("protest minutes_signature opinion_poll opinion_poll_event opinion_marker opinion_count"),
    *_steps("occupant_notice observation written_decision written_decision_event written_answer register_entry"),
    *_steps("appointment letter letter_event paper paper_seal attachment handover_step"),
    *_steps("council_report council_report_issue handed_in council_note council_question council_answer"),
    *_steps("follow_up_delay follow_up_reminder ticket_form ticket ticket_event ticket_reporter"),
    *_steps("decision_task task_event"),
    Step("survey"),
    Step("survey_event", FIRST),
    *_steps("survey_answer survey_marker survey_tally"),
    Step("survey_event", REST),
    *_steps("debtor debtor_person ledger_account period"),
    Step("period_event", FIRST),
    *_steps("journal_counter entry entry_line owner_item"),
    Step("period_event", REST),
    *_steps("period_balance"),
    *_steps("old_call old_minutes old_minutes_page funding_decision funding_end"),
    *_steps("loan loan_choice loan_drawing loan_share loan_leaving loan_instalment loan_repayment"),
    *_steps("acceptance reserve_waiver budget budget_line budget_event call call_line call_event payment_reference"),
    *_steps("supplier iban_event claim claim_lot claim_version invoice"),
    Step("invoice_event", FIRST),
    *_steps("invoice_line invoice_share"),
    Step("invoice_event", REST),
    *_steps("bank_account bank_account_event bank_account_step bank_rule bank_file bank_statement bank_line"),
    *_steps("repayment repayment_event"),
    *_steps("payment_order payment_order_event payment_line payment_invoice"),
    Step("match", BY_TURNS),
    *_steps("match_part match_invoice settlement_rhythm settlement settlement_cost settlement_line settlement_owner"),
    *_steps("settlement_works claim_receipt claim_end"),
    *_steps("old_tool_mapping old_year_cost"),
)
TURNS_WITH = {"match": "match_event"}
"""Rows of which only one may stand at a time: each is followed by what took it back before the next one comes."""
TABLES: tuple[str, ...] = tuple(dict.fromkeys([*(step.table for step in STEPS), *TURNS_WITH.values()]))
"""Every table that travels."""

FILES: tuple[tuple[str, str], ...] = (
    ("attachment", "sha256"),
    ("paper", "sha256"),
    ("paper_seal", "sha256"),
    ("payment_order", "sha256"),
    ("minutes_signature", "image_sha256"),
)
"""Columns that name a stored file by its hash; the others of that name only remember what was read."""

NUMBERED_HERE = {"entry": {"seq"}, "old_minutes_page": {"search"}}
"""Columns that this installation counts by itself: the rows come in in the old order and are numbered anew."""


def table(name: str) -> Table:
    """Return a table of ours by its name."""
    return METADATA.tables[name]


def order_of(name: str) -> str:
    """Return the columns by which the rows of a table leave and come in again: older ones first where that is known."""
    found = table(name)
    keys = [column.name for column in found.primary_key if column.name != "association_id"]
    before = [each for each in ("seq", "starts", "position", "at", "created_at") if each in found.c][:1]
    return ", ".join(f'x."{each}"' for each in dict.fromkeys([*before, *keys]))


def person_columns() -> list[tuple[str, str]]:
    """Return where rows that travel name a person, as (table, column)."""
    return [
        (name, column.name)
        for name in TABLES
        for column in table(name).c
        if any(key.target_fullname == "person.id" for key in column.foreign_keys)
    ]


def refers_to_itself(name: str) -> bool:
    """Say whether rows of a table refer to others of it: then they come in in one statement."""
    found = table(name)
    return any(key.column.table is found for column in found.c for key in column.foreign_keys)
