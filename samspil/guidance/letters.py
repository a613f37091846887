"""Minutes, action plans and follow-up letters of a case: drafted from what is known, kept as documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.core.programmes import virksomhedsguiden
from samspil.guidance import topics as topic_list
from samspil.guidance.caselists import contacts_on, tasks_on
from samspil.guidance.contacts import register_interaction
from samspil.guidance.kinds import InteractionKind
from samspil.platform.audit.actions import record
from samspil.platform.cpr import refuse_cpr
from samspil.platform.documents.actions import store
from samspil.platform.documents.kinds import Purpose
from samspil.platform.documents.queries import content_of, documents_of
from samspil.platform.documents.templates import SAMPLE, fill, own_template
from samspil.platform.messages.actions import post

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User
    from samspil.platform.documents.models import Document

# The three letters, and which template an organisation may put in the place of ours.
TEMPLATES = {
    Purpose.MINUTES: Purpose.MINUTES_TEMPLATE,
    Purpose.PLAN: Purpose.PLAN_TEMPLATE,
    Purpose.LETTER: Purpose.LETTER_TEMPLATE,
}
# How much of the last note is carried into a draft.
LONGEST_NOTE = 5000


@dataclass(frozen=True)
class Section:
    """A part of a letter; the heading is empty where the text speaks for itself."""

    code: str
    heading: str
    text: str = ""


@dataclass(frozen=True)
class Link:
    """A page on Virksomhedsguiden that the letter leads to."""

    name: str
    address: str


@dataclass(frozen=True)
class Draft:
    """A letter as it is proposed; nothing is kept before somebody has read it."""

    title: str
    sections: tuple[Section, ...]
    links: tuple[Link, ...]


def draft(user: User, case: GuidanceCase, purpose: Purpose, *, on: dt.date) -> Draft:
    """Return a letter filled with what the case knows, in Danish, since companies are written to in it."""
    with override("da"):
        held = contacts_on(user, case)
        last = held[0] if held else None
        waiting = [task for task in tasks_on(user, case) if task.done_on is None]
        names = [choice.danish for choice in topic_list.shown(_codes(case, last), on)]
        agreed = "\n".join(f"{_day(task.due)}: {task.text or task.get_kind_display()}" for task in waiting)
        person = last.person.name if last is not None and last.person is not None else ""
        day = last.on if last is not None else on
        write = {Purpose.MINUTES: _minutes, Purpose.PLAN: _plan, Purpose.LETTER: _letter}[purpose]
        title, sections = write(
            _Known(case, user, person, names, agreed, day, last.note[:LONGEST_NOTE] if last else "")
        )
    return Draft(title, tuple(sections), tuple(_links(case, last, on)))


@dataclass(frozen=True)
class _Known:
    """What the drafts are written from."""

    case: GuidanceCase
    user: User
    person: str
    topics: list[str]
    agreed: str
    day: dt.date
    note: str


def _minutes(known: _Known) -> tuple[str, list[Section]]:
    there = [known.person, known.case.subject.name, known.user.name, known.case.organisation.name]
    title = _("Referat af møde %(day)s") % {"day": _day(known.day)}
    return title, [
        Section("deltagere", _("Deltagere"), ", ".join(each for each in there if each)),
        Section("droeftet", _("Drøftet"), "\n".join([", ".join(known.topics), known.note]).strip()),
        Section("aftalt", _("Aftalt")),
        Section("naeste", _("Næste skridt"), known.agreed),
    ]


def _plan(known: _Known) -> tuple[str, list[Section]]:
    title = _("Handlingsplan for %(company)s") % {"company": known.case.subject.name}
    return title, [
        Section("maal", _("Hvad virksomheden vil opnå")),
        Section("indsats", _("Indsatser"), "\n".join(known.topics)),
        Section("hvem", _("Hvem gør hvad hvornår"), known.agreed),
        Section("opfoelgning", _("Opfølgning")),
    ]


def _letter(known: _Known) -> tuple[str, list[Section]]:
    about = _(" Vi talte om %(topics)s.") % {"topics": _listed(known.topics)} if known.topics else ""
    parts = [
        _("Kære %(name)s") % {"name": known.person or known.case.subject.name},
        _("Tak for samtalen den %(day)s.") % {"day": _day(known.day)} + about,
        _("Vi aftalte:") + "\n" + known.agreed if known.agreed else "",
        _("Du er altid velkommen til at kontakte mig.")
        + " "
        + _("På Virksomhedsguiden kan du læse videre; links står nedenfor."),
        _("Venlig hilsen") + f"\n{known.user.name}\n{known.case.organisation.name}",
    ]
    title = _("Opfølgning på vores samtale")
    return title, [Section("brev", "", "\n\n".join(part for part in parts if part))]


def _codes(case: GuidanceCase, last: Any) -> str:
    return ";".join(part for part in (case.topics, last.topics if last is not None else "") if part)


def _listed(words: list[str]) -> str:
    small = [word[:1].lower() + word[1:] for word in words]
    return small[0] if len(small) == 1 else _("%(first)s og %(last)s") % {
        "first": ", ".join(small[:-1]), "last": small[-1]
    }  # fmt: skip


def _day(day: dt.date) -> str:
    return format_date(day, "d. MMMM y", locale="da_DK")


def _links(case: GuidanceCase, last: Any, on: dt.date) -> Iterable[Link]:
    codes = [choice.code for choice in topic_list.shown(_codes(case, last), on)]
    for link in virksomhedsguiden().version(on).links_for(codes):
        yield Link(link.danish, link.address)


def write(
    *,
    by: User,
    case: GuidanceCase,
    purpose: Purpose,
    title: str,
    sections: Iterable[Section],
    links: Iterable[Link] = (),
    on: dt.date,
) -> Document:
    """Keep a letter as a Word document on the case, in the organisation's template or ours."""
    kept = list(sections)
    refuse_cpr(**{_("Titel"): title, **{each.heading or _("Brevet"): each.text for each in kept}})
    values = {
        "title": title,
        "company": case.subject.name,
        "cvr": case.subject.cvr_number or "",
        "organisation": case.organisation.name,
        "adviser": by.name,
        "day": _day(on),
        "sections": [{"heading": each.heading, "text": each.text} for each in kept if each.text.strip()],
        "links": [{"name": each.name, "address": each.address} for each in links],
    }
    content = fill(_template(case.organisation, purpose), values)
    at = dt.datetime.combine(on, timezone.localtime().timetz())
    return store(by=by, owner=case, name=f"{title}.docx", content=content, purpose=purpose, at=at)


def send(
    *,
    by: User,
    case: GuidanceCase,
    to: str,
    title: str,
    sections: Iterable[Section],
    links: Iterable[Link] = (),
    on: dt.date,
) -> Document:
    """Send a letter by mail, keep it as a document, and register the mail as a contact on the case."""
    kept, shown = list(sections), list(links)
    try:
        validate_email(to.strip())
    except ValidationError:
        raise ValidationError(_("Skriv en e-mailadresse at sende til.")) from None
    body = "\n\n".join(f"{each.heading}\n{each.text}".strip() for each in kept if each.text.strip())
    if shown:
        body += "\n\n" + "\n".join(f"{each.name}: {each.address}" for each in shown)
    with transaction.atomic():
        document = write(
            by=by, case=case, purpose=Purpose.LETTER, title=title, sections=kept, links=shown, on=on
        )
        message = post(to=to.strip(), subject=title, body=body, kind="letters", about=case, on=on)
        record(by=by, action="send_letter", row=case, message=message.pk, document=document.pk)
        register_interaction(
            by=by, subject=case.subject, organisation=case.organisation, case=case, on=on,
            kind=InteractionKind.MAIL, note=_("%(title)s, sendt fra Samspil") % {"title": title},
        )  # fmt: skip
    return document


def _template(organisation: Organisation, purpose: Purpose) -> bytes:
    own = own_templates(organisation).get(TEMPLATES[purpose])
    return content_of(own) if own is not None else own_template()


def own_templates(organisation: Organisation) -> dict[str, Document]:
    """Return the templates that the organisation has put up, by purpose."""
    rows = documents_of(organisation).filter(purpose__in=list(TEMPLATES.values())).order_by("stored_at", "pk")
    return {row.purpose: row for row in rows}


def put_template(
    *, by: User, organisation: Organisation, purpose: Purpose, name: str, content: bytes
) -> Document:
    """Use an organisation's own Word template from now on; it is tried first, and the former is kept."""
    fill(content, SAMPLE)
    former = own_templates(organisation).get(purpose)
    return store(by=by, owner=organisation, name=name, content=content, purpose=purpose, replaces=former)
