"""Figures: percentiles of measured times, memory of processes, what a flush to this disk costs."""

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil

FLUSHES = 200


def percentiles(seconds: Iterable[float]) -> dict[str, float | None]:
    """Return p50, p95, p99 and max of measured seconds, in milliseconds to a tenth; None when nothing was measured."""
    ordered = sorted(seconds)
    if not ordered:
        return dict.fromkeys(("p50", "p95", "p99", "max"))
    return {
        "p50": _ms(_at(ordered, 0.50)),
        "p95": _ms(_at(ordered, 0.95)),
        "p99": _ms(_at(ordered, 0.99)),
        "max": _ms(ordered[-1]),
    }


def _at(ordered: Sequence[float], part: float) -> float:
    """Return the smallest measured value that at least this part of them does not exceed."""
    rank = -(-len(ordered) * part // 1)
    return ordered[max(0, int(rank) - 1)]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def proportional_mb(pid: int) -> float:
    """Return a process's proportional set size in MB: shared pages count by their share."""
    return _rollup_mb(pid, "Pss")


def private_mb(pid: int) -> float:
    """Return what a process holds alone, in MB: unlike the proportional size, it stays when others come and go."""
    return round(_rollup_mb(pid, "Private_Clean") + _rollup_mb(pid, "Private_Dirty"), 1)


def _rollup_mb(pid: int, name: str) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kb = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(f"{name}:"))
    return round(kb / 1024, 1)


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and everything it started."""
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]


def tree_mb(processes: Iterable[psutil.Process]) -> float:
    """Return the memory of several processes together, shared pages counted once."""
    return round(sum(proportional_mb(each.pid) for each in processes), 1)


def fsync_us(folder: Path) -> float:
    """Return the median time of flushing 8 kB to this disk, in microseconds: every commit pays at least this."""
    path = folder / "flush-measure"
    times = []
    with path.open("wb", buffering=0) as file:
        for _ in range(FLUSHES):
            file.seek(0)
            file.write(bytes(8192))
            before = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - before)
    path.unlink()
    return round(sorted(times)[FLUSHES // 2] * 1e6, 1)
