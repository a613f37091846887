"""`samspil user`: lets one more person log in, with a role in an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from samspil.cli.database import open_database, with_one_line

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation

# As in organisations.kinds, which cannot be imported before Django is set up.
ROLES = (
    "adviser",
    "student_helper",
    "unit_leader",
    "director",
    "secretariat",
    "evaluator",
    "administrator",
)


@click.command()
@click.option("--email", prompt="E-mail", help="The address the person logs in with.")
@click.option("--name", prompt="Name", help="The person's name.")
@click.option("--organisation", "code", prompt="Organisation's code", help="Such as erhvervshus-midtjylland.")
@click.option("--role", prompt="Role", type=click.Choice(ROLES), help="What the person is there.")
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="The password is the first line of this file, or of standard input: -.  [default: asked for]",
)
@with_one_line
def user(email: str, name: str, code: str, role: str, password_file: TextIO | None) -> None:
    """Let one more person log in, with a role in an organisation; what is not given is asked for."""
    open_database()
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from samspil.organisations.actions import create_user, grant
    from samspil.organisations.kinds import Role

    organisation = organisation_of(code)
    if password_file is not None:
        password = password_file.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with transaction.atomic():
            made = create_user(by=None, email=email, name=name, password=password)
            grant(by=None, user=made, organisation=organisation, role=Role(role))
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    click.echo(f"{made.email}: {Role(role).label}, {organisation.name}")


def organisation_of(code: str) -> Organisation:
    """The organisation of that code; a ClickException with the nearest when there is none."""
    from samspil.core.measures.problems import nearest
    from samspil.organisations.models import Organisation

    found = Organisation.objects.filter(code=code).first()
    if found is None:
        codes = list(Organisation.objects.values_list("code", flat=True))
        known = nearest(code, codes) if codes else "; there are none, `samspil setup` makes the first"
        raise click.ClickException(f"No organisation has the code {code!r}{known}")
    return found
