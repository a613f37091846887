"""Henvis videre: one form for the tick and for the referral that is followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspil.companies.queries import Reach, persons_within, reach_of, within
from samspil.cooperation.queries import collisions
from samspil.guidance.queries import cases_for, interactions_for
from samspil.organisations.kinds import TAKING_PART, OrganisationKind
from samspil.platform.clock import today
from samspil.referrals import actions
from samspil.referrals.kinds import Basis, ConsentHow, ReceiverKind
from samspil.referrals.queries import referrals_for
from samspil.web.once import stored_once
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader, whole_number, workplaces
from samspil.web.staff.referrals.reading import FOLLOWED, TICK, Given, read
from samspil.web.staff.referrals.receivers import offered

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User
    from samspil.referrals.models import Referral


@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, subject: int) -> HttpResponse:
    """Show the form; store a tick at once, and a followed referral as a draft that is looked at first."""
    user, offices = reader(request), workplaces(request)
    reach = reach_of(user)
    row = _subject(reach, subject)
    if request.method != "POST":
        return _shown(request, row, offices, _begun(request, row, offices, reach))
    given = read(request.POST)
    if request.POST.get("act") == "find":
        return _shown(request, row, offices, given)
    try:
        return redirect(stored_once(request, lambda: _stored(request, user, row, offices, given)))
    except ValidationError as error:
        errors = dict(error.message_dict) if hasattr(error, "error_dict") else {"": error.messages}
        said = {name: " ".join(told) for name, told in errors.items()}
        return _shown(request, row, offices, given, said)


def _subject(reach: Reach, key: int) -> Subject:
    """The company or founder, if the reader knows of it."""
    row = within(reach).select_related("municipality").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _stored(request: HttpRequest, user: User, row: Subject, offices: list[Organisation], given: Given) -> str:
    """Store what was chosen; return where to go next."""
    organisation = next((each for each in offices if each.pk == given.organisation), offices[0])
    case = _case(user, row, organisation, given.case)
    day, receivers = today(), given.receivers()
    common: dict[str, Any] = {"by": user, "subject": row, "organisation": organisation, "case": case}
    if given.follow == TICK:
        if not receivers:
            raise ValidationError({"receivers": _("Vælg, hvem der er henvist til.")})
        actions.tick(**common, receivers=receivers, on=given.day(), topics=given.topics, today=day)
        messages.success(request, _("Henvisningen er noteret."))
        return f"/virksomheder/{row.pk}/"
    texts = given.texts(shielded=case is not None and case.shielded, has_case=case is not None)
    before = _draft(user, given.draft)
    if before is not None:
        drafted = actions.redraft(
            by=user,
            referral=before,
            case=case,
            receivers=receivers,
            on=day,
            texts=texts,
            topics=given.topics,
        )
    else:
        drafted = actions.draft(**common, receivers=receivers, on=day, texts=texts, topics=given.topics)
    return f"/henvisninger/{drafted[0].pk}/"


def _case(user: User, row: Subject, organisation: Organisation, key: int | None) -> GuidanceCase | None:
    """The chosen case, when it is the organisation's own and about this company."""
    if key is None:
        return None
    found = cases_for(user).filter(pk=key, subject=row, organisation=organisation).first()
    if found is None:
        raise ValidationError({"case": _("Vælg et forløb hos virksomheden.")})
    return found


def _draft(user: User, key: int | None) -> Referral | None:
    """The draft that is written anew, when it is still one and the user's to change."""
    if key is None:
        return None
    return referrals_for(user).filter(pk=key, state="draft").select_related("handover", "case").first()


def _begun(request: HttpRequest, row: Subject, offices: list[Organisation], reach: Reach) -> Given:
    """The form as it is opened: with the contact it follows, a draft, or one that nobody took."""
    user = reader(request)
    given = Given(
        on=today().strftime("%d-%m-%Y"),
        case=whole_number(request.GET.get("forloeb")),
        municipality=row.municipality_id or "",
    )
    chosen = whole_number(request.GET.get("modtager"))
    given.chosen = [chosen] if chosen else []
    if chosen:
        given.follow = FOLLOWED
    contact = whole_number(request.GET.get("kontakt"))
    held = interactions_for(user).filter(pk=contact, subject=row).first() if contact else None
    if held is not None:
        given.on, given.topics = held.on.strftime("%d-%m-%Y"), topics.chosen(held.topics)
    case = cases_for(user).filter(pk=given.case, subject=row).first() if given.case else None
    if case is not None and held is None:
        held = interactions_for(user).filter(case=case, person__isnull=False).order_by("-on", "-pk").first()
        given.topics = topics.chosen(case.topics)
    older = whole_number(request.GET.get("kladde")) or whole_number(request.GET.get("igen"))
    asked = _asked(user, row, older) if older else []
    old = next((each for each in asked if each.pk == older), None)
    if old is not None:
        given.fill(old, receivers=[each for each in asked if each.state == old.state == "draft"])
        return given
    there = persons_within(reach).filter(subject=row, left_on__isnull=True)
    # Whom one talked with last about it, else whoever comes first.
    met = there.filter(pk=held.person_id).first() if held is not None and held.person_id else None
    person = met or there.first()
    if person is not None:
        given.person(person)
    given.organisation = case.organisation_id if case is not None else offices[0].pk
    return given


def _asked(user: User, row: Subject, key: int) -> list[Referral]:
    """A referral and those sent with it, as far as the user may read them."""
    rows = referrals_for(user).filter(handover__referrals=key, subject=row)
    return list(rows.select_related("handover", "receiver").order_by("pk"))


@require_safe
def receivers(request: HttpRequest, subject: int) -> HttpResponse:
    """A part of the form: whom the filters leave, with those that are chosen already."""
    offices = workplaces(request)
    row = _subject(reach_of(reader(request)), subject)
    given = read(request.GET)
    context = {"given": given, "subject": row, "errors": {}, "offered": offered(given, row, offices)}
    return render(request, "staff/referrals/_receivers.jinja", context)


def _shown(
    request: HttpRequest,
    row: Subject,
    offices: list[Organisation],
    given: Given,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    user, day = reader(request), today()
    cases = list(cases_for(user).filter(subject=row, organisation__in=offices, ended__isnull=True)[:20])
    context = {
        "subject": row,
        "given": given,
        "errors": errors or {},
        "summary": [(PLACES.get(name, name), said) for name, said in (errors or {}).items()],
        "offices": [(each.pk, each.name) for each in offices],
        "cases": [(each.pk, _("Forløb fra %(day)s") % {"day": f"{each.started:%d-%m-%Y}"}) for each in cases],
        "shielded": any(each.shielded and each.pk == given.case for each in cases),
        "offered": offered(given, row, offices),
        "kinds": [(kind.value, kind.label) for kind in OrganisationKind if kind not in SILENT],
        "receiver_kinds": list(ReceiverKind.choices),
        "topics": topics.options(day),
        "bases": list(Basis.choices),
        "ways": list(ConsentHow.choices),
        "follow": [(TICK, _("Henvist (uden opfølgning)")), (FOLLOWED, _("Med opfølgning"))],
        "found": collisions(user, row, on=day),
    }
    return render(request, "staff/referrals/refer.jinja", context, status=422 if errors else 200)


# Nobody refers a company to those.
SILENT = (OrganisationKind.SECRETARIAT,)
assert set(SILENT) <= set(TAKING_PART)
PLACES = {"receivers": "modtagere", "topics": "emner", "": "need"}
