"""Who a subject has become: successions followed to the end, so that nobody is counted twice."""

import polars as pl


def _next(successions: pl.DataFrame) -> dict[str, str]:
    pairs = successions.select("predecessor", "successor").drop_nulls()
    return dict(pairs.iter_rows())


def cycles(successions: pl.DataFrame) -> list[str]:
    """One subject of every ring in the successions; a ring has no last company."""
    after, safe, rings = _next(successions), set[str](), list[str]()
    for start in sorted(after):
        path: list[str] = []
        subject = start
        while subject in after and subject not in safe and subject not in path:
            path.append(subject)
            subject = after[subject]
        if subject in path:
            rings.append(subject)
        safe.update(path)
    return rings


def identities(companies: pl.DataFrame, successions: pl.DataFrame) -> pl.DataFrame:
    """One row (subject, entity, kind, municipality) per subject.

    `entity` is the last successor; kind and municipality are the entity's own, so that a founder
    who became a company counts as that company.
    """
    after = _next(successions)

    def last(subject: str) -> str:
        while subject in after:
            subject = after[subject]
        return subject

    moved = {subject: last(subject) for subject in after}
    whole = companies.select(
        "subject",
        entity=pl.col("subject").replace(list(moved), list(moved.values())) if moved else pl.col("subject"),
    )
    own = companies.select(entity="subject", kind="kind", municipality="municipality")
    return whole.join(own, on="entity", how="left").sort("subject")
