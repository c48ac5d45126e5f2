"""What a letter, a document or a designation may be refused for, with the article that says it."""

from koprogo.core.errors import Refused


class EnterpriseNumberMissing(Refused):
    """Every document of the association carries its enterprise number."""

    message_id = (
        "No letter can leave without the association’s enterprise number: every document carries it. Enter it on the"
        " association’s page first."
    )
    article = "3.86 §1"
