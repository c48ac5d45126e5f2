"""Kinds of decision and groups of templates in words: code word -> English message id, for `t_var`."""

from collections.abc import Mapping

# fmt: off
KIND_WORDS: Mapping[str, str] = {
    "default_any_other_decision": "Any other decision",
    "approve_annual_accounts": "Approval of the annual accounts",
    "approve_budgets": "Approval of the budgets",
    "discharge_syndic": "Discharge of the syndic",
    "discharge_auditor": "Discharge of the auditor",
    "appoint_or_renew_syndic": "Appointment or renewal of the syndic",
    "dismiss_syndic": "Dismissal of the syndic",
    "appoint_provisional_or_deputy_syndic": "Appointment of a provisional or deputy syndic",
    "appoint_auditor": "Appointment of the auditor",
    "create_council_20_lots_or_more": "Council of co-owners, from 20 lots on",
    "create_council_under_20_lots": "Council of co-owners, under 20 lots",
    "elect_council_member": "Election to the council",
    "delegate_mission_to_council": "Mission given to the council",
    "statutes_enjoyment_use_administration_of_common_parts": "By-laws: use and management of the common parts",
    "works_on_common_parts": "Works on the common parts",
    "works_imposed_by_law": "Works imposed by law",
    "conservatory_or_provisional_administration_works": "Urgent or protective works",
    "amount_above_which_competition_is_mandatory": "Amount from which quotes are compared",
    "works_on_private_parts_done_by_ACP": "Works on private parts by the association",
    "other_statute_change_incl_charge_apportionment": "By-laws: apportionment of charges and other changes",
    "change_destination_of_building_or_part": "Change of what the building is for",
    "rebuild_or_repair_after_partial_destruction": "Rebuilding after partial destruction",
    "acquire_immovables_to_become_common": "Purchase of real property",
    "dispose_of_common_immovables": "Sale of common real property",
    "create_partial_association": "Partial association with legal personality",
    "create_partial_association_without_personality": "Partial association without legal personality",
    "divide_or_merge_lots": "Division or merger of lots",
    "demolition_or_total_rebuilding_for_health_safety_or_excessive_compliance_cost":
        "Demolition and rebuilding for health, safety or cost",
    "not_constituting_mandatory_reserve_fund": "No reserve fund",
    "change_of_shares": "Change of the shares",
    "change_of_shares_necessitated_by_works_division_merger_disposal_or_partial_association":
        "Change of the shares made necessary by another decision",
    "total_rebuilding_other_reasons": "Total rebuilding for other reasons",
    "unanimity_second_meeting": "Unanimity of those present at a new assembly",
    "written_unanimous_decision": "Unanimous decision in writing",
    "charge_specific_decision": "Decision of those who bear one charge (lift, block)",
    "house_rules": "House rules",
    "long_term_contract_beyond_syndic_mandate": "Contract longer than the syndic’s mandate",
    "contract_between_ACP_and_syndic_or_relatives": "Contract with the syndic or relatives",
    "start_legal_action": "Legal action",
    "second_round_when_more_than_two_proposals": "Second round between two proposals",
    "loan_by_the_ACP": "Loan",
    "opposition_to_individual_utility_works": "Opposition to works for energy, water or telecom",
    "dissolution_of_ACP": "Dissolution of the association",
}

NOT_IN_AN_ASSEMBLY = frozenset({"written_unanimous_decision"})
"""Decided without a meeting: no point of an agenda."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Every year": ("accounts", "discharge_syndic", "discharge_auditor", "budget"),
    "People": ("council", "auditor", "syndic"),
    "Works and money": ("works", "works_imposed", "competition", "loan"),
    "Rules of the house": ("bylaw_use", "bylaw_other", "house_rules"),
    "Something else": ("other",),
}
"""Templates of the usual points, as the list groups them."""
# fmt: on
