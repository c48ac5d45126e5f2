"""Why somebody takes no part in a vote, in words, in four languages: for the agenda, the room and the minutes.

The codes are those of `rules/assemblies/exclusions.py`; each reads on after *X takes no part in the vote:*.
"""

from collections.abc import Mapping
from types import MappingProxyType

# fmt: off
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("syndic",
     "le point porte sur sa mission de syndic", "het punt gaat over haar of zijn opdracht als syndicus",
     "der Punkt betrifft ihren oder seinen Auftrag als Syndikus", "the point is about the mission of the syndic"),
    ("auditor",
     "le point porte sur sa mission de commissaire aux comptes",
     "het punt gaat over haar of zijn opdracht als commissaris van de rekeningen",
     "der Punkt betrifft ihren oder seinen Auftrag als Rechnungskommissar", "the point is about the mission of the auditor"),
    ("council",
     "le point porte sur sa mission de membre du conseil de copropriété",
     "het punt gaat over haar of zijn opdracht als lid van de raad van mede-eigendom",
     "der Punkt betrifft ihren oder seinen Auftrag als Mitglied des Rates der Miteigentümer",
     "the point is about the mission of a member of the council"),
    ("employee",
     "le point porte sur le contrat de travail qui lie cette personne à l’association",
     "het punt gaat over de arbeidsovereenkomst van deze persoon met de vereniging",
     "der Punkt betrifft den Arbeitsvertrag dieser Person mit der Vereinigung",
     "the point is about this person’s contract of employment with the association"),
    ("supplier",
     "le point porte sur un contrat de cette personne avec l’association",
     "het punt gaat over een overeenkomst van deze persoon met de vereniging",
     "der Punkt betrifft einen Vertrag dieser Person mit der Vereinigung",
     "the point is about a contract of this person with the association"),
    ("other",
     "le point porte sur une mission confiée à cette personne", "het punt gaat over een opdracht aan deze persoon",
     "der Punkt betrifft einen dieser Person erteilten Auftrag", "the point is about a mission entrusted to this person"),
)
EXCLUSION_REASONS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    code: MappingProxyType({"fr": fr, "nl": nl, "de": de, "en": en}) for code, fr, nl, de, en in _ROWS
})
# fmt: on


def reason_in(code: str, note: str, language: str) -> str:
    """Return a reason in words, with the syndic's own after it; an unknown code is words already."""
    words = EXCLUSION_REASONS[code][language] if code in EXCLUSION_REASONS else code
    return f"{words} ({note})" if note else words
