"""Read a contract from its folder of TOML files, and write it back to one."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from samspil.core.measures.contract import ContractHead, Goal, ResultContract
from samspil.core.measures.problems import InputError, Problem, nearest
from samspil.core.measures.registry import find

HEAD = "contract.toml"
# Parameters that are a year, whichever measure takes them.
YEARS = ("year", "wave", "against", "cohort", "population_year")
M = TypeVar("M", bound=BaseModel)


def read_contract(folder: Path) -> ResultContract:
    """The contract in a folder: contract.toml and goals/*.toml in order of their file names.

    Raises InputError with every structural problem: file, field, found, wanted, nearest name.
    """
    if not (folder / HEAD).is_file():
        raise InputError([Problem(str(folder), 0, "", f"no {HEAD}", "a folder with a result contract")])
    problems: list[Problem] = []
    head = _parse(folder / HEAD, folder, ContractHead, problems)
    paths = sorted((folder / "goals").glob("*.toml"))
    if not paths:
        problems.append(Problem("goals", 0, "", "no goals/*.toml", "a file for each goal"))
    goals = [_parse(path, folder, Goal, problems) for path in paths]
    whole = [goal for goal in goals if goal is not None]
    for goal, path in zip(goals, paths, strict=True):
        if goal is not None:
            problems += _parameters(goal, str(path.relative_to(folder)))
    if head is None or problems:
        raise InputError(problems)
    try:
        fields = {name: getattr(head, name) for name in ContractHead.model_fields}
        return ResultContract(**fields, goals=tuple(sorted(whole, key=lambda goal: goal.number)))
    except ValidationError as error:
        raise InputError(_problem(HEAD, each, ResultContract, {}) for each in error.errors()) from None


def _parse(path: Path, folder: Path, model: type[M], problems: list[Problem]) -> M | None:
    place = str(path.relative_to(folder))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        problems.append(Problem(place, 0, "", str(error), "valid TOML in UTF-8"))
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += [_problem(place, each, model, data) for each in error.errors()]
        return None


def _problem(place: str, error: ErrorDetails, model: type[BaseModel], data: dict[str, Any]) -> Problem:
    field = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = _fields(model, error["loc"][:-1])
        wanted = "a known field" + nearest(str(error["loc"][-1]), known)
        return Problem(place, 0, field, "an unknown field", wanted)
    if error["type"] == "missing":
        return Problem(place, 0, field, "nothing", "a value")
    message = error["msg"].removeprefix("Value error, ")
    if "; wanted " in message:
        found, wanted = message.removeprefix("found ").split("; wanted ", 1)
        return Problem(place, 0, field, found, wanted)
    found = repr(error["input"])
    if len(found) > 80 or isinstance(error["input"], dict):
        found = message
        return Problem(
            place, 0, field, found, "a known name" if "unknown" in message else "a consistent entry"
        )
    expected = str(error.get("ctx", {}).get("expected", ""))
    hint = (
        nearest(str(error["input"]), expected.replace("'", "").replace(" or ", ", ").split(", "))
        if expected
        else ""
    )
    return Problem(place, 0, field, found, message + hint)


def _fields(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Field names of the model that sits at a path, to suggest the nearest."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        annotation = current.model_fields[step].annotation
        inner = [arg for arg in getattr(annotation, "__args__", ()) if isinstance(arg, type)]
        candidates = [annotation, *inner]
        models = [each for each in candidates if isinstance(each, type) and issubclass(each, BaseModel)]
        if not models:
            return []
        current = models[0]
    return list(current.model_fields)


def _parameters(goal: Goal, place: str) -> list[Problem]:
    """Parameters and switches that the point's measure does not take."""
    problems = []
    for index, point in enumerate(goal.points):
        for reading in point.readings() if point.measure else ():
            field = f"points.{index}.{'parameters' if reading.id == 'chosen' else 'switches'}"
            try:
                for name, found, wanted in _no_days(point.arguments(reading).model_dump()):
                    problems.append(Problem(place, 0, f"{field}.{name} ({point.id})", found, wanted))
            except ValidationError as error:
                model = find(point.measure).parameters
                for each in error.errors():
                    told = _problem(place, each, model, {})
                    where = f"{field}.{told.column}" if told.column else field
                    problems.append(Problem(place, 0, f"{where} ({point.id})", told.found, told.wanted))
    return problems


def _no_days(parameters: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Parameters that should be a year or a day and are none: name, found, wanted."""
    for name in YEARS:
        if name in parameters and not 1900 <= parameters[name] <= 2100:
            yield name, str(parameters[name]), "a year from 1900 to 2100"
    try:
        date.fromisoformat(parameters.get("deadline", "2022-12-31"))
    except ValueError:
        yield "deadline", repr(parameters["deadline"]), "a day as 2022-12-31"


def write_contract(contract: ResultContract, folder: Path) -> None:
    """Write the folder that read_contract reads back to an equal contract."""
    (folder / "goals").mkdir(parents=True, exist_ok=True)
    head = contract.model_dump(mode="python", exclude={"goals"}, exclude_defaults=True)
    (folder / HEAD).write_text(_toml(head), encoding="utf-8")
    for goal in contract.goals:
        name = f"{goal.number:02}.toml"
        (folder / "goals" / name).write_text(
            _toml(goal.model_dump(mode="python", exclude_defaults=True)), encoding="utf-8"
        )


def _toml(data: dict[str, Any]) -> str:
    return tomli_w.dumps(_plain(data), multiline_strings=True)


def _plain(value: Any) -> Any:
    """TOML has no None and no tuples: leave the one out, write the other as lists."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
