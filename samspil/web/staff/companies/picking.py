"""The field in which a form finds or makes the company it is about; see components/companies.jinja.

A view reads it with `read(user, data)`, draws it with `companies.picker(picked)`, and takes the subject
with `settle`. With a script it searches as one types; without, its button Find asks the server, which
is when `asking` is true and the view draws the form again with what was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samspil.companies import actions, queries
from samspil.companies.search import Hit
from samspil.core.reference import municipalities

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User

FOUNDER, COMPANY, ANONYMOUS = "founder", "company", "anonymous"
NEW_FIELDS = ("navn", "cvr", "kommune", "telefon", "email")


@dataclass
class Picked:
    """What stands in the field: somebody chosen, somebody new, nobody known, or only words so far."""

    name: str
    subject: Subject | None = None
    text: str = ""
    hits: list[Hit] = field(default_factory=list)
    # "founder" or "company" when one is to be made, "anonymous" when nobody is to be named.
    new: str = ""
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    # The button of the field was pressed, not that of the form.
    asking: bool = False

    @property
    def anonymous(self) -> bool:
        return self.new == ANONYMOUS

    def settle(self, *, by: User, organisation: Organisation) -> Subject:
        """Return the subject chosen, or make the new one for the organisation.

        Raises ValidationError under the field's name, and keeps the reasons in `errors` for the page.
        """
        if self.subject is not None:
            return self.subject
        try:
            if self.new in (FOUNDER, COMPANY):
                self.subject = self._made(by, organisation)
                return self.subject
            told = _("Vælg på listen, hvem det drejer sig om.")
            raise ValidationError({"navn" if self.new else "": [told]})
        except ValidationError as error:
            self.errors = said(error)
            raise ValidationError({self.name: list(self.errors.values())}) from error

    def _made(self, by: User, organisation: Organisation) -> Subject:
        given = self.values
        code = given["kommune"] if given["kommune"] in municipalities() else None
        if self.new == FOUNDER:
            return actions.register_founder(
                by=by,
                name=given["navn"],
                municipality=queries.municipality(code),
                organisation=organisation,
                phone=given["telefon"],
                email=given["email"],
            )
        return actions.register_company(
            by=by,
            name=given["navn"],
            cvr_number=given["cvr"],
            municipality=queries.municipality(code),
            organisation=organisation,
        )


def said(error: ValidationError) -> dict[str, str]:
    """Return the messages of an error by the names that the fields have here."""
    names = {"name": "navn", "cvr_number": "cvr", "municipality": "kommune", "phone": "telefon"}
    if not hasattr(error, "error_dict"):
        return {"": " ".join(error.messages)}
    return {names.get(key, key): " ".join(texts) for key, texts in error.message_dict.items()}


def read(user: User, data: Mapping[str, str], name: str = "virksomhed") -> Picked:
    """Read the field from a form's data, or from an address such as ?virksomhed=12."""
    picked = Picked(name, text=data.get(f"{name}-soeg", "").strip(), new=data.get(f"{name}-ny", ""))
    picked.values = {each: data.get(f"{name}-ny-{each}", "").strip() for each in NEW_FIELDS}
    picked.asking = data.get("find", "") == name
    if picked.new not in ("", FOUNDER, COMPANY, ANONYMOUS):
        picked.new = ""
    key = data.get(name, "")
    if key.isascii() and key.isdecimal() and len(key) < 19:
        picked.subject = queries.subject_for(user, int(key))
    if picked.subject is None and not picked.new and picked.text:
        picked.hits = queries.search(user, picked.text)
    return picked
