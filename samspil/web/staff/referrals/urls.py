"""The addresses of the pages of referrals."""

from __future__ import annotations

from django.urls import path

from samspil.web.staff.referrals import answering, clocks, figures, form, listing, page

urlpatterns = [
    path("henvisninger/", listing.referrals, name="referrals"),
    path("henvisninger/noegletal/", figures.figures, name="referral-figures"),
    path("henvisninger/frister/", clocks.clocks, name="referral-clocks"),
    path("henvisninger/<int:referral>/", page.referral, name="referral"),
    path("virksomheder/<int:subject>/henvis/", form.refer, name="refer"),
    path("virksomheder/<int:subject>/henvis/modtagere/", form.receivers, name="referral-receivers"),
    path("svar/henvisning/<str:token>/", answering.answer, name="referral-answer"),
]
