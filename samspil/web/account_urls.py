"""The log-in pages we offer; allauth has more, which have no use where nobody signs up."""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path, re_path

from samspil.web import welcome

urlpatterns = [
    path("velkommen/<str:token>/", welcome.welcome, name="welcome"),
    path("log-ind/", views.login, name="account_login"),
    path("log-ud/", views.logout, name="account_logout"),
    path("lukket/", views.account_inactive, name="account_inactive"),
    path("bekraeft/", views.reauthenticate, name="account_reauthenticate"),
    # allauth asks for its address when it builds the log-in page; it answers that sign-up is closed.
    path("opret/", views.signup, name="account_signup"),
    path("adgangskode/", views.password_change, name="account_change_password"),
    path("glemt/", views.password_reset, name="account_reset_password"),
    path("glemt/sendt/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^glemt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("glemt/faerdig/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("totrin/", include("allauth.mfa.urls")),
]
