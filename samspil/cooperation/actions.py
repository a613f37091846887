"""The door to every change of the room: access, joint visits, grey areas and agreements."""

from __future__ import annotations

from samspil.cooperation.access import (
    ask_access,
    cancel_access,
    end_access,
    end_due,
    grant_access,
    refuse_access,
)
from samspil.cooperation.grey_areas import (
    agree,
    ask_grey_area,
    comment_grey_area,
    settle_grey_area,
    withdraw_grey_area,
)
from samspil.cooperation.opening import open_agreement, open_grey_area, open_request, open_visit
from samspil.cooperation.visits import (
    accept_visit,
    decline_visit,
    propose_visit,
    register_visit,
    withdraw_visit,
)

__all__ = [
    "accept_visit",
    "agree",
    "ask_access",
    "ask_grey_area",
    "cancel_access",
    "comment_grey_area",
    "decline_visit",
    "end_access",
    "end_due",
    "grant_access",
    "open_agreement",
    "open_grey_area",
    "open_request",
    "open_visit",
    "propose_visit",
    "refuse_access",
    "register_visit",
    "settle_grey_area",
    "withdraw_grey_area",
    "withdraw_visit",
]
