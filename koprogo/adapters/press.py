"""The process behind `printing.py`: reads one paper after the other from its standard input, prints, and answers.

It is polite (`NICE`), bounded in memory, ends with whoever started it, and after a while without a paper.
"""

import os
import resource
import select
import signal
import traceback
from typing import BinaryIO

from koprogo.adapters.pdf import PdfNotMade, PdfUnavailable, render_pdf
from koprogo.adapters.printing import Done, Order, read, write

NICE = 10
"""A ninth of a core where a vote wants the rest."""
MOST_BYTES = 2 * 1024**3
"""Of address space, which is more than memory: a paper beyond that fails, not the machine."""
IDLE_SECONDS = 600.0
CPU_SECONDS = 900
"""For one paper: a press whose owner was killed while it printed ends as well."""


def main() -> None:
    """Print until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us; we end with it
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints must not look like an answer
    while _is_asked(orders):
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS, -1))
        try:
            order = read(orders)
        except EOFError:
            return
        write(answers, _done(order))


def _is_asked(orders: BinaryIO) -> bool:
    return bool(select.select([orders], [], [], IDLE_SECONDS)[0])


def _done(order: Order) -> Done:
    content, failure = b"", None
    try:
        html = order.html if isinstance(order.html, str) else order.html()
        content = render_pdf(
            html, title=order.title, language=order.language, attachments=order.attachments, created_at=order.created_at
        )
    except (PdfUnavailable, PdfNotMade) as refusal:
        failure = refusal
    except Exception as error:  # told to who asked, as our own mistake; this press takes the next paper
        traceback.print_exc()
        failure = PdfNotMade(f"{type(error).__name__}: {error}")
    return Done(content, failure, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
