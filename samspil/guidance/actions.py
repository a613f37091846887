"""The door to every change of the room: cases, contacts, tasks and enquiries."""

from __future__ import annotations

from samspil.guidance.casework import (
    close_case,
    edit_case,
    hand_over,
    judge_segment,
    open_case,
    reopen_case,
    shield_case,
    take_lead,
    unshield_case,
)
from samspil.guidance.contacts import (
    NextStep,
    StoredBeforeError,
    attach_interaction,
    cancel_interaction,
    edit_interaction,
    follow_up,
    must_fit,
    register_interaction,
    restore_interaction,
)
from samspil.guidance.enquiries import cancel_enquiry, register_enquiry, restore_enquiry
from samspil.guidance.tasks import (
    assign_task,
    complete_task,
    create_task,
    drop_task,
    postpone_task,
    reopen_task,
)

__all__ = [
    "NextStep",
    "StoredBeforeError",
    "assign_task",
    "attach_interaction",
    "cancel_enquiry",
    "cancel_interaction",
    "close_case",
    "complete_task",
    "create_task",
    "drop_task",
    "edit_case",
    "edit_interaction",
    "follow_up",
    "hand_over",
    "judge_segment",
    "must_fit",
    "open_case",
    "postpone_task",
    "register_enquiry",
    "register_interaction",
    "reopen_case",
    "reopen_task",
    "restore_enquiry",
    "restore_interaction",
    "shield_case",
    "take_lead",
    "unshield_case",
]
