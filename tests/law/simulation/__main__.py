"""`python -m tests.law.simulation --seeds 10000`: play many assemblies; exit 1 when one differs, naming its seed."""

import argparse
import sys

from tests.law.simulation.play import differences


def main() -> int:
    """Read the command line, play, print each seed that differs, and say how many did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many assemblies to play")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    asked = parser.parse_args()
    wrong = 0
    for found in differences(range(asked.first, asked.first + asked.seeds)):
        wrong += 1
        sys.stdout.write(f"{found}\n")
    sys.stdout.write(f"{asked.seeds} assemblies played, {wrong} differ\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
