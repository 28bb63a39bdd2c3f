"""The case file with every document (案卷全卷): one .zip: the list, an index (清单), and each document under its entry.

A document is had from its own page on behalf of the same officer, so that nobody finds in the bundle what that page refuses.
Files are numbered without gaps, and the index names every entry, so that nothing missing could pass for removed.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePath
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.http import FileResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from tracker.enforcement.casefile_entry import Entry, Paper
from tracker.values.errors import DomainError
from tracker.web.pages import OfficerRequest
from tracker.workbooks.plaintext import guarded

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 60
_BLOCK = 64 * 1024


@dataclass(frozen=True)
class _Packed:
    """A file as it lies in the bundle."""

    name: str
    sha256: str
    size: int


def bundle(request: OfficerRequest, entries: Iterable[Entry], listing: bytes) -> IO[bytes]:
    """A temporary file with the list, every document there is, and the index; documents and photos are packed tight already."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with ZipFile(out, "w", ZIP_STORED) as archive:
        archive.writestr("000-案卷.docx", listing)
        lines = list(_pack(request, archive, entries))
        archive.writestr("清单.csv", _index(lines))
    out.seek(0)
    return out


def _pack(request: OfficerRequest, archive: ZipFile, entries: Iterable[Entry]) -> Iterator[list[object]]:
    """Put each document in once, where it comes first; the index's lines: each entry with each of its documents."""
    packed: dict[Paper, _Packed | None] = {}
    for place, entry in enumerate(entries, 1):
        for paper in entry.papers or (None,):
            there = None
            if paper is not None:
                same = Paper("", paper.page, paper.keys, paper.query)
                if same not in packed:
                    number = sum(each is not None for each in packed.values()) + 1
                    packed[same] = _put(request, archive, paper, f"{number:03d}-{_of(place, entry)}")
                there = packed[same]
            yield _line(place, entry, paper, there)


def _put(request: OfficerRequest, archive: ZipFile, paper: Paper, stem: str) -> _Packed | None:
    found = _had(request, paper)
    if found is None:
        return None
    stored, name = found.file_to_stream, _name(stem, paper, found)
    assert stored is not None  # noqa: S101 - a FileResponse was given its file
    seen, size = hashlib.sha256(), 0
    with stored, archive.open(name, "w") as place:
        while block := stored.read(_BLOCK):
            seen.update(block)
            size += place.write(block)
    return _Packed(name, seen.hexdigest(), size)


def _had(request: OfficerRequest, paper: Paper) -> FileResponse | None:
    """What the document's page answers; None where that is a page to be read, or the document is not there (any more)."""
    address = reverse(paper.page, args=paper.keys)
    asking = copy(request)
    asking.method, asking.GET = "GET", QueryDict(paper.query)
    found = resolve(address)
    try:
        answer = found.func(asking, *found.args, **found.kwargs)
    except DomainError:
        return None
    return answer if isinstance(answer, FileResponse) else None


def _of(place: int, entry: Entry) -> str:
    """Which entry of the list a file belongs to."""
    return _("第%(n)d项") % {"n": place} + f"-{entry.on.isoformat()}"


def _name(stem: str, paper: Paper, found: FileResponse) -> str:
    suffix = PurePath(str(found.filename)).suffix
    label = _UNFIT.sub("_", str(paper.label).removesuffix(suffix))[:_LONGEST]
    return f"{stem}-{label}{suffix}"


def _line(place: int, entry: Entry, paper: Paper | None, there: _Packed | None) -> list[object]:
    said = (str(entry.what), entry.about, entry.text, entry.by, str(paper.label) if paper else "")
    named = there.name if there else _("无文件") if paper is None else _("仅有网页或文件不在")
    facts = (there.sha256, there.size) if there else ("", "")
    return [place, entry.on.isoformat(), *map(guarded, said), guarded(named), *facts]


def _index(lines: Iterable[list[object]]) -> bytes:
    """The index as a spreadsheet opens it: UTF-8 with its mark."""
    out = StringIO()
    writer = csv.writer(out)
    heading = (_("序号"), _("日期"), _("事项"), _("对象"), _("内容"), _("经办人"), _("材料"), _("文件名"), "SHA-256")
    writer.writerow([*heading, _("大小（字节）")])
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")
