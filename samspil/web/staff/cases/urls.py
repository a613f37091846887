"""The addresses of the pages of cases, their documents, and events."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.cases import choices, documents, editing, letters, lists, opening, page, steps

urlpatterns: list[URLPattern] = [
    path("forloeb/", lists.cases, name="cases"),
    path("forloeb/snitflade/", opening.advice, name="case-advice"),
    path("forloeb/valg/", choices.choices, name="case-choices"),
    path("forloeb/<int:case>/", page.show, name="case"),
    path("forloeb/<int:case>/ret/", editing.edit, name="case-edit"),
    path("forloeb/<int:case>/afslut/", steps.close, name="case-close"),
    path("forloeb/<int:case>/overdrag/", steps.hand_over, name="case-hand-over"),
    path("forloeb/<int:case>/dokumenter/", documents.upload, name="case-documents"),
    path("forloeb/<int:case>/skriv/<slug:kind>/", letters.letter, name="case-letter"),
    path("forloeb/<int:case>/trin/<slug:step>/", steps.step, name="case-step"),
    path("virksomheder/<int:subject>/opret-forloeb/", opening.open_case, name="open-case"),
    path("dokumenter/<int:document>/", documents.fetch, name="document"),
    path("dokumenter/<int:document>/fjern/", documents.remove, name="document-remove"),
]
