"""What may be evidence (佐证文件检查): a photo or a PDF by its content, wholly that and nothing else besides."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from tracker.progress.faces import jpeg_has_another_face, pdf_has_another_face, pdf_is_active, png_has_another_face
from tracker.progress.images import Picture, examine_picture
from tracker.targets.stages import PHOTOS
from tracker.values.errors import InvalidValue

LARGEST = 20 * 1024 * 1024
_WRONG_IN_NAMES = dict.fromkeys([*range(32), 127, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF], None)


@dataclass(frozen=True)
class Examined:
    """A file that may be kept."""

    content_type: str
    ending: str
    sha256: str
    picture: Picture | None = None


def examine(data: bytes, kind: str) -> Examined:
    """What a file is, by all of its content; InvalidValue saying what is wrong with it and what to do."""
    if not data:
        raise InvalidValue(_("文件是空的"), code="file_empty", field="file")
    if len(data) > LARGEST:
        raise InvalidValue(_("文件超过 20 MiB"), code="too_large", field="file", found=str(len(data)))
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"\xff\xd8\xff"):
        _only_one_face(jpeg_has_another_face(data))
        return Examined("image/jpeg", "jpg", digest, examine_picture(data))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _only_one_face(png_has_another_face(data))
        if not data.endswith(b"IEND\xaeB`\x82"):
            raise InvalidValue(_("图片不完整，或末尾附有其他内容"), code="image_damaged", field="file")
        return Examined("image/png", "png", digest, examine_picture(data))
    if kind not in PHOTOS and data.startswith(b"%PDF-"):
        _plain_pdf(data)
        return Examined("application/pdf", "pdf", digest)
    wanted = _("照片应为 JPEG 或 PNG") if kind in PHOTOS else _("材料应为 PDF、JPEG 或 PNG")
    raise InvalidValue(wanted, code="file_type", field="file")


def label_of(name: str, ending: str) -> str:
    """The file's name as a label only: no path, no invisible characters, the ending its content has."""
    stem = PurePath(name.replace("\\", "/").translate(_WRONG_IN_NAMES)).stem.strip()[:80]
    return f"{stem or 'file'}.{ending}"


def _only_one_face(another: bool) -> None:
    """A picture that is also something else is no photo: page, script, archive or document."""
    if another:
        raise InvalidValue(_("图片中夹带了其他内容，已拒收。请用手机重新拍摄"), code="polyglot", field="file")


def _plain_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-1024:]:
        raise InvalidValue(_("PDF 不完整，请重新扫描或导出"), code="pdf_damaged", field="file")
    if pdf_is_active(data):
        raise InvalidValue(_("PDF 含有脚本或内嵌文件，请重新扫描为普通 PDF"), code="active_content", field="file")
    if pdf_has_another_face(data):
        raise InvalidValue(_("PDF 中夹带了其他内容，已拒收"), code="polyglot", field="file")
