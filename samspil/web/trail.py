"""The actions of the audit trail in words, for the history of a record."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# By the code that the action writes; what is not here is told as a plain change.
ACTIONS: dict[str, str] = {
    "accept_visit": gettext_noop("Sagde ja til sambesøg"),
    "add_contact_person": gettext_noop("Skrev en kontaktperson"),
    "add_unit": gettext_noop("Skrev en P-enhed"),
    "ask_use": gettext_noop("Spurgte, om henvisningen blev brugt"),
    "assign_task": gettext_noop("Gav opgaven til en anden"),
    "assign_to_hub": gettext_noop("Lagde kommunen til et hus"),
    "cancel_enquiry": gettext_noop("Strøg henvendelsen som fejlregistreret"),
    "cancel_interaction": gettext_noop("Strøg kontakten som fejlregistreret"),
    "close_case": gettext_noop("Afsluttede forløbet"),
    "close_organisation": gettext_noop("Lukkede organisationen"),
    "close_unit": gettext_noop("Lukkede en P-enhed"),
    "complete_task": gettext_noop("Udførte opgaven"),
    "create_organisation": gettext_noop("Skrev organisationen ind"),
    "create_task": gettext_noop("Oprettede opgaven"),
    "draft_referral": gettext_noop("Skrev en kladde til henvisning"),
    "drop_task": gettext_noop("Droppede opgaven"),
    "edit_case": gettext_noop("Rettede forløbet"),
    "edit_interaction": gettext_noop("Rettede kontakten"),
    "edit_organisation": gettext_noop("Rettede oplysningerne"),
    "edit_subject": gettext_noop("Rettede oplysningerne"),
    "hand_over": gettext_noop("Gav forløbet videre"),
    "import_row": gettext_noop("Indlæst fra en fil"),
    "judge_segment": gettext_noop("Vurderede segmentet"),
    "leave_lead": gettext_noop("Er ikke længere den ene kontakt for virksomheden"),
    "lift_pause": gettext_noop("Lod fristen løbe igen"),
    "mark_left": gettext_noop("Skrev, at kontaktpersonen er fratrådt"),
    "move_deadline": gettext_noop("Flyttede fristen"),
    "note_use": gettext_noop("Skrev, om henvisningen blev brugt"),
    "open_case": gettext_noop("Oprettede forløbet"),
    "pause_clock": gettext_noop("Satte fristen på pause"),
    "postpone_task": gettext_noop("Udskød opgaven"),
    "refer": gettext_noop("Henviste"),
    "referral_accept": gettext_noop("Overtog henvisningen"),
    "referral_contact": gettext_noop("Kontaktede virksomheden"),
    "referral_discard": gettext_noop("Fortrød henvisningen"),
    "referral_expire": gettext_noop("Lod fristen være overskredet"),
    "referral_help": gettext_noop("Meldte hjælp givet"),
    "referral_miss": gettext_noop("Meldte ikke opnået kontakt"),
    "referral_not_help": gettext_noop("Meldte ikke hjulpet"),
    "referral_return": gettext_noop("Sendte henvisningen tilbage"),
    "referral_see": gettext_noop("Så henvisningen"),
    "referral_send": gettext_noop("Sendte henvisningen"),
    "referral_withdraw": gettext_noop("Trak henvisningen tilbage"),
    "register_company": gettext_noop("Oprettede virksomheden"),
    "register_enquiry": gettext_noop("Registrerede henvendelsen"),
    "register_founder": gettext_noop("Oprettede iværksætteren"),
    "register_interaction": gettext_noop("Registrerede kontakten"),
    "renew_link": gettext_noop("Sendte et nyt link til modtageren"),
    "reopen_case": gettext_noop("Genåbnede forløbet"),
    "reopen_organisation": gettext_noop("Åbnede organisationen igen"),
    "reopen_task": gettext_noop("Genåbnede opgaven"),
    "restore_enquiry": gettext_noop("Satte henvendelsen ind igen"),
    "restore_interaction": gettext_noop("Satte kontakten ind igen"),
    "send_again": gettext_noop("Sendte igen"),
    "shield_case": gettext_noop("Skærmede forløbet"),
    "succeed": gettext_noop("Noterede, at den er videreført som en anden"),
    "take_lead": gettext_noop("Blev den ene kontakt for virksomheden"),
    "undo_import_row": gettext_noop("Fortrød indlæsningen fra en fil"),
    "unshield_case": gettext_noop("Ophævede skærmningen"),
}


def said(action: str) -> str:
    """What was done, in the reader's language."""
    return _(ACTIONS[action]) if action in ACTIONS else _("Ændrede")
