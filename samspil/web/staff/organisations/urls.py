"""The addresses of the pages of people and places."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from samspil.web.components import navigation
from samspil.web.staff.organisations import (
    actors,
    agreements,
    capacity,
    editing,
    knowledge,
    leaving,
    listing,
    page,
    people,
    person,
    specialists,
    staffing,
)

urlpatterns = [
    path("aktoerer/", actors.actors, name="directory"),
    path("aktoerer/ny/", editing.new, name="actor-new"),
    path("organisationer/", listing.organisations, name="organisations"),
    path("organisationer/<int:organisation>/", page.organisation, name="organisation"),
    path("organisationer/<int:organisation>/ret/", editing.edit, name="organisation-edit"),
    path("organisationer/<int:organisation>/luk/", editing.close, name="organisation-close"),
    path("organisationer/<int:organisation>/sammenlaeg/", agreements.merge, name="organisation-merge"),
    path("organisationer/<int:organisation>/kontor/", agreements.new_office, name="office-new"),
    path(
        "organisationer/<int:organisation>/kontor/<int:office>/", agreements.edit_office, name="office-edit"
    ),
    path("organisationer/<int:organisation>/aftale/", agreements.new_agreement, name="agreement-new"),
    path(
        "organisationer/<int:organisation>/aftale/<int:agreement>/slut/",
        agreements.end_agreement,
        name="agreement-end",
    ),
    path("medarbejdere/", people.people, name="people"),
    path("medarbejdere/inviter/", staffing.invite, name="invite"),
    path("medarbejdere/<int:person>/", person.person, name="person"),
    path("medarbejdere/<int:person>/ret/", staffing.edit_person, name="person-edit"),
    path("medarbejdere/<int:person>/inviter/", staffing.invite_again, name="invite-again"),
    path("medarbejdere/<int:person>/rolle/<int:seat>/", staffing.edit_role, name="role-edit"),
    path("medarbejdere/<int:person>/rolle/<int:seat>/slut/", staffing.end_role, name="role-end"),
    path("medarbejdere/<int:person>/aabn/", staffing.reactivate, name="reactivate"),
    path("medarbejdere/<int:person>/fravaer/", staffing.new_absence, name="absence-new"),
    path("medarbejdere/<int:person>/fravaer/<int:absence>/slut/", staffing.end_absence, name="absence-end"),
    path("medarbejdere/<int:person>/emner/", knowledge.competence, name="competence"),
    path("medarbejdere/<int:person>/certifikat/", knowledge.new_certificate, name="certificate-new"),
    path(
        "medarbejdere/<int:person>/certifikat/<int:certificate>/slut/",
        knowledge.end_certificate,
        name="certificate-end",
    ),
    path("medarbejdere/<int:person>/fratraedelse/", leaving.leave, name="leave"),
    path("profil/", person.profile, name="profile"),
    path("specialister/", specialists.ranking, name="specialists"),
    path("specialister/belastning/", capacity.load, name="workload"),
]

navigation.add(
    navigation.Room(
        "directory",
        gettext_lazy("Aktører"),
        place=80,
        go="o",
        also=("organisations", "people", "specialists"),
    )
)
