"""What the pages of imports share: which one is meant, and what its columns are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from samspil.guidance.rules import DECIDERS
from samspil.platform.imports import kinds
from samspil.upkeep.queries import imports_for
from samspil.web.components import navigation

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.platform.imports.models import Import


def reader(request: HttpRequest) -> User:
    """The person who looks."""
    return cast("User", request.user)


def import_or_404(request: HttpRequest, number: int) -> Import:
    """Return the import of an address, if the reader may open it."""
    found = imports_for(reader(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may_move_in(user: Any) -> bool:
    """Whether the reader decides somewhere: asked of the memberships that the head of the page has read."""
    return any(each.role in DECIDERS for each in user.memberships.all())


navigation.add(navigation.Room("imports", gettext_lazy("Indlæs"), place=130, may=may_move_in, tool=True))
navigation.add(navigation.Room("merges", gettext_lazy("Dubletter"), place=131, may=may_move_in, tool=True))
navigation.add(navigation.Room("views", gettext_lazy("Visninger"), place=132, tool=True))


def kind_names() -> list[tuple[str, str]]:
    """Return code and name of what can be moved in, in the order in which it is best done."""
    return [(kind.code, str(kind.label)) for kind in kinds.every()]
