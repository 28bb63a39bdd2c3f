"""Files that come in pieces (断点续传): begun, added to at an offset, whole; a line that breaks costs the last piece only.

Each piece is kept through the evidence storage as soon as it is there, and counted by a compare-and-set on the offset, so
that a piece sent twice, or twice at once, is counted once. The whole goes through the same door as any other file.
"""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress.evidence import attach
from tracker.progress.evidence_files import LARGEST, label_of
from tracker.progress.partial_tables import PartialFile
from tracker.targets.evidence import STORAGE, Evidence
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind, Stage
from tracker.values.errors import IllegalState, InvalidValue, NotFound, StaleState

# A piece must fit into the memory a request may take (settings.DATA_UPLOAD_MAX_MEMORY_SIZE).
LARGEST_PIECE = 1024 * 1024
# What one officer may have lying about half sent.
MOST_OPEN, MOST_BYTES = 40, 400 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def begin(*, target: Target, kind: str, name: str, size: int, sha256: str, by: Officer, note: str = "") -> PartialFile:
    """Begin to send a file, or go on with the one begun: the same officer, target, kind and content."""
    require(by, "change", "evidence", region=target.region_id)
    if kind not in EvidenceKind.values:
        raise InvalidValue(_("请选择材料种类"), field="kind", found=kind)
    if target.stage == Stage.WITHDRAWN:
        raise IllegalState(_("任务已撤销"), state=target.stage)
    if not 0 < size <= LARGEST:
        raise InvalidValue(_("文件是空的，或超过 20 MiB"), code="too_large", field="file", found=str(size))
    if not _SHA256.fullmatch(sha256):
        raise InvalidValue(_("缺少文件指纹"), field="sha256", found=sha256[:80])
    mine = PartialFile.objects.unfinished().filter(by=by)
    known = mine.filter(target=target, kind=kind, sha256=sha256).first()
    if known is not None:
        return known
    held = mine.aggregate(count=Count("pk"), bytes=Sum("size", default=0))
    if held["count"] >= MOST_OPEN or held["bytes"] + size > MOST_BYTES:
        raise InvalidValue(_("未传完的文件过多，请先传完或等两天后自动清除"), code="too_many_open", field="file")
    made, _created = PartialFile.objects.get_or_create(
        by=by, target=target, kind=kind, sha256=sha256, evidence=None,
        defaults={"region_id": target.region_id, "file_name": label_of(name, "part"), "note": note[:200], "size": size},
    )  # fmt: skip
    return made


def mine_or_404(pk: uuid.UUID, by: Officer) -> PartialFile:
    """An officer's own half-sent file; nobody else knows of it."""
    found = PartialFile.objects.visible_to(by).filter(pk=pk, by=by).select_related("target", "evidence").first()
    if found is None:
        raise NotFound(file=str(pk))
    return found


@transaction.atomic
def add(*, file: PartialFile, offset: int, piece: bytes, sha256: str, by: Officer) -> PartialFile:
    """Keep one piece that begins at the offset reached; StaleState with the true offset where it begins elsewhere."""
    require(by, "change", "evidence", region=file.region_id)
    if not 0 < len(piece) <= LARGEST_PIECE:
        raise InvalidValue(_("每段不能为空，也不能超过 1 MiB"), code="piece_size", field="file", found=str(len(piece)))
    if hashlib.sha256(piece).hexdigest() != sha256:
        raise InvalidValue(_("这一段在途中损坏，请重传"), code="piece_damaged", field="sha256")
    seen = PartialFile.objects.select_for_update().get(pk=file.pk)
    if seen.evidence_id or offset != seen.offset:
        raise StaleState(_("续传位置不符"), offset=seen.offset)
    if offset + len(piece) > seen.size:
        raise InvalidValue(_("收到的内容超过所报大小"), code="piece_size", field="file")
    name = _name(seen, offset)
    storages[STORAGE].delete(name)  # of an attempt that was kept but never counted
    storages[STORAGE].save(name, ContentFile(piece))
    seen.offset, seen.pieces, seen.touched_at = offset + len(piece), [*seen.pieces, offset], timezone.now()
    seen.save(update_fields=["offset", "pieces", "touched_at"])
    return seen


@transaction.atomic
def finish(*, file: PartialFile, by: Officer, on: date) -> Evidence:
    """The whole is there: hand it in as evidence. Asked again, the same evidence; refused as any other file would be."""
    seen = PartialFile.objects.select_for_update(of=("self",)).select_related("target", "evidence").get(pk=file.pk)
    if seen.evidence is not None:
        return seen.evidence
    if seen.offset != seen.size:
        raise StaleState(_("文件还没有传完"), offset=seen.offset)
    data = b"".join(_read(_name(seen, begins)) for begins in seen.pieces)
    if hashlib.sha256(data).hexdigest() != seen.sha256:
        raise InvalidValue(_("文件与开始上传时不一致，请重新选择"), code="file_changed", field="file")
    made = attach(
        target=seen.target, kind=seen.kind, file=io.BytesIO(data), name=seen.file_name, by=by, on=on, note=seen.note
    )  # fmt: skip
    seen.evidence = made
    seen.save(update_fields=["evidence"])
    transaction.on_commit(lambda: _forget_pieces(seen), robust=True)
    return made


def give_up(*, file: PartialFile) -> None:
    """Forget a file and its pieces: it was refused, or is no longer wanted."""
    _forget_pieces(file)
    file.delete()


def _name(file: PartialFile, begins: int) -> str:
    return f"parts/{file.pk}/{begins}"


def _read(name: str) -> bytes:
    with storages[STORAGE].open(name) as piece:
        data: bytes = piece.read()
    return data


def _forget_pieces(file: PartialFile) -> None:
    for begins in {*file.pieces, file.offset}:  # the last one may have been kept but never counted
        storages[STORAGE].delete(_name(file, begins))
