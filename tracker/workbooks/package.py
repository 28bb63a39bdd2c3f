"""The zip package (压缩包) of .xlsx, .xlsb and .ods: directory checks, then inflation that is counted, not believed."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from tracker.workbooks.container import ZIP_MAGIC, Refused
from tracker.workbooks.limits import Limits

_BLOCK = 1 << 18
_PLAIN = {"xml", "rels", "vml", "xsd", "rdf", "bin", "txt", "json"}
_PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "emf", "wmf", "tif", "tiff", "svg", "wdp"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")


class Package:
    """An opened and checked zip package. Parts are read through `pieces`, which counts what comes out."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits, self.inflated = path, limits, 0
        self._file = path.open("rb")
        infos = _directory(path, limits)
        _refuse_parts(infos)
        self.parts = {_name_of(info): info for info in infos}

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part's content in blocks; refuses when the file as a whole inflates beyond the limit."""
        info = self.parts[name]
        decompressor = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
        left, written, checksum = info.compress_size, 0, 0
        self._file.seek(self._content_at(info))
        while left > 0:
            raw = self._file.read(min(_BLOCK // 4, left))
            if not raw:
                raise Refused("FILE_DAMAGED", found=name)
            left -= len(raw)
            while raw:
                block = _inflated(decompressor, raw, name) if decompressor else raw
                raw = decompressor.unconsumed_tail if decompressor else b""
                self.inflated += len(block)
                written += len(block)
                if self.inflated > self.limits.inflated_bytes:
                    raise Refused("INFLATES_TOO_BIG", found=name, limit=f"{self.limits.inflated_bytes >> 20} MiB")
                checksum = zlib.crc32(block, checksum)
                if block:
                    yield block
        if written != info.file_size or checksum != info.CRC:
            raise Refused("FILE_DAMAGED", found=name)

    def read(self, name: str) -> bytes:
        """A small part as a whole (workbook.xml, relations)."""
        return b"".join(self.pieces(name)) if name in self.parts else b""

    def checked(self, name: str) -> Iterator[bytes]:
        """The pieces of an XML part, refused at a document type, or at an encoding that could hide one."""
        tail = b""
        for piece in self.pieces(name):
            if not tail:
                _refuse_encoding(name, piece)
            window = tail + piece if tail else piece
            if b"<!" in window and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                raise Refused("DOCTYPE", found=name)
            tail = piece[-16:]
            yield piece

    def _content_at(self, info: zipfile.ZipInfo) -> int:
        self._file.seek(info.header_offset)
        header = self._file.read(30)
        if not header.startswith(ZIP_MAGIC):
            raise Refused("FILE_DAMAGED", found=info.filename)
        name_length, extra_length = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        return info.header_offset + 30 + name_length + extra_length


def _inflated(decompressor: Any, raw: bytes, name: str) -> bytes:
    try:
        return decompressor.decompress(raw, _BLOCK)  # type: ignore[no-any-return]
    except zlib.error:
        raise Refused("FILE_DAMAGED", found=name) from None


def _directory(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < 22:
        raise Refused("FILE_DAMAGED")
    if int.from_bytes(end[at + 10 : at + 12], "little") > limits.parts:
        raise Refused("TOO_MANY_PARTS", limit=str(limits.parts))
    if at + 22 + int.from_bytes(end[at + 20 : at + 22], "little") != len(end):
        raise Refused("FILE_DAMAGED")
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise Refused("FILE_DAMAGED") from None
    if len(infos) > limits.parts:
        raise Refused("TOO_MANY_PARTS", limit=str(limits.parts))
    _refuse_overlaps(infos, size)
    return infos


def _refuse_overlaps(infos: list[zipfile.ZipInfo], size: int) -> None:
    reached = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < reached:
            raise Refused("FILE_DAMAGED", found=info.filename)
        reached = info.header_offset + 30 + len(info.filename.encode()) + info.compress_size
        if reached > size:
            raise Refused("FILE_DAMAGED", found=info.filename)


def _refuse_parts(infos: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        name = _name_of(info)
        if info.flag_bits & 0x1:
            raise Refused("ENCRYPTED")
        pure = PurePosixPath(name)
        if name.startswith("/") or ".." in pure.parts or ":" in name or "\0" in name:
            raise Refused("BAD_PATH", found=name[:80])
        if name.lower() in seen:
            raise Refused("DUPLICATE_PART", found=name)
        seen.add(name.lower())
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("FILE_DAMAGED", found=name)
        _refuse_kind_of_part(name)


def _name_of(info: zipfile.ZipInfo) -> str:
    """A part's name; some writers use backslashes."""
    return info.filename.replace("\\", "/")


def _refuse_kind_of_part(name: str) -> None:
    lower, ending = name.lower(), name.rpartition(".")[2].lower()
    if (
        "vbaproject" in lower
        or "/macrosheets/" in lower
        or "/activex/" in lower
        or lower.startswith(("basic/", "scripts/"))
    ):
        raise Refused("MACRO", found=name)
    if "/externallinks/" in lower or lower.endswith(("xl/connections.xml", "/item.data")) or "/querytables/" in lower:
        raise Refused("EXTERNAL_LINK", found=name)
    known = name.endswith(("/", ".DS_Store")) or "." not in name or ending in _PLAIN | _PICTURES
    if not known or "/embeddings/" in lower:
        raise Refused("UNEXPECTED_PART", found=name)


def _refuse_encoding(name: str, head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:8]:
        raise Refused("ENCODING", found="UTF-16")
    declared = _DECLARED.match(head[3:400] if head.startswith(b"\xef\xbb\xbf") else head[:400].lstrip())
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Refused("ENCODING", found=f"{declared[1].decode('ascii', 'replace')[:20]}（{name}）")
