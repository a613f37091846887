"""What is decided about companies: which numbers can be theirs, how one writes them, who reads of them."""

from __future__ import annotations

import re

CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
# Who in an organisation reads what it has noted, and who leads there; the same as in guidance.rules.
LEADERS = frozenset({"unit_leader", "director"})
READERS = frozenset({"adviser", "student_helper", "evaluator"}) | LEADERS
# Who registers and changes; an evaluator only reads.
WORKERS = READERS - {"evaluator"}
# The parties of the shared view (B21): what all of them know of each other is the minimum fact.
PARTNERS = frozenset({"hub", "local_service"})
# The register's sizes, as the smallest and largest number of employees.
SIZES: dict[str, tuple[int, int | None]] = {
    "0": (0, 0),
    "1-9": (1, 9),
    "10-49": (10, 49),
    "50-249": (50, 249),
    "250": (250, None),
}


def is_cvr_number(text: str) -> bool:
    """Return whether the eight digits carry a valid checksum (weighted sum divisible by 11)."""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return False
    return sum(weight * int(digit) for weight, digit in zip(CVR_WEIGHTS, text, strict=True)) % 11 == 0


def bare_number(text: str) -> str:
    """Return a CVR or P-number without what people write around it: DK-40 08 46 06 -> 40084606."""
    bare = re.sub(r"[\s.\-\u00a0]", "", text)
    return bare[2:] if bare[:2].upper() == "DK" else bare


def phone_key(text: str) -> str:
    """Return the digits by which telephone numbers are compared: +45 97 82 00 00 and 97820000 are one."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    digits = digits.removeprefix("00")
    return digits[2:] if len(digits) == 10 and digits.startswith("45") else digits[:20]


def phone_written(text: str) -> str:
    """Write a Danish number in pairs, 97 82 00 00, and leave a foreign one as it was given."""
    digits = phone_key(text)
    if len(digits) == 8 and not digits.startswith("0"):
        return " ".join(digits[start : start + 2] for start in range(0, 8, 2))
    return " ".join(text.split())


def is_phone(text: str) -> bool:
    """Return whether it can be a telephone number: five to fifteen digits and what stands between them."""
    digits = sum(sign.isdigit() for sign in text)
    return 5 <= digits <= 15 and re.fullmatch(r"[\d\s+()./-]+", text, re.ASCII) is not None
