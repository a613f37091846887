"""The addresses of the pages of contacts."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.contacts import batch, callback, contact, editing, enquiry, listing, mails, register

urlpatterns: list[URLPattern] = [
    path("registrer/", register.register, name="register"),
    path("registrer/find/", register.find, name="register-find"),
    path("registrer/om/", register.who, name="register-who"),
    path("mails/", mails.mails, name="mails"),
    path("mails/<int:mail>/", mails.mail, name="mail"),
    path("registrer/flere/", batch.many, name="register-many"),
    path("ring-tilbage/", callback.call_back, name="call-back"),
    path("henvendelser/", listing.contacts, name="contacts"),
    path("henvendelser/<int:contact>/", contact.contact, name="contact"),
    path("henvendelser/<int:contact>/ret/", editing.edit, name="edit-contact"),
    path("henvendelser/<int:contact>/fortryd/", contact.undo, name="contact-undo"),
    path("henvendelser/<int:contact>/slet/", contact.cancel, name="cancel-contact"),
    path("henvendelser/<int:contact>/gendan/", contact.restore, name="restore-contact"),
    path("henvendelser/anonyme/", listing.enquiries, name="enquiries"),
    path("henvendelser/anonyme/<int:enquiry>/", enquiry.enquiry, name="enquiry"),
    path("henvendelser/anonyme/<int:enquiry>/fortryd/", enquiry.undo, name="enquiry-undo"),
    path("henvendelser/anonyme/<int:enquiry>/gendan/", enquiry.restore, name="enquiry-restore"),
]
