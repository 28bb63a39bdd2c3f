"""PDF (版式文件): through LibreOffice without a screen, where it is installed; told plainly where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from django.utils.translation import gettext_lazy as _

from tracker.documents.measures import FONTS
from tracker.values.errors import DomainError

SECONDS = 90


class NoPdf(DomainError):
    """PDF can't be made here; the .docx can."""

    code = "no_pdf"
    message = _("服务器未安装 LibreOffice，不能生成 PDF；请下载 Word 文件，或请系统管理员安装 libreoffice-writer")


def office() -> str | None:
    """LibreOffice's program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(docx: bytes) -> bytes:
    """The document as PDF; NoPdf where LibreOffice is missing or fails."""
    program = office()
    if program is None:
        raise NoPdf
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(docx)
        _run(program, place)
        made = place / "paper.pdf"
        if not made.is_file():
            raise NoPdf(_("LibreOffice 未能生成 PDF，请下载 Word 文件"))
        return made.read_bytes()


def _run(program: str, place: Path) -> None:
    """A profile and a font list of its own, so that two conversions never meet; nothing else of the environment."""
    (place / "fonts.conf").write_text(_font_list(), encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    command = [
        program,
        f"-env:UserInstallation=file://{place}/profile",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(place),
        str(place / "paper.docx"),
    ]
    surroundings = {**kept, "HOME": str(place), "FONTCONFIG_FILE": str(place / "fonts.conf")}
    try:
        subprocess.run(command, env=surroundings, cwd=place, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise NoPdf(_("LibreOffice 未能生成 PDF，请下载 Word 文件")) from error


def _font_list() -> str:
    """Which fonts stand in for the standard's, best first, on top of the system's own list."""
    aliases = "".join(
        f"<alias binding='same'><family>{escape(font.name)}</family><prefer>"
        + "".join(f"<family>{escape(name)}</family>" for name in (font.name, *font.stand_ins))
        + "</prefer></alias>"
        for font in FONTS
    )
    return (
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>{aliases}</fontconfig>"
    )
