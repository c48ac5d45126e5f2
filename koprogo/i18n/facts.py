"""The code words that a message may carry as a fact, so that they are said in the reader's language.

`message("… the current state is {state}.", "fr", state="opened")` says *ouvert*. A word that is not here is said as it
is, so a new code word gets its line here; tests/i18n holds the list against the enumerations of the rules.
"""


def fact(word: str) -> str:
    """Mark a code word for the catalogues (context `fact`)."""
    return word


CODE_WORDS = (
    # majorities
    fact("absolute"),
    fact("two_thirds"),
    fact("four_fifths"),
    fact("unanimity"),
    fact("none"),
    # choices on a ballot
    fact("for"),
    fact("against"),
    fact("abstain"),
    fact("blank"),
    # the life of an assembly and of an item
    fact("drafted"),
    fact("convened"),
    fact("opened"),
    fact("suspended"),
    fact("resumed"),
    fact("closed"),
    fact("minuted"),
    fact("cancelled"),
    fact("without_quorum"),
    fact("continued"),
    fact("planned"),
    fact("extended"),
    fact("confirmed"),
    fact("reopened"),
    fact("postponed"),
    fact("withdrawn"),
    fact("noted"),
    fact("not_reached"),
    fact("carried"),
    fact("rejected"),
    # a request by one fifth of the shares
    fact("signing"),
    fact("posted"),
    fact("received"),
    # what became of a proposal
    fact("on_agenda"),
    fact("dropped"),
    # roles
    fact("syndic"),
    fact("accountant"),
    fact("owner"),
    fact("council"),
    fact("auditor"),
    fact("attendee"),
)
