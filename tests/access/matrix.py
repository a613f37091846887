"""The matrix: for each kind of row, which roles of which organisation read it and which change it.

Written by hand from the rules of the contract (B21) and the design; the tests hold the predicates, the
scoped queries and the pages to it. The owner of everything is a local service. A letter is a role:
A adviser · S student helper · L unit leader · D director · E evaluator · K secretariat · M administrator.
"""

from __future__ import annotations

from samspil.organisations.kinds import Role

LETTERS = {
    "A": Role.ADVISER,
    "S": Role.STUDENT_HELPER,
    "L": Role.UNIT_LEADER,
    "D": Role.DIRECTOR,
    "E": Role.EVALUATOR,
    "K": Role.SECRETARIAT,
    "M": Role.ADMINISTRATOR,
}

# owner: registered it all · hub: the hub of the area · neighbour: another local service of the area ·
# receiver: took over a referral, with the case · guest: was granted access to all that is not shielded ·
# far: another hub · outside: an organisation that is no party of the shared view.
RELATIONS = ("owner", "hub", "neighbour", "receiver", "guest", "far", "outside")

NOBODY, READERS, WORKERS, LEADERS, DECIDERS = "", "ASLDE", "ASLD", "LD", "ALD"
PARTIES = (READERS,) * 6 + (NOBODY,)
OWN = (READERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY)
OWN_LEADERS = (LEADERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY)
SHARED_CASE = (READERS, NOBODY, NOBODY, READERS, READERS, NOBODY, NOBODY)
SHARED_ALL = (READERS, NOBODY, NOBODY, NOBODY, READERS, NOBODY, NOBODY)

# Who reads the row. Facts (companies, approaches) are all parties'; content is the owner's and that of
# whom it is shared with; what is shielded stays with the leaders and its own adviser.
READ: dict[str, tuple[str, ...]] = {
    "company": PARTIES,
    "founder known to partners": PARTIES,
    "founder only the owner knows": OWN,
    "founder of a shielded case": OWN_LEADERS,
    "approach": PARTIES,
    "contact person": SHARED_CASE,
    "contact person of a shielded case": OWN_LEADERS,
    "case": SHARED_CASE,
    "another case": SHARED_ALL,
    "shielded case": OWN_LEADERS,
    "interaction": SHARED_ALL,
    "interaction on a case": SHARED_CASE,
    "interaction on a shielded case": OWN_LEADERS,
    "task": OWN,
    "task on a case": OWN,
    "task on a shielded case": OWN_LEADERS,
    "enquiry": OWN,
    "document on a case": SHARED_CASE,
    "document on a shielded case": OWN_LEADERS,
    "referral": (READERS, NOBODY, NOBODY, READERS, NOBODY, NOBODY, NOBODY),
    "referral of a shielded case": OWN_LEADERS,
    "participation": OWN,
    "share": (READERS, NOBODY, NOBODY, NOBODY, READERS, NOBODY, NOBODY),
    "access request": (READERS, NOBODY, NOBODY, NOBODY, READERS, NOBODY, NOBODY),
    "joint visit": (READERS, READERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    "grey area": (READERS, READERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    # A decision guides everybody who works in the hub's area.
    "decision": (READERS, READERS, READERS, READERS, READERS, NOBODY, NOBODY),
    "agreement": (READERS, READERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    # Made by the owner's own adviser: its colleagues may not see what the file holds.
    "import": OWN_LEADERS,
    # The runs of the hub's contract, which nobody outside the hub sees.
    "run": (NOBODY, "ALDEKM", NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
}

# Who changes the row. Nothing that is shared is changed by whom it is shared with.
OWN_WORKERS = (WORKERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY)
CHANGE: dict[str, tuple[str, ...]] = {
    # What all see is kept true by all who work.
    "company": (WORKERS,) * 6 + (NOBODY,),
    "founder known to partners": (WORKERS,) * 6 + (NOBODY,),
    "founder only the owner knows": OWN_WORKERS,
    "founder of a shielded case": OWN_LEADERS,
    "contact person": OWN_WORKERS,
    "case": OWN_WORKERS,
    "another case": OWN_WORKERS,
    "shielded case": OWN_LEADERS,
    "interaction": OWN_WORKERS,
    "interaction on a case": OWN_WORKERS,
    "interaction on a shielded case": OWN_LEADERS,
    "task": OWN_WORKERS,
    "task on a case": OWN_WORKERS,
    "task on a shielded case": OWN_LEADERS,
    "document on a case": OWN_WORKERS,
    "document on a shielded case": OWN_LEADERS,
    "joint visit": (WORKERS, WORKERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
}

# Rights of their own: who decides, and not only works.
DECIDE: dict[str, tuple[str, ...]] = {
    "shield the case": (DECIDERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    "hand the case over": OWN_LEADERS,
    "answer the access request": OWN_LEADERS,
    "cancel the access request": (NOBODY, NOBODY, NOBODY, NOBODY, WORKERS, NOBODY, NOBODY),
    "answer the joint visit": (NOBODY, WORKERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    "settle the grey area": (LEADERS, LEADERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    "answer the referral": (NOBODY, NOBODY, NOBODY, DECIDERS, NOBODY, NOBODY, NOBODY),
    "send the referral": (WORKERS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    "work for the owner": OWN_WORKERS,
}


def allowed(row: tuple[str, ...], relation: str, role: Role) -> bool:
    """Whether the matrix lets a role of an organisation."""
    return role in {LETTERS[letter] for letter in row[RELATIONS.index(relation)]}
