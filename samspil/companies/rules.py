"""What is decided about companies: whether a CVR number can be one."""

from __future__ import annotations

CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def is_cvr_number(text: str) -> bool:
    """Return whether the eight digits carry a valid checksum (weighted sum divisible by 11)."""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return False
    return sum(weight * int(digit) for weight, digit in zip(CVR_WEIGHTS, text, strict=True)) % 11 == 0
