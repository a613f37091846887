"""What is decided about companies: whether a CVR number can be one, and when two telephones are one."""

from __future__ import annotations

CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def is_cvr_number(text: str) -> bool:
    """Return whether the eight digits carry a valid checksum (weighted sum divisible by 11)."""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return False
    return sum(weight * int(digit) for weight, digit in zip(CVR_WEIGHTS, text, strict=True)) % 11 == 0


def phone_key(text: str) -> str:
    """Return the digits by which telephone numbers are compared: +45 97 82 00 00 and 97820000 are one."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    digits = digits.removeprefix("00")
    return digits[2:] if len(digits) == 10 and digits.startswith("45") else digits[:20]
