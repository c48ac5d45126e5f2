"""The no of an election: who may not stand, and what cannot be put to the vote."""

from koprogo.core.errors import Refused


class CouncilNeedsAVote(Refused):
    """The council consists of holders of a right with a vote."""

    message_id = "{name} votes for no lot here. The council is made of those who hold a right on a lot and vote for it."
    article = "3.90 §3"
    name: str


class SyndicIsNeither(Refused):
    """The syndic is neither a member of the council nor the auditor."""

    message_id = (
        "{name} works for the syndic of this association, who is neither a member of its council nor its auditor."
    )
    article = "3.89 §9"
    name: str


class NobodyAgreed(Refused):
    """Nobody is put to the vote without having agreed."""

    message_id = "None of those who stand has agreed yet. Ask them, and record it: nobody is elected without agreeing."
