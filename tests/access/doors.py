"""Every named route and whom it lets in; a new route belongs in one of these tables.

Routes on a row take the row's line of the matrix. Everybody else meets 404, so that nobody learns what
there is; a few answer 403 to who sees the row and may not do this with it.
"""

from __future__ import annotations

from tests.access.matrix import CHANGE, LEADERS, LETTERS, NOBODY, READ, READERS, RELATIONS, WORKERS

Row = tuple[str, ...]


def everywhere(letters: str) -> Row:
    """The same roles in every organisation."""
    return (letters,) * len(RELATIONS)


def only(**letters: str) -> Row:
    """Roles in some of the organisations."""
    return tuple(letters.get(relation, NOBODY) for relation in RELATIONS)


EVERY = "".join(LETTERS)
ANYBODY, READS, WORKS, LEADS, DECIDES = map(everywhere, (EVERY, READERS, WORKERS, LEADERS, "ALD"))
# Who keeps an organisation and its people: its leaders and its administrator.
KEEPS = only(owner="LDM")
ARRANGES = only(owner="LDM", hub="M")
# A leader answers, and here the adviser of a case does too, who is none of the seven.
OF_THE_COMPANY = CHANGE["company"]

PAGES: dict[str, Row] = {
    # What everybody who is logged in opens.
    **dict.fromkeys(
        ("home", "scorecards", "contracts", "accessibility", "gallery", "profile", "notices", "directory",
         "organisations", "organisation", "people", "person"),
        ANYBODY,
    ),
    **dict.fromkeys(("scorecard", "goal", "point", "rows"), READ["run"]),
    # What the owner shields of the company does not close it: the hub's run knows nothing of that.
    "standing": only(hub="ALDE"),
    **dict.fromkeys(("contract", "contract-folder", "financing"), only(hub=EVERY)),
    "history": READ["case"],
    "actor-new": everywhere("ASLDM"),
    **dict.fromkeys(("organisation-edit", "office-new"), KEEPS),
    **dict.fromkeys(("organisation-merge", "agreement-new"), ARRANGES),
    "invite": everywhere("LDM"),
    **dict.fromkeys(
        ("person-edit", "leave", "competence", "certificate-new", "absence-new"), KEEPS
    ),
    **dict.fromkeys(("search", "search-suggestions", "companies", "founders", "contacts"), READS),
    **dict.fromkeys(("enquiries", "cooperation", "grey-areas", "referrals"), READS),
    "referral-figures": READS,
    # One's own saved views; and events, which hold no company's name until one is opened.
    **dict.fromkeys(("events", "views"), ANYBODY),
    **dict.fromkeys(
        ("specialists", "workload", "company-new", "founder-new", "register", "register-find", "register-who",
         "register-many", "call-back", "mails", "case-advice", "ask-grey-area", "referral-clocks", "my-day",
         "mending", "calendar", "event-new"),
        WORKS,
    ),
    **dict.fromkeys(("case-choices", "leader", "new-agreement"), LEADS),
    **dict.fromkeys(("imports", "import-template", "merges"), DECIDES),
    "company": READ["company"],
    **dict.fromkeys(
        ("company-edit", "company-successor", "contact-person-new", "unit-new", "open-case", "joint-visit",
         "ask-access", "refer", "referral-receivers"),
        OF_THE_COMPANY,
    ),
    "company-seen": (LEADERS,) * 6 + (NOBODY,),
    "contact-person": CHANGE["contact person"],
    "contact": READ["interaction"],
    "edit-contact": CHANGE["interaction"],
    "enquiry": READ["enquiry"],
    "cases": READS,
    "case": READ["case"],
    **dict.fromkeys(("case-edit", "case-close", "case-letter"), CHANGE["case"]),
    "case-hand-over": only(owner=LEADERS),
    "document": READ["document on a case"],
    "event": READ["participation"],
    "participant": only(owner=WORKERS),
    "visit": READ["joint visit"],
    "access-request": READ["access request"],
    "agreement": READ["agreement"],
    "grey-area": READ["grey area"],
    "referral": READ["referral"],
    "leader-adviser": only(owner=LEADERS),
    "operation": only(hub="M", far="M"),
    **dict.fromkeys(("import", "import-columns", "import-refused", "import-compare"), READ["import"]),
}  # fmt: skip

# Who sees the row meets 403 instead of 404.
FORBIDDEN = {"person-edit": ANYBODY, "edit-contact": READ["interaction"], "event-edit": READ["participation"]}

# Routes that only take something in; what they do is tried by their rooms' tests, and here that a
# stranger's hand is refused.
HANDS = {
    "organisation-close", "invite-again", "reactivate", "contact-person-left", "contact-undo",
    "cancel-contact", "restore-contact", "enquiry-undo", "enquiry-restore", "case-documents", "case-step",
    "document-remove", "task", "unmerge", "language", "event-add", "event-attendance", "event-cancel",
    "absence-end", "certificate-end", "role-end", "send-again", "mend", "save-view",
}  # fmt: skip

# Pages on a row that the world has none of, and links that open by a secret: tried by their rooms' tests.
ELSEWHERE = {
    "office-edit", "agreement-end", "role-edit", "unit-edit", "mail", "merge", "appointment", "event-edit",
    "merge-with", "event-day", "view", "referral-answer", "calendar-feed", "welcome", "company-choices",
    "company-new-fields",
}  # fmt: skip
