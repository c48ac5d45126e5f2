"""What the person who runs KoproGo can put right: the message is the whole sentence, with what to do."""


class OperatorError(Exception):
    """The command line prints the message, without a traceback, and ends with status 1."""
