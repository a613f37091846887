"""The command line: finds a command by name and imports only what that command needs."""

from __future__ import annotations

from importlib import import_module

import click

# name -> "module:function", and the line shown by --help. What needs no database must not import Django,
# so nothing is imported before it is called.
COMMANDS: dict[str, tuple[str, str]] = {
    "allocate": (
        "samspil.cli.allocate:allocate",
        "Show the printed contributions beside the key recomputed by population.",
    ),
    "backup": ("samspil.cli.backup:backup", "Write database, documents and runs to one file."),
    "check": ("samspil.cli.check:check", "Report what in a contract does not hold together."),
    "demo": ("samspil.cli.demo:demo", "Fill an invented region and show it; or write its data package."),
    "receive": ("samspil.cli.receive:receive", "Take in one forwarded mail that a mail server pipes here."),
    "restore": ("samspil.cli.backup:restore", "Fill an empty installation from a backup."),
    "score": ("samspil.cli.score:score", "Score a contract from a snapshot, without a database."),
    "serve": ("samspil.cli.serve:serve", "Serve the pages on this machine."),
    "setup": (
        "samspil.cli.setup:setup",
        "Start an empty installation: hub, local services, first administrator.",
    ),
    "snapshot": ("samspil.cli.snapshot:snapshot", "Write a data package from the database, for one hub."),
    "store": (
        "samspil.cli.store:store",
        "Score a contract from the database, or from a snapshot, and keep the run.",
    ),
    "tick": ("samspil.cli.tick:tick", "Run the sweeps: chase, remind, send what waits in the outbox."),
    "user": ("samspil.cli.user:user", "Let one more person log in, with a role in an organisation."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads each when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(cls=LazyGroup)
@click.version_option(package_name="samspil", message="%(version)s")
def main() -> None:
    """Samspil: shared business promotion, measured."""
