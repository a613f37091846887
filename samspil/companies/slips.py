"""What people mean when they mistype: the words one slip away, and how near a name is to what was typed."""

from __future__ import annotations

import string
from collections.abc import Iterator

from rapidfuzz.distance import OSA

# Shorter ones are found as they are typed or not at all: a slip in three letters is another word.
SHORTEST = 4
# From here on a word with a slip may be unfinished; a shorter one would begin too many others.
UNFINISHED = 6
# An æ is folded to ae, and is one letter to who forgets it.
_LETTERS = (*string.ascii_lowercase, "ae")
# Spellings of one sound in Danish names: Christensen and Kristensen, Schmidt and Smith, Wulff and Vulf.
_SOUNDS = (
    ("ch", "k"), ("c", "k"), ("ck", "k"), ("ph", "f"), ("w", "v"), ("z", "s"), ("th", "t"), ("dt", "t"),
    ("x", "ks"), ("qu", "kv"), ("sch", "s"), ("oe", "o"), ("ie", "i"), ("ei", "aj"), ("ej", "aj"),
)  # fmt: skip


def near(word: str) -> set[str]:
    """Return every word one slip away: a letter too many, too few, wrong, or two swapped, and sounds alike.

    The word is folded already (platform.danish.search_key); digits are not guessed.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return set()
    return {*_edits(word), *_alike(word)} - {word, ""}


def _edits(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in _LETTERS)
        if not after:
            continue
        yield before + after[1:]
        if after.startswith("ae"):
            yield before + after[2:]
            yield from (before + letter + after[2:] for letter in _LETTERS)
        yield from (before + letter + after[1:] for letter in _LETTERS)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _alike(word: str) -> Iterator[str]:
    for one, other in _SOUNDS:
        yield word.replace(one, other)
        yield word.replace(other, one)


def guesses_at(word: str, forms: set[str], known: set[str], *, unfinished: bool) -> list[str]:
    """Return the known words that were meant by a mistyped one, nearest first.

    `forms` are those of `near`; a word that may be unfinished is met by what begins as one of them.
    """
    if unfinished:
        met = [
            each for each in known if any(each[:end] in forms for end in range(len(word) - 2, len(word) + 3))
        ]
    else:
        met = [each for each in known if each in forms]
    return sorted(met, key=lambda each: (-_alike_as(word, each), each))


def closeness(typed: str, key: str) -> float:
    """Return how near a name's key is to what was typed, from 0 to 1; 1 is the same.

    First what is the same, then what begins so, then what has all words in it, then the slips.
    """
    if typed == key:
        return 1.0
    spare = len(typed) / max(len(key), len(typed), 1)
    if key.startswith(typed):
        return 0.97 + 0.02 * spare
    words = key.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return 0.94 + 0.02 * spare
    parts = [max((_alike_as(part, word) for word in words), default=0.0) for part in typed.split()]
    return 0.9 * sum(parts) / len(parts) + 0.02 * spare if parts else 0.0


def _alike_as(part: str, word: str) -> float:
    """A finished word, or the beginning of one that is not finished yet."""
    whole = OSA.normalized_similarity(part, word)
    begun = OSA.normalized_similarity(part, word[: len(part)])
    return max(whole, 0.97 * begun)
