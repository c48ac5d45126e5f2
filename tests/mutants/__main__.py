"""`python -m tests.mutants`: plant every fault, say which cases catch it, list the survivors; exit 1 when there are any."""

import sys

from tests.mutants.faults import FAULTS
from tests.mutants.planting import noticing, planted, raw_cases


def main() -> int:
    """Print one line per fault and the survivors at the end."""
    cases, survivors = raw_cases(), []
    for fault in FAULTS:
        with planted(f"koprogo.{fault.module}", fault.plant()):
            found = noticing([case for case in cases if case["question"] == fault.question])
        sys.stdout.write(f"{fault.question}: {fault.name}: caught by {len(found)}\n")
        survivors += [] if found else [fault]
    sys.stdout.write(f"{len(FAULTS)} faults planted, {len(survivors)} survived\n")
    for fault in survivors:
        sys.stdout.write(f"SURVIVED {fault.name} ({fault.module})\n")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())
