"""The addresses of the pages of cases, their documents, and events."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.cases import choices, documents, editing, letters, lists, opening, page, steps
from samspil.web.staff.events import lists as event_lists
from samspil.web.staff.events import page as events
from samspil.web.staff.events import people

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
    path("arrangementer/", event_lists.events, name="events"),
    path("arrangementer/ny/", events.new, name="event-new"),
    path("arrangementer/<int:offer>/", events.event, name="event"),
    path("arrangementer/<int:offer>/ret/", events.edit, name="event-edit"),
    path("arrangementer/<int:offer>/dage/", events.add_day, name="event-day"),
    path("arrangementer/dag/<int:session>/paa-listen/", people.add, name="event-add"),
    path("arrangementer/dag/<int:session>/fremmoede/", people.attendance, name="event-attendance"),
    path("arrangementer/dag/<int:session>/aflys/", events.cancel_day, name="event-cancel"),
    path("arrangementer/deltager/<int:participation>/", people.participant, name="participant"),
]
