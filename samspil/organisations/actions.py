"""Every change to organisations, agreements, users and memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.organisations.kinds import (
    AgreementKind,
    AgreementRole,
    LegalForm,
    OfficeKind,
    OrganisationKind,
    Role,
)
from samspil.organisations.models import (
    Membership,
    Municipality,
    Office,
    OperatorAgreement,
    Organisation,
    User,
)
from samspil.organisations.queries import running_agreements
from samspil.platform.audit.actions import keep, record
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr
from samspil.platform.messages.actions import post

# In every action `by` is the user who does it, or None for the system itself (set-up, imports, sweeps).


@transaction.atomic
def create_organisation(
    *,
    by: User | None,
    code: str,
    name: str,
    kind: OrganisationKind,
    legal_form: LegalForm | None = None,
    parent: Organisation | None = None,
    covers: Iterable[Municipality] = (),
    **said: Any,
) -> Organisation:
    """Create an organisation; `said` is what the directory says of it: email, phone, topics …"""
    organisation = Organisation(
        code=code, name=name, kind=kind, legal_form=legal_form or "", parent=parent, **said
    )
    _must_be_fit(organisation)
    organisation.full_clean()
    keep(organisation, by=by, action="create_organisation", kind=str(kind))
    organisation.covers.set(covers)
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    by: User | None,
    organisation: Organisation,
    covers: Iterable[Municipality] | None = None,
    why: str = "",
    **said: Any,
) -> Organisation:
    """Change what stands about an organisation; StaleRowError when another was quicker."""
    for name, value in said.items():
        setattr(organisation, name, value)
    _must_be_fit(organisation)
    organisation.full_clean(exclude=["parent"])
    places = {} if covers is None else {"covers": ";".join(sorted(place.pk for place in covers))}
    keep(organisation, by=by, action="edit_organisation", why=why, **places)
    if covers is not None:
        organisation.covers.set(covers)
    return organisation


def _must_be_fit(organisation: Organisation) -> None:
    refuse_cpr(
        **{
            str(_("Navn")): organisation.name,
            str(_("Hvad de kan hjælpe med")): organisation.description,
        }
    )


@transaction.atomic
def close_organisation(*, by: User | None, organisation: Organisation, on: dt.date, why: str = "") -> None:
    """Let an organisation be chosen no longer from a day; everything that refers to it stays.

    Raises ValidationError while it still performs a municipality's service: somebody must take that over.
    """
    if running_agreements(on=on).filter(organisation=organisation).exists():
        raise ValidationError(
            _("Organisationen har stadig aftaler. Afslut dem, eller læg den sammen med en anden.")
        )
    organisation.closed_on = on
    keep(organisation, by=by, action="close_organisation", why=why)


@transaction.atomic
def reopen_organisation(*, by: User | None, organisation: Organisation) -> None:
    """Undo a closing by mistake; one that was merged into another stays closed."""
    if hasattr(organisation, "merged_into"):
        raise ValidationError(_("Organisationen er lagt sammen med en anden og kan ikke åbnes igen."))
    organisation.closed_on = None
    keep(organisation, by=by, action="reopen_organisation")


@transaction.atomic
def assign_to_hub(*, by: User | None, municipality: Municipality, hub: Organisation) -> Municipality:
    """Put a municipality into a house's area."""
    if hub.kind != OrganisationKind.HUB:
        raise ValueError(f"{hub.code} is a {hub.kind}; wanted a hub")
    municipality.hub = hub
    municipality.save()
    record(by=by, action="assign_to_hub", row=municipality, hub=hub.code)
    return municipality


@transaction.atomic
def open_office(
    *,
    by: User | None,
    organisation: Organisation,
    name: str,
    municipality: Municipality,
    address: str = "",
    kind: OfficeKind = OfficeKind.OFFICE,
    host: Organisation | None = None,
) -> Office:
    """Open an office or a meeting place of an organisation, perhaps in another's house (A36, A55)."""
    office = Office(
        organisation=organisation,
        name=name,
        municipality=municipality,
        address=address,
        kind=kind,
        host=host,
    )
    office.full_clean()
    keep(office, by=by, action="open_office")
    return office


@transaction.atomic
def edit_office(*, by: User | None, office: Office, **said: Any) -> Office:
    """Change an office; `closed_on` closes it, and its people keep their seats until they get others."""
    for name, value in said.items():
        setattr(office, name, value)
    office.full_clean()
    keep(office, by=by, action="edit_office")
    return office


@transaction.atomic
def agree_operator(
    *,
    by: User | None,
    organisation: Organisation,
    municipality: Municipality,
    legal_kind: AgreementKind,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    role: AgreementRole = AgreementRole.OPERATOR,
) -> OperatorAgreement:
    """Note what an organisation does for a municipality, and from when.

    Raises ValidationError when it does the same there already on one of the days.
    """
    agreement = OperatorAgreement(
        organisation=organisation,
        municipality=municipality,
        role=role,
        legal_kind=legal_kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    agreement.full_clean()
    same = running_agreements(on=valid_from, until=valid_to or dt.date.max)
    if same.filter(organisation=organisation, municipality=municipality, role=role).exists():
        raise ValidationError(_("Der er allerede en aftale om det samme i den periode."))
    keep(agreement, by=by, action="agree_operator", role=str(role))
    return agreement


@transaction.atomic
def end_agreement(*, by: User | None, agreement: OperatorAgreement, last: dt.date) -> OperatorAgreement:
    """Let an agreement end with a day; it stays in the history."""
    agreement.valid_to = last
    agreement.full_clean()
    keep(agreement, by=by, action="end_agreement")
    return agreement


@transaction.atomic
def create_user(
    *, by: User | None, email: str, name: str, password: str | None, language: str = "da"
) -> User:
    """Create a user; without a password the person must ask for one by e-mail.

    Raises ValidationError when the address is taken or malformed or the password too easy.
    """
    user = User(email=email.strip().lower(), name=name, language=language)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    record(by=by, action="create_user", row=user)
    return user


@transaction.atomic
def choose_language(*, by: User, language: str) -> User:
    """Remember the language that a user wants the pages in."""
    by.language = language
    by.full_clean(exclude=["password"])
    by.save(update_fields=["language"])
    record(by=by, action="choose_language", row=by, language=language)
    return by


@transaction.atomic
def edit_user(*, by: User, user: User, on: dt.date, **said: Any) -> User:
    """Change a person's name, address or language; ValidationError when the address is taken."""
    before = User.objects.get(pk=user.pk).email
    for name, value in said.items():
        setattr(user, name, value)
    user.email = user.email.strip().lower()
    user.full_clean(exclude=["password"])
    keep(user, by=by, action="edit_user")
    if user.email != before:
        _tell_old_address(before, by=by, user=user, on=on)
    return user


def _tell_old_address(address: str, *, by: User, user: User, on: dt.date) -> None:
    """Tell who reads the old address at once: the new one is the way into the log-in from now on."""
    with override(user.language):
        body = _(
            "Kære %(name)s\n\n%(by)s har ændret den e-mail, du logger ind i Samspil med, til %(email)s.\n\n"
            "Er det en fejl, så sig det til din administrator med det samme."
        )
        words = {"name": user.name, "by": by.name, "email": user.email}
        subject = _("Din e-mail i Samspil er ændret")
        post(to=address, subject=subject, body=body % words, kind="account", on=on, about=user, urgent=True)


@transaction.atomic
def grant(
    *,
    by: User | None,
    user: User,
    organisation: Organisation,
    role: Role,
    office: Office | None = None,
    employer: Organisation | None = None,
) -> Membership:
    """Make a user something in an organisation; `employer` is who lends a seconded colleague (A30)."""
    if by is not None and by.pk == user.pk and by.memberships.exists():
        raise ValidationError(_("Du kan ikke give dig selv en rolle. Bed en anden administrator om det."))
    membership = Membership(user=user, organisation=organisation, role=role, office=office, employer=employer)
    _must_be_seated(membership)
    membership.full_clean()
    keep(
        membership,
        by=by,
        action="grant",
        user=user.pk,
        organisation=organisation.code,
        role=str(role),
    )
    return membership


@transaction.atomic
def reseat(
    *, by: User | None, membership: Membership, office: Office | None, employer: Organisation | None
) -> Membership:
    """Give a member another office or employer; the role stays."""
    membership.office, membership.employer = office, employer
    _must_be_seated(membership)
    membership.full_clean()
    keep(membership, by=by, action="reseat")
    return membership


def _must_be_seated(membership: Membership) -> None:
    if membership.office is not None and membership.office.organisation_id != membership.organisation_id:
        raise ValidationError(_("Kontoret hører til en anden organisation."))


@transaction.atomic
def withdraw(*, by: User | None, membership: Membership, why: str = "") -> None:
    """Take a role away from a user."""
    record(
        by=by,
        action="withdraw",
        row=membership,
        why=why,
        user=membership.user_id,
        organisation=membership.organisation_id,
        role=membership.role,
    )
    membership.delete()


@transaction.atomic
def deactivate(*, by: User | None, user: User, why: str = "") -> User:
    """Close a log-in at once, in every browser; the name stays on what the person has done."""
    if by is not None and by.pk == user.pk:
        raise ValidationError(_("Du kan ikke lukke dit eget login."))
    user.is_active = False
    checked(user)
    keep(user, by=by, action="deactivate", why=why)
    return user


@transaction.atomic
def reactivate(*, by: User | None, user: User) -> User:
    """Open a log-in again, for a colleague who comes back."""
    user.is_active = True
    checked(user)
    keep(user, by=by, action="reactivate")
    return user
