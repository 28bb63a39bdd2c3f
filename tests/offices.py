"""LibreOffice Calc, where it is installed: one process re-saves any number of workbooks."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS = 180


def calc() -> str | None:
    """The program, if it has Calc; ``SOFFICE`` names another."""
    if named := os.environ.get("SOFFICE"):
        return named
    found = shutil.which("soffice") or shutil.which("libreoffice")
    has_calc = found and (Path(found).resolve().parent / "libsclo.so").exists()
    return found if has_calc else None


def resave(files: Sequence[Path], form: str, to: Path) -> None:
    """Open each file and save it in a format (xlsx, ods) into a folder."""
    program = calc()
    assert program is not None, "LibreOffice Calc is not installed"
    command = [
        program, f"-env:UserInstallation=file://{to.parent}/profile", "--headless", "--norestore", "--convert-to", form,
        "--outdir", str(to), *map(str, files),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    missing = [path.name for path in files if not (to / f"{path.stem}.{form}").is_file()]
    assert missing == [], done.stderr + done.stdout
