"""What the pages of cooperation share: who asks on whose behalf, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from samspil.companies.queries import subjects_for
from samspil.organisations.queries import workplaces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User


def reader(request: HttpRequest) -> User:
    """The reader with the memberships fetched, since a page asks for them several times over."""
    user = cast("User", request.user)
    prefetch_related_objects([user], "memberships")
    return user


def workplaces(request: HttpRequest) -> list[Organisation]:
    """Where the reader works with companies; 404 for who does so nowhere."""
    found = list(workplaces_of(reader(request)))
    if not found:
        raise Http404
    return found


def subject_for(request: HttpRequest, key: int) -> Subject:
    """The company or founder, if the reader knows of it."""
    found = subjects_for(reader(request)).select_related("municipality__hub").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def must(allowed: bool) -> None:
    """403 for who sees the page and may not do this on it."""
    if not allowed:
        raise PermissionDenied


def whole_number(text: str | None) -> int | None:
    """A row's number from a form or an address; None for anything else."""
    given = text or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


class OnBehalfForm(forms.Form):
    """A form filled in for one of the organisations one works for; not asked where there is one only."""

    organisation = forms.TypedChoiceField(label=gettext_lazy("På vegne af"), coerce=int)

    def __init__(self, workplaces: list[Organisation], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.workplaces = workplaces
        field = cast(forms.TypedChoiceField, self.fields["organisation"])
        field.choices = [(each.pk, each.name) for each in workplaces]
        if len(workplaces) < 2:
            del self.fields["organisation"]

    @property
    def chosen(self) -> Organisation:
        """The organisation that it is done for."""
        key = self.cleaned_data.get("organisation", self.workplaces[0].pk)
        return next(each for each in self.workplaces if each.pk == key)

    def try_to(self, act: Callable[[], object]) -> bool:
        """Do it; False, with the reasons beside their fields, when it is refused."""
        try:
            act()
        except ValidationError as error:
            blame(self, error)
            return False
        return True


def blame(form: forms.Form, error: ValidationError) -> None:
    """Put an action's reasons beside the fields they name, and above the form where it has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, texts in error.message_dict.items():
        form.add_error(name if name in form.fields else None, texts)


def choice(form: forms.Form, name: str, options: Iterable[tuple[Any, str]]) -> None:
    """Give a field its choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(options)
