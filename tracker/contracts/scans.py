"""Signed scans (签订扫描件): a PDF, JPEG or PNG by its content, whatever its name says; kept under its SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tracker.contracts.models import Contract, ContractScan
from tracker.contracts.states import ContractState
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState, InvalidValue

LARGEST = 20 * 1024 * 1024
# What a reader could be made to run or open; a scan has no need of it.
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
_WRONG_IN_NAMES = dict.fromkeys([*range(32), 127, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF], None)


@dataclass(frozen=True)
class Kind:
    """What a file is, by its first and last bytes."""

    content_type: str
    ending: str


def examine(data: bytes) -> Kind:
    """The kind of a scan; InvalidValue for anything that isn't wholly a PDF, a JPEG or a PNG."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]:
        if any(word in data for word in _ACTIVE):
            raise InvalidValue(_("PDF 含有脚本或内嵌文件，请重新扫描为普通 PDF"), code="active_content", field="file")
        return Kind("application/pdf", "pdf")
    if data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return Kind("image/jpeg", "jpg")
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB`\x82"):
        return Kind("image/png", "png")
    raise InvalidValue(_("扫描件应为 PDF、JPEG 或 PNG 文件"), code="scan_type", field="file")


@transaction.atomic
def attach_scan(*, contract: Contract, file: UploadedFile, by: Officer, on: date) -> ContractScan:
    """Add a scan of the signed paper; the same file twice is the same scan."""
    require(by, "attach", "contract", region=contract.region_id)
    if contract.state in (ContractState.DRAFT, ContractState.SUPERSEDED):
        raise IllegalState(_("责任状下发后才能上传扫描件"), state=contract.state)
    if (file.size or 0) > LARGEST:
        raise InvalidValue(_("文件超过 20 MiB"), code="too_large", field="file", found=str(file.size))
    data = file.read()
    kind, digest = examine(data), hashlib.sha256(data).hexdigest()
    known = ContractScan.objects.filter(contract=contract, sha256=digest).first()
    if known is not None:
        return known
    return ContractScan.objects.create(
        contract=contract,
        region_id=contract.region_id,
        file=ContentFile(data, name=f"{digest}.{kind.ending}"),
        file_name=_label(file.name or "", kind),
        content_type=kind.content_type,
        size=len(data),
        sha256=digest,
        added_by=by,
        added_on=on,
    )


def _label(name: str, kind: Kind) -> str:
    """The file's name as a label only: no path, no invisible characters, the ending its content has."""
    stem = PurePath(name.replace("\\", "/").translate(_WRONG_IN_NAMES)).stem.strip()[:100]
    return f"{stem or 'scan'}.{kind.ending}"
