"""The saved views of a list, as chips above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from samspil.platform.views.actions import lasting
from samspil.platform.views.queries import of_list

if TYPE_CHECKING:
    from samspil.web.components.tables import Listing


@dataclass(frozen=True)
class Saved:
    """The views as chips; `keep` leads to where the state that is shown can be saved, if it is one."""

    chips: list[dict[str, Any]] = field(default_factory=list)
    keep: str = ""
    all: str = ""
    # What is shown is a saved view already.
    chosen: bool = False


def saved_views(listing: Listing) -> Saved:
    """Return the views of a list for whoever looks; nothing for lists that are of something."""
    user = listing.reader
    if not listing.route or user is None or not user.is_authenticated:
        return Saved()
    state = lasting(listing.address().partition("?")[2])
    chips = [
        {
            "label": view.name,
            "href": reverse("view", args=[view.pk]),
            "chosen": view.query == state,
            "shared": view.organisation_id is not None,
        }
        for view in of_list(user, listing.route)
    ]
    known = any(chip["chosen"] for chip in chips)
    keep = f"{reverse('save-view')}?{urlencode({'liste': listing.route, 'visning': state})}"
    return Saved(chips, keep if state and not known else "", reverse("views"), known)
