"""Organisations among the owners: known by their legal form or their enterprise number; somebody acts for each."""

import re
from enum import StrEnum

from stdnum.be import vat
from stdnum.exceptions import ValidationError

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.sheet import words

LEGAL_FORMS = words("""
    sa, nv, ag, srl, bv, gmbh, sprl, bvba, ebvba, sprlu, pgmbh, sc, cv, scrl, cvba, scs, commv, snc, vof, gcv, sca,
    scomm, asbl, vzw, voe, aisbl, ivzw, ifvoe, cpas, ocmw, osh, sisp, shm, slsp, acp, vme,
    se, sas, sarl, ltd, llc, plc, inc
""")
"""Companies (their names of before 2019 too), associations, public welfare and housing, the commonest from abroad."""
LEGAL_WORDS = words("""
    fondation, stichting, stiftung, foundation, commune, gemeente, gemeinde, stad, ville, regie, fabrique, kerkfabriek,
    mutualite, mutualiteit, societe, vennootschap, gesellschaft, company
""")
PARTICLES = frozenset({"de", "da", "do", "dos"})
"""Before these, `Sa` is a family name."""


class Capacity(StrEnum):
    """As what somebody acts for a holder."""

    ORGAN = "organ"
    EMPLOYEE = "employee"
    LAWYER = "lawyer"
    ADMINISTRATOR = "administrator"
    HEIRS_REPRESENTATIVE = "heirs_representative"


CAPACITY_WORDS: dict[Capacity, frozenset[str]] = {
    Capacity.ORGAN: words("""
        gerant, gerante, administrateur delegue, administratrice deleguee, president, organe, bestuurder,
        zaakvoerder, gedelegeerd bestuurder, voorzitter, orgaan, geschaftsfuhrer, geschaftsfuhrerin, vorstand,
        organ, director, manager, managing director
    """),
    Capacity.EMPLOYEE: words("""
        employe, employee, prepose, werknemer, bediende, angestellter, angestellte, staff
    """),
    Capacity.LAWYER: words("""
        avocat, avocate, advocaat, advocate, rechtsanwalt, rechtsanwaltin, lawyer
    """),
    Capacity.ADMINISTRATOR: words("""
        administrateur provisoire, administrateur de biens, administrateur, administratrice, bewindvoerder,
        voorlopig bewindvoerder, betreuer, verwalter, administrator, curateur, curator, tuteur, voogd, vormund,
        guardian
    """),
    Capacity.HEIRS_REPRESENTATIVE: words("""
        representant des heritiers, heritier, heritiere, vertegenwoordiger van de erfgenamen, erfgenaam,
        vertreter der erben, erbe, heirs representative, heir
    """),
}
_CAPACITY = {word: capacity for capacity, words in CAPACITY_WORDS.items() for word in words}
_CAPACITY_AFTER = re.compile(r"^(.+?)\s*(?:\(([^()]+)\)|[,–]\s*([^,–]+))$")


def is_organisation(name: str) -> bool:
    """Say whether a name carries a legal form at either end (`SRL`, `N.V.`) or begins with a word such as `Stichting`.

    A form of two letters counts only in capitals: "An Se" is a person.

    >>> is_organisation("Benali Invest S.A."), is_organisation("Carlos de Sa")
    (True, False)
    """
    undotted = re.sub(r"(?<=\b\w)\.\s?(?=\w\b)", "", name)
    words = [word for word in re.split(r"[\s,;().]+", undotted) if word]
    if len(words) < 2:
        return False
    if plain(words[0]) in LEGAL_WORDS:
        return True
    return _is_form(words[0]) or (_is_form(words[-1]) and plain(words[-2]) not in PARTICLES)


def _is_form(word: str) -> bool:
    return plain(word) in LEGAL_FORMS and (len(word) > 2 or word.isupper())


def read_enterprise_number(text: str) -> str | None:
    """Return the ten figures of a Belgian enterprise number; None when the check digits do not fit.

    >>> read_enterprise_number("BE 0403.170.701"), read_enterprise_number("0403.170.700")
    ('0403170701', None)
    """
    try:
        return vat.validate(text)
    except ValidationError:
        return None


def read_acting_person(text: str) -> tuple[str, Capacity | None]:
    """Split `Jan Peeters (bestuurder)` into the name and the capacity; None when none is stated.

    >>> read_acting_person("Jan Peeters (bestuurder)")
    ('Jan Peeters', <Capacity.ORGAN: 'organ'>)
    """
    if (found := _CAPACITY_AFTER.match(text)) and (capacity := _CAPACITY.get(plain(found[2] or found[3]))):
        return found[1], capacity
    return text, None
