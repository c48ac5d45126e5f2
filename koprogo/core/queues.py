"""The queues of work, and which task waits in which. docs/adr/0071."""

SHORT = "koprogo"
PAPERS = "papers"
QUEUES = (SHORT, PAPERS)
"""Taken off one by one each: a letter with a link waits for no five hundred papers."""
PRINTS = "koprogo.papers."
"""How the name of a task begins that prints."""


def queue_of(task: str) -> str:
    """Return the queue in which a task waits, by its name."""
    return PAPERS if task.startswith(PRINTS) else SHORT
