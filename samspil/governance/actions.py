"""Every change to contracts, reported results, offers and milestones."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.problems import InputError, Problem
from samspil.governance import rules
from samspil.governance.models import ContractVersion, MilestoneDecision, PresentationOffer, ReportedResult
from samspil.governance.queries import contract_of, latest_version
from samspil.platform.audit.actions import record

if TYPE_CHECKING:
    from pathlib import Path

    from samspil.organisations.models import Municipality, Organisation, User


@transaction.atomic
def import_contract(*, by: User | None, folder: Path) -> ContractVersion:
    """Store the contract in a folder as a version, or return the one with the same parsed content.

    Raises InputError with every structural problem.
    """
    contract = read_contract(folder)
    found = ContractVersion.objects.filter(hash=contract.hash).first()
    if found is not None:
        return found
    version = ContractVersion(
        code=contract.id,
        version=contract.version,
        title=contract.title,
        hub_code=contract.hub,
        year=contract.year,
        hash=contract.hash,
        content=contract.model_dump_json(),
        files=_files(folder),
        imported_at=timezone.now(),
        imported_by=by,
    )
    version.full_clean()
    version.save()
    record(by=by, action="import_contract", row=version, contract=contract.id, hash=contract.hash)
    return version


def _files(folder: Path) -> dict[str, str]:
    """Every file's name and text; hidden files are the tools' and not the contract's."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in name.parts):
            continue
        try:
            # Bytes, because reading as text would change the ends of lines.
            texts[name.as_posix()] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(name.as_posix(), 0, "", "bytes that are not UTF-8", "text in UTF-8"))
    if problems:
        raise InputError(problems)
    return texts


def export_contract(*, version: ContractVersion, folder: Path) -> None:
    """Write the folder that was imported, byte for byte; changes nothing that is stored.

    Raises FileExistsError when something lies there already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; wanted a new or an empty folder")
    for name, text in version.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))


@transaction.atomic
def report_result(
    *,
    by: User | None,
    contract: str,
    point: str,
    year: int,
    value: float,
    source: str,
    reported_on: dt.date,
    today: dt.date,
    period: str = "",
    group: str = "",
    low: float | None = None,
    high: float | None = None,
    n: int | None = None,
) -> ReportedResult:
    """Enter a result somebody else measured; an earlier one for the same is superseded, not changed.

    Raises ValidationError for an unknown point or a figure that cannot be right.
    """
    unit = _unit(contract, point)
    faults = rules.faults(unit=unit, value=value, low=low, high=high, reported_on=reported_on, today=today)
    if faults:
        raise ValidationError([ValidationError(_(fault.words), params=fault.values) for fault in faults])
    now = timezone.now()
    former = (
        ReportedResult.objects.select_for_update()
        .filter(contract=contract, point=point, year=year, period=period, group=group, superseded_at=None)
        .first()
    )
    if former is not None:
        ReportedResult.objects.filter(pk=former.pk).update(superseded_at=now)
    result = ReportedResult(
        contract=contract, point=point, year=year, period=period, group=group,
        value=value, low=low, high=high, n=n, source=source.strip(), reported_on=reported_on,
        entered_at=now, entered_by=by, supersedes=former,
    )  # fmt: skip
    result.full_clean()
    result.save()
    record(by=by, action="report_result", row=result, contract=contract, point=point)
    return result


def _unit(contract: str, point: str) -> str:
    """The unit of a point in the newest version of the contract."""
    try:
        parsed = contract_of(latest_version(contract))
        return parsed.point(point).unit
    except ContractVersion.DoesNotExist:
        codes = ContractVersion.objects.values_list("code", flat=True).distinct()
        wanted = ", ".join(get_close_matches(contract, codes, n=1)) or ", ".join(codes)
        message = _("Kontrakten %(found)s er ikke indlæst; mente du %(wanted)s?")
        raise ValidationError(message, params={"found": contract, "wanted": wanted}) from None
    except KeyError:
        message = _("Målepunktet %(found)s er ikke i kontrakten; den har %(wanted)s.")
        known = ", ".join(each.id for each in parsed.points)
        raise ValidationError(message, params={"found": point, "wanted": known}) from None


@transaction.atomic
def offer_presentation(
    *,
    by: User | None,
    organisation: Organisation,
    municipality: Municipality,
    offered: dt.date,
    held: dt.date | None = None,
) -> PresentationOffer:
    """Note that a municipality was offered a presentation (B58)."""
    offer = PresentationOffer(
        organisation=organisation, municipality=municipality, offered=offered, held=held
    )
    offer.full_clean()
    offer.save()
    record(by=by, action="offer_presentation", row=offer, municipality=municipality.code)
    return offer


@transaction.atomic
def decide_milestone(
    *,
    by: User | None,
    organisation: Organisation,
    milestone: str,
    on: dt.date,
    done: bool,
    document: str = "",
) -> MilestoneDecision:
    """Note that a milestone was reached, or that it was decided not to; a later decision replaces it."""
    decision = MilestoneDecision.objects.filter(
        organisation=organisation, milestone=milestone
    ).first() or MilestoneDecision(organisation=organisation, milestone=milestone)
    decision.on, decision.done, decision.document = on, done, document
    decision.full_clean()
    decision.save()
    record(by=by, action="decide_milestone", row=decision, milestone=milestone, done=done)
    return decision
