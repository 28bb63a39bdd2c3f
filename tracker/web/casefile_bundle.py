"""The case file with every document (案卷全卷): one .zip, the list first, each document under its number and day.

A document is had from its own page on behalf of the same officer, so that nobody finds in the bundle what that page refuses.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import PurePath
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.http import FileResponse, QueryDict
from django.urls import resolve, reverse

from tracker.enforcement.casefile_entry import Entry, Paper
from tracker.values.errors import DomainError
from tracker.web.pages import OfficerRequest

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 60


def bundle(request: OfficerRequest, entries: Iterable[Entry], listing: bytes) -> IO[bytes]:
    """A temporary file with the list and every document there is; documents and photos are packed tight already."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with ZipFile(out, "w", ZIP_STORED) as archive:
        archive.writestr("000-案卷.docx", listing)
        for number, (entry, paper) in enumerate(_papers(entries), 1):
            found = _had(request, paper)
            if found is None:
                continue
            stored = found.file_to_stream
            assert stored is not None  # noqa: S101 - a FileResponse was given its file
            with stored, archive.open(_name(number, entry, paper, found), "w") as place:
                shutil.copyfileobj(stored, place)
    out.seek(0)
    return out


def _papers(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Paper]]:
    """Each document once, where it comes first."""
    seen = set()
    for entry in entries:
        for paper in entry.papers:
            if (paper.page, paper.keys, paper.query) not in seen:
                seen.add((paper.page, paper.keys, paper.query))
                yield entry, paper


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


def _name(number: int, entry: Entry, paper: Paper, found: FileResponse) -> str:
    suffix = PurePath(str(found.filename)).suffix
    label = _UNFIT.sub("_", str(paper.label).removesuffix(suffix))[:_LONGEST]
    return f"{number:03d}-{entry.on.isoformat()}-{label}{suffix}"
