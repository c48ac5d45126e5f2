"""`koprogo worker`: take work off the queue. Papers, mails, imports and closings never run in the server."""

import importlib

_QUEUE = "koprogo.jobs.worker"  # by name: jobs stand beside the command line, neither imports the other


def worker() -> None:
    """Take work off the queue until SIGTERM or SIGINT, each job in a transaction of its own."""
    importlib.import_module(_QUEUE).run()
