"""Finds companies and founders that may be the same: alike in name and place, website, telephone or mail.

Run by the tick once a day. Telephones and addresses belong to the organisation that noted them, so a pair
found by them is that organisation's to see. What somebody has dismissed is not proposed again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from samspil.companies.likeness import ALIKE, host_of, name_key, name_score
from samspil.companies.models import ContactPerson, Subject
from samspil.platform.reading import keys_in
from samspil.upkeep.models import Likeness

Pair = tuple[int, int]
Found = dict[Pair, tuple[int, list[list[Any]]]]
# A block this large is a common first word, not a likeness: only equal names are compared there.
LARGEST_BLOCK = 300
# The same telephone on more companies than this is a bookkeeper's.
LARGEST_GROUP = 5
# Whoever is like more than this has a common name; the nearest are shown.
MOST_EACH = 10
NAME, WEBSITE, PHONE, EMAIL = "name", "website", "phone", "email"
SCORES = {WEBSITE: 90, PHONE: 85, EMAIL: 92}


def find(*, on: dt.date) -> int:
    """Look through all, store new pairs, drop those that are no longer alike; return how many are new."""
    found: Found = {}
    for pair, score, reason in _pairs():
        held, reasons = found.get(pair, (0, []))
        found[pair] = (max(held, score), [*reasons, reason] if reason not in reasons else reasons)
    _without_two_numbers(found)
    return _store(_nearest(found), on)


def _nearest(found: Found) -> Found:
    """Leave so few pairs to each that somebody can look them through."""
    kept: Found = {}
    taken: Counter[int] = Counter()
    for pair, how in sorted(found.items(), key=lambda each: (-each[1][0], each[0])):
        if max(taken[pair[0]], taken[pair[1]]) < MOST_EACH:
            kept[pair] = how
            taken.update(pair)
    return kept


def _pairs() -> Iterator[tuple[Pair, int, list[Any]]]:
    yield from _by_name()
    yield from _by_website()
    yield from _by_contact("phone_key", PHONE)
    yield from _by_contact("email", EMAIL)


def _by_name() -> Iterator[tuple[Pair, int, list[Any]]]:
    """Names alike within a municipality, compared where their first words begin alike."""
    standing = Subject.objects.filter(merged_into__isnull=True, anonymised_at__isnull=True)
    places = standing.order_by().values_list("municipality_id", flat=True).distinct()
    for place in list(places):
        blocks: dict[str, list[tuple[str, int]]] = defaultdict(list)
        rows = standing.filter(municipality_id=place).order_by().values_list("pk", "search_key")
        for key, name in rows.iterator(chunk_size=5000):
            bare = name_key(name)
            for word in {word[:4] for word in bare.split()[:3]}:
                blocks[word].append((bare, key))
        for block in blocks.values():
            yield from _alike(block)


def _alike(block: list[tuple[str, int]]) -> Iterator[tuple[Pair, int, list[Any]]]:
    small = len(block) <= LARGEST_BLOCK
    same: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, key in block:
        same[name].append((name, key))
    groups: Iterable[list[tuple[str, int]]] = (
        [block] if small else [group for group in same.values() if len(group) <= LARGEST_GROUP]
    )
    for group in groups:
        for (one, first), (other, second) in combinations(group, 2):
            score = name_score(one, other)
            if score >= ALIKE:
                yield _pair(first, second), int(score), [NAME, None]


def _by_website() -> Iterator[tuple[Pair, int, list[Any]]]:
    hosts: dict[str, list[int]] = defaultdict(list)
    standing = Subject.objects.filter(merged_into__isnull=True).exclude(website="").order_by()
    for key, website in standing.values_list("pk", "website").iterator(chunk_size=5000):
        if host := host_of(website):
            hosts[host].append(key)
    for keys in hosts.values():
        if 1 < len(keys) <= LARGEST_GROUP:
            for first, second in combinations(keys, 2):
                yield _pair(first, second), SCORES[WEBSITE], [WEBSITE, None]


def _by_contact(column: str, code: str) -> Iterator[tuple[Pair, int, list[Any]]]:
    """The same telephone or address noted by one organisation on several companies."""
    people = ContactPerson.objects.exclude(**{column: ""}).filter(subject__merged_into__isnull=True)
    shared = (
        people.order_by()
        .values("organisation_id", column)
        .annotate(companies=Count("subject", distinct=True))
        .filter(companies__gt=1, companies__lte=LARGEST_GROUP)
    )
    for each in shared.iterator(chunk_size=2000):
        same = people.filter(organisation_id=each["organisation_id"], **{column: each[column]})
        keys = sorted(set(same.order_by().values_list("subject_id", flat=True)))
        for first, second in combinations(keys, 2):
            yield _pair(first, second), SCORES[code], [code, each["organisation_id"]]


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _without_two_numbers(found: Found) -> None:
    """Two CVR numbers are two companies, however alike."""
    keys = {key for pair in found for key in pair}
    numbered = set(
        Subject.objects.filter(pk__in=keys_in(keys), cvr_number__isnull=False).values_list("pk", flat=True)
    )
    for pair in [pair for pair in found if pair[0] in numbered and pair[1] in numbered]:
        del found[pair]


@transaction.atomic
def _store(found: Found, on: dt.date) -> int:
    known = {(row.first_id, row.second_id): row for row in Likeness.objects.all()}
    gone = [row.pk for pair, row in known.items() if pair not in found and row.dismissed_at is None]
    Likeness.objects.filter(pk__in=keys_in(gone)).delete()
    changed = []
    for pair, (score, reasons) in found.items():
        row = known.get(pair)
        if row is not None and (row.score, row.reasons) != (score, reasons):
            row.score, row.reasons, row.seen_by = score, reasons, _seen_by(reasons)
            changed.append(row)
    Likeness.objects.bulk_update(changed, ["score", "reasons", "seen_by"], batch_size=500)
    new = [
        Likeness(
            first_id=pair[0],
            second_id=pair[1],
            score=score,
            reasons=reasons,
            seen_by=_seen_by(reasons),
            found_on=on,
        )
        for pair, (score, reasons) in found.items()
        if pair not in known
    ]
    Likeness.objects.bulk_create(new, batch_size=500)
    return len(new)


def _seen_by(reasons: list[list[Any]]) -> str:
    """Who may be told of a pair: everybody, when one of its reasons is nobody's content."""
    owners = {owner for _code, owner in reasons}
    return ";0;" if None in owners else "".join(f";{owner}" for owner in sorted(owners)) + ";"


def visible(organisations: Iterable[int]) -> Q:
    """Which pairs an organisation's people may see: those that rest on what all see, or on their own."""
    seen = Q(seen_by=";0;")
    for organisation in organisations:
        seen |= Q(seen_by__contains=f";{organisation};")
    return seen
