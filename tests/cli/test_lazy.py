"""The command line imports what a command needs, and no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from samspil import cli

# Commands that anybody runs on a data package, without our database.
WITHOUT_DJANGO = {"allocate", "check", "score"}


def modules_after(arguments: list[str]) -> set[str]:
    """Return the names of all modules loaded by one run of the command line."""
    program = (
        "import sys\n"
        "from samspil.cli import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_help_loads_neither_django_nor_polars() -> None:
    assert not {"django", "polars", "numpy"} & modules_after(["--help"])


def test_a_command_for_data_packages_never_loads_django() -> None:
    for name in WITHOUT_DJANGO & cli.COMMANDS.keys():
        assert "django" not in modules_after([name, "--help"]), name


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "samspil.cli", name, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage:")
