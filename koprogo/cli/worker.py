"""`koprogo worker`: take work off the queue. Papers, mails, imports and closings never run in the server."""

import importlib
import os

_QUEUE = "koprogo.jobs.worker"  # by name: jobs stand beside the command line, neither imports the other
_STEPS_BACK = 10
"""How far it lets others go first (`nice`): people vote and wait for a page, papers can wait a second."""


def worker() -> None:
    """Take work off the queue until SIGTERM or SIGINT, each job in a transaction of its own."""
    os.nice(_STEPS_BACK)
    importlib.import_module(_QUEUE).run()
