"""Child processes that never outlive us, on Linux by the kernel's own promise."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_us(how: signal.Signals) -> Callable[[], None]:
    """Return a `preexec_fn` after which the kernel sends `how` to the child when this process ends, even by SIGKILL.

    Call `Popen` from the main thread: the kernel watches the thread that forked. Elsewhere than on Linux it does
    nothing, and the leftovers are ended at the next start.
    """
    parent = os.getpid()

    def arm() -> None:
        if _libc is None:
            return
        if _libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0) != 0:
            os._exit(126)
        if os.getppid() != parent:  # it died between fork and prctl: nobody would ever send the signal
            os._exit(125)

    return arm
