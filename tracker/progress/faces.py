"""What else a file could be taken for (夹带内容): a page, a script, an archive or a document behind the picture.

Only what a file says is looked at, never its compressed pixels or pages: in a large photo any four given bytes turn up
by chance, and an honest photo must not be refused for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a browser or a reader would take the file for, hidden in a comment or behind the picture; each long enough that
# the film a phone appends to its photo does not hold it by chance.
_OTHER_FACES = re.compile(
    rb"<script|<html[\s>]|<svg(?:\s+\w|>)|<\?php\s|<!doctype|<iframe|javascript:|%pdf-\d", re.IGNORECASE
)
_ARCHIVE_END, _ARCHIVE_TAIL = b"PK\x05\x06", 66_000
# What a reader of PDF could be made to run or open; a scan has no need of it.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/OpenAction")
_ACTIVE_BUT_SHORT = re.compile(rb"/(?:JS|XFA)[\s(<\[/]")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_PNG_HEADER = 8
# Within a JPEG's pixels 0xFF is followed by 00 or by a restart mark; anything else begins a segment.
_SEGMENT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_START_OF_IMAGE, _END_OF_IMAGE = 0xD8, 0xD9


def jpeg_has_another_face(data: bytes) -> bool:
    """Whether a JPEG (beginning FF D8 FF) says something other than a picture: in a segment, or after its end."""
    return any(_speaks(part) for part in _jpeg_parts(data))


def png_has_another_face(data: bytes) -> bool:
    """Whether a PNG says something other than a picture in any chunk that is not its pixels, or between chunks."""
    return any(_speaks(part) for part in _png_parts(data))


def pdf_has_another_face(data: bytes) -> bool:
    """Whether an archive ends where the PDF should."""
    return _ARCHIVE_END in _after_streams(data)[-_ARCHIVE_TAIL:]


def pdf_is_active(data: bytes) -> bool:
    """Whether a PDF could run, open or carry something. Short names count only outside its compressed streams."""
    return any(word in data for word in _ACTIVE) or bool(_ACTIVE_BUT_SHORT.search(_STREAM.sub(b"", data)))


def _speaks(part: bytes) -> bool:
    return bool(_OTHER_FACES.search(part)) or _ARCHIVE_END in part[-_ARCHIVE_TAIL:]


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """Every segment of a JPEG, between its scans too, and whatever stands after its end."""
    at = 2
    while found := _SEGMENT.search(data, at):
        kind = data[found.end() - 1]
        if kind == _END_OF_IMAGE:
            yield data[found.end() :]
            return
        if kind == _START_OF_IMAGE:
            at = found.end()
            continue
        length = int.from_bytes(data[found.end() : found.end() + 2])
        at = found.end() + max(length, 2)
        yield data[found.end() : at]


def _png_parts(data: bytes) -> Iterator[bytes]:
    """Every chunk of a PNG but the pixels; one that claims to reach beyond the file is taken as it stands."""
    at = _PNG_HEADER
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if kind != b"IDAT" or end > len(data):
            yield data[at:end]
        at = end


def _after_streams(data: bytes) -> bytes:
    """What stands after the last page or picture of a PDF."""
    return data[max(data.rfind(b"endstream"), 0) :]
