"""Container (文件外壳): what a file really is, told by its content, before any parser sees it.

Runs in the reading child: no Django here. A refusal is a code with data; `refusals.py` says it in words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tracker.workbooks import ole
from tracker.workbooks.limits import EXTENSIONS, Limits

ZIP_MAGIC = b"PK\x03\x04"
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<script", b"<style", b"<div")
_OTHER = {
    b"%PDF": "PDF",
    b"MZ": "EXE",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"{\\rtf": "RTF",
}
MACRO_EXTENSIONS = ("xlsm", "xltm", "xlam", "xla", "xlm")


class Refused(Exception):
    """The file is refused: a stable code, and the data its message needs (sheet, cell, found, limit …)."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.faults: list[dict[str, Any]] = [{"code": code, **data}]

    @classmethod
    def of(cls, faults: list[dict[str, Any]]) -> Refused:
        """One refusal that carries several faults."""
        refused = cls(**faults[0])
        refused.faults = faults
        return refused


def extension_of(name: str) -> str:
    """The file's ending in lower case, without the dot."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def identify(path: Path, name: str, limits: Limits) -> str:
    """The format: xlsx-like `zip`, `xls` or `csv`. Refuses what is too big, empty, or no workbook at all."""
    extension = extension_of(name)
    if extension in MACRO_EXTENSIONS:
        raise Refused("MACRO", found=f".{extension}")
    if extension not in EXTENSIONS:
        raise Refused("TYPE", found=f".{extension}" if extension else name[-20:])
    size = path.stat().st_size
    if size == 0:
        raise Refused("FILE_EMPTY")
    if size > limits.file_bytes:
        raise Refused("TOO_BIG", found=_mib(size), limit=_mib(limits.file_bytes))
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(ZIP_MAGIC):
        return "zip" if extension != "csv" else _mismatch(extension, "xlsx")
    if head.startswith(ole.MAGIC):
        return _identify_ole(path, extension)
    return _identify_text(head, extension)


def _identify_ole(path: Path, extension: str) -> str:
    try:
        streams = {name.lower() for name in ole.Container(path).names}
    except ole.Contradiction:
        raise Refused("FILE_DAMAGED") from None
    if "encryptedpackage" in streams:
        raise Refused("ENCRYPTED")
    if "_vba_project_cur" in streams:
        raise Refused("MACRO", found="VBA")
    if not streams & {"workbook", "book"}:
        raise Refused("NOT_XLSX", found="OLE")
    return "xls" if extension != "csv" else _mismatch(extension, "xls")


def _identify_text(head: bytes, extension: str) -> str:
    for magic, found in _OTHER.items():
        if head.startswith(magic):
            raise Refused("NOT_XLSX", found=found)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP) or (b"PK\x03\x04" in head and start.startswith(b"<")):
        raise Refused("NOT_XLSX", found="HTML")
    if start.startswith(b"<"):
        raise Refused("NOT_XLSX", found="XML")
    if extension == "csv":
        return "csv"
    text = b"\0" not in head and sum(byte < 9 for byte in head) == 0
    raise Refused("NOT_XLSX", found="TEXT") if text else Refused("FILE_DAMAGED")


def _mismatch(extension: str, found: str) -> str:
    raise Refused("WRONG_EXTENSION", found=found, extension=f".{extension}")


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MiB"
