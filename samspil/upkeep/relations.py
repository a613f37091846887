"""Every table that points to a company or founder, and what becomes of its rows when two are merged.

The list is held to the models: a relation that stands here and not there, or there and not here, stops
every merge until somebody has decided what is right for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import ForeignObjectRel, Model
from django.utils.translation import gettext as _

from samspil.companies.models import Subject

# move: the rows go over to the one that stands. leave: they tell what was, and stay where they are.
# derive: a sweep makes them anew; the old ones are deleted.
Rule = Literal["move", "leave", "derive"]


@dataclass(frozen=True)
class Relation:
    """A column that points to a subject.

    `alike` are the other columns of a rule "once only"; None where there is none. Where both subjects
    have such a row, `clash` says what to do: set_aside keeps the survivor's and puts the other one away
    until the merge is undone, refuse asks the user to end one of them first.
    """

    label: str
    column: str
    rule: Rule = "move"
    alike: tuple[str, ...] | None = None
    clash: Literal["set_aside", "refuse"] = "set_aside"
    # The rows that the rule "once only" is about.
    among: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.label}.{self.column}"

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)


RELATIONS: tuple[Relation, ...] = (
    # Those that were merged into the duplicate before now lead to the survivor.
    Relation("companies.Subject", "merged_into"),
    Relation("companies.ProductionUnit", "subject"),
    Relation("companies.ContactPerson", "subject"),
    # Who goes on as two different companies is no duplicate.
    Relation("companies.Succession", "predecessor", alike=(), clash="refuse"),
    Relation("companies.Succession", "successor"),
    Relation("companies.Approach", "subject"),
    # The register's figures of a year are the same for both.
    Relation("companies.RegisterOutcome", "subject", alike=("year",)),
    Relation("guidance.GuidanceCase", "subject"),
    Relation("guidance.Interaction", "subject"),
    Relation("guidance.Task", "subject"),
    Relation("guidance.Share", "subject"),
    # A company has one way in: the survivor's stays.
    Relation("guidance.Lead", "subject", alike=()),
    # On the same day it came once; whether it came, and with how many, is taken from both (B17).
    Relation("programmes.Participation", "subject", alike=("session",)),
    Relation(
        "cooperation.AccessRequest",
        "subject",
        alike=("asker", "owner"),
        clash="refuse",
        among=(("state", ("waiting", "granted")),),
    ),
    Relation(
        "cooperation.JointVisit",
        "subject",
        alike=("proposer", "invited"),
        clash="refuse",
        among=(("state", ("proposed",)),),
    ),
    Relation("cooperation.GreyArea", "subject"),
    Relation("referrals.Referral", "subject"),
    Relation("surveys.EvaluationAnswer", "subject"),
    Relation("workday.Defect", "subject", rule="derive"),
    Relation("upkeep.Merge", "survivor", rule="leave"),
    Relation("upkeep.Merge", "duplicate", rule="leave"),
    Relation("upkeep.Likeness", "first", rule="leave"),
    Relation("upkeep.Likeness", "second", rule="leave"),
)


def found() -> set[str]:
    """Return every column of the models that points to a subject, many-to-many tables too."""
    fields = Subject._meta.get_fields(include_hidden=True)
    return {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in fields
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.related_model, type)
    }


def refuse_unknown() -> None:
    """Raise ValidationError when a relation is not on the list: its rows would be left behind."""
    unknown = found() - {relation.name for relation in RELATIONS}
    if unknown:
        raise ValidationError(
            _(
                "Sammenlægning er stoppet: Samspil ved ikke, hvad der skal ske med %(relations)s. "
                "Det skal rettes i programmet (upkeep/relations.py), før noget kan lægges sammen."
            ),
            code="unknown_relation",
            params={"relations": ", ".join(sorted(unknown))},
        )
