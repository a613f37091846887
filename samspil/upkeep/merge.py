"""Makes two rows for the same company or founder one, in one transaction, and parts them again.

Everything that points to the duplicate goes over to the survivor; the duplicate stays as a signpost.
What shielded cases leave behind moves too, and nobody is told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import Approach, Subject, Succession
from samspil.platform.audit.actions import keep, record, record_all
from samspil.platform.documents.models import Document
from samspil.platform.reading import keys_in
from samspil.platform.versioning import Versioned
from samspil.programmes.models import Participation
from samspil.upkeep.models import Likeness, Merge
from samspil.upkeep.relations import RELATIONS, Relation, refuse_unknown
from samspil.upkeep.rows import columns_of, plain

if TYPE_CHECKING:
    from django.db.models import Model

    from samspil.organisations.models import Organisation, User

# The columns in which two rows may differ; each is chosen for.
FIELDS = (
    "name",
    "cvr_number",
    "municipality_id",
    "industry",
    "employees",
    "founded",
    "ceased",
    "legal_form",
    "address",
    "website",
)
DOCUMENTS = "documents.Document"
SUBJECT = "companies.Subject"


@transaction.atomic
def merge(
    *,
    by: User,
    organisation: Organisation,
    survivor: Subject,
    duplicate: Subject,
    versions: tuple[int, int] | None = None,
    take: frozenset[str] = frozenset(),
    why: str = "",
) -> Merge:
    """Merge the duplicate into the survivor; `take` names the fields in which the duplicate is right.

    `versions` are those that the user has seen. Raises ValidationError when the two may not be one, when
    somebody has changed or merged one of them meanwhile, or when a relation is not known.
    """
    refuse_unknown()
    survivor, duplicate = _locked(survivor, duplicate)
    refuse_unlike(survivor, duplicate)
    if versions is not None and versions != (survivor.version, duplicate.version):
        raise ValidationError(
            _("En af dem er ændret, siden du åbnede siden. Se dem igennem igen."), code="changed"
        )
    done = Merge(survivor=survivor, duplicate=duplicate, by=by, organisation=organisation, why=why)
    for relation in RELATIONS:
        _carry(relation, done)
    _carry_documents(done)
    _settle_fields(by, done, take)
    Likeness.objects.filter(Q(first=duplicate) | Q(second=duplicate)).delete()
    keep(done, by=by, action="merge", why=why)
    return done


def _locked(survivor: Subject, duplicate: Subject) -> tuple[Subject, Subject]:
    """Lock both, always in the same order, so that two who merge at once cannot wait for each other."""
    keys = sorted({survivor.pk, duplicate.pk})
    rows = {row.pk: row for row in Subject.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return rows[survivor.pk], rows[duplicate.pk]


def refuse_unlike(survivor: Subject, duplicate: Subject) -> None:
    """Raise ValidationError when the two may not be one."""
    if survivor.pk == duplicate.pk:
        raise ValidationError(_("En virksomhed kan ikke lægges sammen med sig selv."))
    for each in (survivor, duplicate):
        if each.merged_into_id is not None:
            raise ValidationError(
                _("»%(name)s« er allerede lagt sammen med en anden."), code="merged", params={"name": each}
            )
    if survivor.cvr_number and duplicate.cvr_number:
        raise ValidationError(
            _(
                "De har hver sit CVR-nummer og er to virksomheder. Er den ene fortsat som den anden, "
                "registreres det som en videreførelse."
            ),
            code="two_numbers",
        )
    if survivor.kind == SubjectKind.FOUNDER and duplicate.kind == SubjectKind.COMPANY:
        raise ValidationError(_("Behold virksomheden, og læg iværksætteren ind i den."), code="kinds")
    if Succession.objects.filter(
        predecessor__in=(survivor, duplicate), successor__in=(survivor, duplicate)
    ).exists():
        raise ValidationError(_("Den ene er videreført som den anden, så de er to."), code="succession")


def _pointing(relation: Relation, subject: Subject) -> QuerySet[Any]:
    manager = relation.model._base_manager
    rows: QuerySet[Any] = manager.filter(**{relation.column: subject})
    return rows


def _carry(relation: Relation, done: Merge) -> None:
    """Let a relation's rows follow its rule."""
    rows = _pointing(relation, done.duplicate)
    if relation.rule == "leave":
        return
    if relation.rule == "derive":
        rows.delete()
        return
    if relation.alike is not None:
        _settle_clashes(relation, done)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return
    _point(relation, keys, done.survivor)
    done.moved[relation.name] = keys
    moved = relation.model._base_manager.filter(pk__in=keys_in(keys))
    record_all(by=done.by, action="merge_moved", rows=moved.iterator(), into=done.survivor.pk)


def _point(relation: Relation, keys: list[int], subject: Subject) -> None:
    """Let rows point to a subject; whoever is editing one of them will be told that it has changed."""
    columns: dict[str, Any] = {relation.column: subject}
    if issubclass(relation.model, Versioned):
        columns["version"] = F("version") + 1
    relation.model._base_manager.filter(pk__in=keys_in(keys)).update(**columns)


def _settle_clashes(relation: Relation, done: Merge) -> None:
    """Where both have a row of which there may be one, refuse or put the duplicate's away."""
    among = {f"{column}__in": values for column, values in relation.among}
    alike = [f"{column}_id" if column != "year" else column for column in relation.alike or ()]
    ours = {
        tuple(getattr(row, column) for column in alike): row
        for row in _pointing(relation, done.survivor).filter(**among)
    }
    for row in _pointing(relation, done.duplicate).filter(**among):
        twin = ours.get(tuple(getattr(row, column) for column in alike))
        if twin is None:
            continue
        if relation.clash == "refuse":
            what = relation.model._meta.verbose_name
            raise ValidationError(
                _("Begge har en %(what)s, som der kun kan være én af. Afslut eller fjern den ene først."),
                code="clash",
                params={"what": what},
            )
        if isinstance(row, Participation):
            _add_up(row, twin, done)
        _set_aside(row, done)


def _add_up(row: Participation, twin: Participation, done: Merge) -> None:
    """The same company on the same day: it came if either says so, with the larger party."""
    came = {row.attended, twin.attended}
    attended = True if True in came else (False if False in came else None)
    better = {"attended": attended, "persons": max(row.persons, twin.persons)}
    for column, value in better.items():
        before = getattr(twin, column)
        if before != value:
            done.changed.append(["programmes.Participation", twin.pk, column, plain(before), plain(value)])
            setattr(twin, column, value)
    approach = row.approach
    if twin.approach_id is None and approach is not None and attended is not False:
        row.approach = None
        row.save()
        done.changed.append(["programmes.Participation", twin.pk, "approach_id", None, approach.pk])
        twin.approach = approach
    keep(twin, by=done.by, action="merge_added_up")


def _set_aside(row: Model, done: Merge) -> None:
    approach = getattr(row, "approach", None) if isinstance(row, Participation) else None
    if isinstance(approach, Approach):
        done.set_aside.append(["companies.Approach", columns_of(approach)])
    done.set_aside.append([row._meta.label, columns_of(row)])
    record(by=done.by, action="merge_set_aside", row=row, into=done.survivor.pk)
    try:
        row.delete()
    except ProtectedError:
        what = row._meta.verbose_name
        raise ValidationError(
            _("Begge har en %(what)s, og den ene er i brug et andet sted. Fjern den ene først."),
            code="clash",
            params={"what": what},
        ) from None
    if isinstance(approach, Approach):
        approach.delete()


def _carry_documents(done: Merge) -> None:
    """Files name their row by table and key, which no introspection finds."""
    files = Document.objects.filter(owner_kind=SUBJECT, owner_key=done.duplicate.pk)
    keys = list(files.values_list("pk", flat=True))
    if keys:
        files.update(owner_key=done.survivor.pk, version=F("version") + 1)
        done.moved[DOCUMENTS] = keys


def _settle_fields(by: User, done: Merge, take: frozenset[str]) -> None:
    """Give the survivor what was chosen and what it lacked; leave the duplicate as a signpost."""
    survivor, duplicate = done.survivor, done.duplicate
    values = settled(survivor, duplicate, take)
    for column, value in values.items():
        before = getattr(survivor, column)
        done.changed.append([SUBJECT, survivor.pk, column, plain(before), plain(value)])
    signpost: dict[str, Any] = {"merged_into_id": survivor.pk}
    if "cvr_number" in values:
        # A number stands once: the signpost gives it up before the survivor takes it.
        done.changed.append([SUBJECT, duplicate.pk, "cvr_number", duplicate.cvr_number, None])
        signpost["cvr_number"] = None
    for column, value in signpost.items():
        setattr(duplicate, column, value)
    keep(duplicate, by=by, action="merged_into", survivor=survivor.pk)
    for column, value in values.items():
        setattr(survivor, column, value)
    keep(survivor, by=by, action="merge_absorbed", duplicate=duplicate.pk)


def settled(survivor: Subject, duplicate: Subject, take: frozenset[str]) -> Mapping[str, Any]:
    """Return what changes in the survivor: fields it lacks, and those chosen from the duplicate."""
    values: dict[str, Any] = {}
    for column in FIELDS:
        ours, theirs = getattr(survivor, column), getattr(duplicate, column)
        if theirs not in ("", None) and theirs != ours and (ours in ("", None) or column in take):
            values[column] = theirs
    # Who has asked not to be advertised to has asked so under either name.
    if duplicate.advertising_protected and not survivor.advertising_protected:
        values["advertising_protected"] = True
    return values
