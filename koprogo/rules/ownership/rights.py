"""Rights on a lot and the words for them in four languages.

What the words decide is in `joint.py`: whoever does not hold a lot alone in full ownership needs a representative.
"""

from enum import StrEnum

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.sheet import words


class Right(StrEnum):
    """The right of one holder."""

    FULL = "full"
    UNDIVIDED = "undivided"
    USUFRUCT = "usufruct"
    BARE_OWNERSHIP = "bare_ownership"
    USUFRUCT_OR_BARE = "usufruct_or_bare"
    """The list says that the lot is split, not which of the two this person holds."""
    USE_OR_HABITATION = "use_or_habitation"
    SUPERFICIES = "superficies"
    EMPHYTEUSIS = "emphyteusis"


class Regime(StrEnum):
    """How a lot is held as a whole, as the list says it."""

    FULL = "full"
    UNDIVIDED = "undivided"
    SPOUSES = "spouses"
    SUCCESSION = "succession"
    SPLIT = "split"
    USUFRUCT = "usufruct"
    BARE_OWNERSHIP = "bare_ownership"
    USE_OR_HABITATION = "use_or_habitation"
    SUPERFICIES = "superficies"
    EMPHYTEUSIS = "emphyteusis"


WORDS: dict[Regime, frozenset[str]] = {
    Regime.FULL: words("""
        pleine propriete, pp, propriete, plein proprietaire, volle eigendom, ve, eigendom, volleigentum,
        alleineigentum, eigentum, full ownership, full, freehold, sole owner
    """),
    Regime.UNDIVIDED: words("""
        indivision, indivis, en indivision, copropriete indivise, onverdeeld, onverdeeldheid, in onverdeeldheid,
        onverdeelde eigendom, ungeteilt, miteigentum, ungeteiltes miteigentum, ungeteilte gemeinschaft, undivided,
        joint, joint ownership, co ownership, cohabitants, cohabitants legaux, wettelijk samenwonenden, samenwonenden
    """),
    Regime.SPOUSES: words("""
        epoux, conjoints, communaute, communaute conjugale, communaute legale, maries, echtgenoten, echtpaar,
        gehuwd, gemeenschap, huwgemeenschap, huwelijksgemeenschap, eheleute, ehepaar, gutergemeinschaft,
        verheiratet, spouses, married, married couple, community property, matrimonial community
    """),
    Regime.SUCCESSION: words("""
        succession, heritiers, hoirie, indivision successorale, nalatenschap, erfgenamen, erven,
        erbengemeinschaft, erben, nachlass, heirs, estate
    """),
    Regime.SPLIT: words("""
        usufruit nue propriete, nue propriete usufruit, us np, np us, demembrement, propriete demembree,
        demembre, vruchtgebruik blote eigendom, blote eigendom vruchtgebruik, vg be, be vg, gesplitste eigendom,
        niessbrauch nacktes eigentum, nacktes eigentum niessbrauch, niessbrauch blosses eigentum,
        blosses eigentum niessbrauch, usufruct bare ownership, bare ownership usufruct, split ownership
    """),
    Regime.USUFRUCT: words("""
        usufruit, us, usufruitier, usufruitiere, vruchtgebruik, vg, vruchtgebruiker, niessbrauch, niessbraucher,
        niessbraucherin, usufruct, usufructuary, life interest
    """),
    Regime.BARE_OWNERSHIP: words("""
        nue propriete, np, nu proprietaire, nue proprietaire, nu propriete, blote eigendom, blote eigenaar,
        naakte eigendom, naakte eigenaar, nacktes eigentum, blosses eigentum, nackter eigentumer,
        bare ownership, bare owner
    """),
    Regime.USE_OR_HABITATION: words("""
        usage, droit d usage, habitation, droit d habitation, usage et habitation, gebruik, recht van gebruik,
        bewoning, recht van bewoning, gebruik en bewoning, wohnrecht, nutzungsrecht, use, habitation right,
        right of habitation, use or habitation
    """),
    Regime.SUPERFICIES: words("""
        superficie, droit de superficie, superficiaire, opstal, opstalrecht, recht van opstal, erbbaurecht,
        superficies
    """),
    Regime.EMPHYTEUSIS: words("""
        emphyteose, emphyteote, bail emphyteotique, erfpacht, erfpachter, erbpacht, emphyteusis, long lease
    """),
}

_REGIME = {word: regime for regime, words in WORDS.items() for word in words}
_TOO_SHORT_FOR_A_REMARK = 4


def read_regime(text: str) -> Regime | None:
    """Read the whole of a cell as a regime; None when these are not the words for one.

    >>> read_regime("Usufruit / nue-propriété")
    <Regime.SPLIT: 'split'>
    """
    return _REGIME.get(plain(text))


def regime_in_remark(text: str) -> Regime | None:
    """Find a word for a shared or limited right in a remark; full ownership is never read from one.

    A remark says something about the lot, not who holds which half: usufruct found here means that the lot is split.

    >>> regime_in_remark("attention : usufruit")
    <Regime.SPLIT: 'split'>
    """
    words = f" {plain(text)} "
    found = [
        (len(word), regime)
        for word, regime in _REGIME.items()
        if regime is not Regime.FULL and len(word) >= _TOO_SHORT_FOR_A_REMARK and f" {word} " in words
    ]
    if not found:
        return None
    regime = max(found)[1]
    return Regime.SPLIT if regime in (Regime.USUFRUCT, Regime.BARE_OWNERSHIP) else regime


def right_of_holder(regime: Regime, holders: int) -> Right:
    """Return the right each holder has when the list says nothing about her alone.

    >>> right_of_holder(Regime.FULL, 2)
    <Right.UNDIVIDED: 'undivided'>
    """
    if regime is Regime.FULL:
        return Right.FULL if holders == 1 else Right.UNDIVIDED
    if regime in (Regime.UNDIVIDED, Regime.SPOUSES, Regime.SUCCESSION):
        return Right.UNDIVIDED
    if regime is Regime.SPLIT or (holders > 1 and regime in (Regime.USUFRUCT, Regime.BARE_OWNERSHIP)):
        return Right.USUFRUCT_OR_BARE
    return Right(regime.value)
