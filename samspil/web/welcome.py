"""Velkommen: who was invited chooses a password by a link that works once, and is logged in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samspil.organisations import invitations
from samspil.platform.clock import now


class WelcomeForm(forms.Form):
    """A name and a password, written twice."""

    name = forms.CharField(label=gettext_lazy("Dit navn"), max_length=200)
    password1 = forms.CharField(
        label=gettext_lazy("Vælg en adgangskode"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Skriv den igen"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("password1") and said.get("password2") and said["password1"] != said["password2"]:
            self.add_error("password2", _("De to adgangskoder er ikke ens."))
        return said


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, which mail programs may do, and use the link up when it is sent."""
    invitation = invitations.open_invitation(token, now=now())
    if invitation is None:
        return render(request, "account/welcome.jinja", {"form": None}, status=410)
    form = WelcomeForm(request.POST or None, initial={"name": invitation.user.name})
    form.fields["password1"].help_text = " ".join(password_validators_help_texts())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = invitations.accept(token=token, name=said["name"], password=said["password1"], now=now())
        except ValidationError as error:
            if any(each.code == "link" for each in error.error_list):
                return render(request, "account/welcome.jinja", {"form": None}, status=410)
            form.add_error("password1", error.messages)
        else:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("profile")
    context = {"form": form, "invitation": invitation}
    return render(request, "account/welcome.jinja", context, status=422 if form.errors else 200)
