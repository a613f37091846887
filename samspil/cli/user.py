"""`samspil user`: lets one more person log in, or gives one who can another role in an organisation."""

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
@click.option("--name", help="The person's name.  [default: asked for]")
@click.option("--organisation", "code", prompt="Organisation's code", help="Such as erhvervshus-midtjylland.")
@click.option("--role", prompt="Role", type=click.Choice(ROLES), help="What the person is there.")
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="The password is the first line of this file, or of standard input: -.  [default: asked for]",
)
@with_one_line
def user(email: str, name: str | None, code: str, role: str, password_file: TextIO | None) -> None:
    """Let one more person log in, with a role in an organisation; what is not given is asked for.

    Whoever can log in already gets the role besides; name and password stay as they are.
    """
    open_database()
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from samspil.organisations.actions import create_user, grant
    from samspil.organisations.kinds import Role
    from samspil.organisations.models import User

    organisation = organisation_of(code)
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is None:
        name = name or click.prompt("Name")
        password = password_from(password_file)
    try:
        with transaction.atomic():
            made = known or create_user(by=None, email=email, name=name or "", password=password)
            grant(by=None, user=made, organisation=organisation, role=Role(role))
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    click.echo(f"{made.email}: {Role(role).label}, {organisation.name}")


def password_from(file: TextIO | None) -> str:
    """The password: a file's first line, or asked for twice."""
    if file is not None:
        return file.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


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
