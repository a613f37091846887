"""`samspil setup`: an empty installation with a hub, its local services and the first administrator."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from samspil.cli.installation import bring_up_to_date, open_installation

if TYPE_CHECKING:
    from samspil.organisations.founding import LocalServicePlan, Plan


@click.command()
@click.option("--area", help="The hub's area, such as Midtjylland; its municipalities come along.")
@click.option("--hub-name", help="The hub's name.  [default: Erhvervshus AREA]")
@click.option(
    "--local-services",
    type=click.Choice(["each", "none"]),
    help="One local service for each municipality that no --local-service names, or none.",
)
@click.option(
    "--local-service",
    "named",
    multiple=True,
    metavar="NAME=CODES",
    help='A local service and whom it serves, such as "Business Djursland=0706,0707"; may be repeated.',
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From when they serve.  [default: today]")
@click.option("--admin-email", help="The first administrator's address.")
@click.option("--admin-name", help="The first administrator's name.")
@click.option("--admin-password", envvar="SAMSPIL_ADMIN_PASSWORD", help="Better in SAMSPIL_ADMIN_PASSWORD.")
@click.option("--yes", is_flag=True, help="Ask nothing; what is missing is an error or the default.")
def setup(
    area: str | None,
    hub_name: str | None,
    local_services: str | None,
    named: tuple[str, ...],
    since: dt.datetime | None,
    admin_email: str | None,
    admin_name: str | None,
    admin_password: str | None,
    yes: bool,
) -> None:
    """Start an empty installation: tables, municipalities, hub, local services, first administrator."""
    open_installation()
    bring_up_to_date()
    from samspil.organisations import founding
    from samspil.platform.clock import today

    refuse_second_time()
    area = choose_area(area, yes)
    plan = founding.Plan(
        area=area,
        hub_name=hub_name or (ask("Hub's name", yes, default=f"Erhvervshus {area}")),
        local_services=plan_local_services(area, named, local_services, yes),
        since=since.date() if since else today(),
        admin_email=admin_email or ask("Administrator's e-mail", yes, option="--admin-email"),
        admin_name=admin_name or ask("Administrator's name", yes, option="--admin-name"),
        admin_password=admin_password or ask("Password", yes, option="--admin-password", hidden=True),
    )
    carry_out(plan)


def refuse_second_time() -> None:
    """Stop when there is somebody or something already."""
    from samspil.organisations.queries import is_empty

    if not is_empty():
        raise click.ClickException(
            "This installation is set up already. Another one needs another data folder: set SAMSPIL_DATA, "
            "or DATABASE_URL for PostgreSQL."
        )


def ask(
    question: str, yes: bool, *, default: str | None = None, option: str = "", hidden: bool = False
) -> str:
    """Return the answer, or the default when nothing may be asked."""
    if yes:
        if default is None:
            raise click.ClickException(f"{question} is missing; give it with {option}.")
        return default
    answer: str = click.prompt(question, default=default, hide_input=hidden, confirmation_prompt=hidden)
    return answer


def choose_area(area: str | None, yes: bool) -> str:
    """Return one of the areas in the reference table."""
    from difflib import get_close_matches

    from samspil.organisations import founding

    areas = founding.areas()
    if area is None and not yes:
        area = click.prompt("Hub's area", type=click.Choice(areas))
    if area not in areas:
        near = get_close_matches(area or "", areas, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; wanted one of {', '.join(areas)}"
        raise click.ClickException(f"--area is {area!r}{hint}")
    return area


def plan_local_services(
    area: str, named: tuple[str, ...], rest: str | None, yes: bool
) -> tuple[LocalServicePlan, ...]:
    """Return the local services: those named, and one for each remaining municipality if wanted."""
    from samspil.organisations import founding

    try:
        services = [founding.LocalServicePlan.parse(text, area) for text in named]
        founding.refuse_two_operators(services)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if rest is None:
        rest = (
            "each"
            if yes or click.confirm("One local service for each remaining municipality?", True)
            else "none"
        )
    if rest == "each":
        services += founding.one_each(area, except_for=services)
    return tuple(services)


def carry_out(plan: Plan) -> None:
    """Do it, all or nothing, and say what was made."""
    from django.core.exceptions import ValidationError

    from samspil.organisations import founding

    try:
        made = founding.found(plan=plan)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    click.echo(f"{made.hub.name} ({made.hub.code}), {made.municipalities} municipalities.")
    click.echo(f"{made.local_services} local services.")
    click.echo(f"Administrator: {made.administrator.email}")
    click.echo("Next: samspil serve")
