"""The code on a slip: characters that cannot be taken for one another, in groups of four.

No 0 and O, no 1, I and l: our typeface draws I and l alike, and people read codes aloud.
"""

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUP = 4


def grouped(code: str) -> str:
    """Write a code in groups of four; hyphens that are there already do no harm.

    Raises:
        ValueError: a character is not in the alphabet.

    >>> grouped("7K2M9QXR4TBH")
    '7K2M-9QXR-4TBH'
    """
    code = code.replace("-", "")
    if not code or (strange := set(code) - set(ALPHABET)):
        raise ValueError(f"A slip's code uses {ALPHABET}, not {''.join(sorted(strange)) if code else 'nothing'}")
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
