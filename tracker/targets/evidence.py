"""Evidence (佐证材料) of a target's stages: the table, and what a move still lacks. Checking files is the progress room's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind, asked_by
from tracker.targets.walls import EVIDENCE_STANDS
from tracker.values.errors import InvalidValue

# The alias in STORAGES under which evidence lies: a folder, or a bucket by setting.
STORAGE = "evidence"


def storage() -> Storage:
    """Where evidence lies, as the settings of the moment say."""
    return storages[STORAGE]


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    """Questions asked of evidence."""

    def standing(self) -> EvidenceQuerySet:
        """What was not set aside."""
        return self.filter(voided=False)


@tracked()
class Evidence(models.Model):
    """佐证材料: one file, known by its SHA-256; a photo also by what its picture looks like and what its camera wrote."""

    resource = "evidence"
    scope_column = "region_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    target = models.ForeignKey(Target, models.PROTECT, related_name="evidence", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    kind = models.CharField(_("材料种类"), max_length=20, choices=EvidenceKind)
    file = models.FileField(_("文件"), upload_to="evidence/%Y/%m/", storage=storage)
    thumbnail = models.FileField(_("缩略图"), upload_to="evidence/%Y/%m/", storage=storage, blank=True)
    file_name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    picture_hash = models.BigIntegerField(_("图像指纹"), null=True)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    voided = models.BooleanField(_("已作废"), default=False)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["target_id", "added_at", "pk"]
        verbose_name = _("佐证材料")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "kind", "sha256"], condition=Q(voided=False), name="evidence_file_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_sha256_wellformed"),
        ]
        # Reader: the search for the same photo on another target (progress.twins).
        indexes = [models.Index(fields=["sha256"], name="evidence_by_sha256")]
        triggers = [EVIDENCE_STANDS]

    def __str__(self) -> str:
        return self.file_name


def lacking(target: Target, kinds: Iterable[str]) -> list[str]:
    """The kinds of evidence that are asked for and not there, in the order asked for."""
    return missing_from(Evidence.objects.filter(target=target), kinds)


def missing_from(rows: QuerySet[Any], kinds: Iterable[str]) -> list[str]:
    """The kinds that none of a target's rows, of now or as known at a moment, stands for."""
    wanted = list(kinds)
    if not wanted:
        return []
    there = set(rows.filter(voided=False, kind__in=wanted).values_list("kind", flat=True))
    return [kind for kind in wanted if kind not in there]


def required(rows: QuerySet[Any], verbs: Iterable[str]) -> dict[str, bool]:
    """Each kind of evidence the steps a target took asked for, and whether it is there among its rows."""
    kinds = asked_by(verbs)
    missing = missing_from(rows, kinds)
    return {kind: kind not in missing for kind in kinds}


def demand(target: Target, kinds: Iterable[str]) -> None:
    """InvalidValue naming what is lacking, unless everything asked for is there."""
    missing = lacking(target, kinds)
    if missing:
        named = "、".join(str(EvidenceKind(kind).label) for kind in missing)
        raise InvalidValue(
            _("缺少佐证材料：%(named)s。请先上传，再办理。") % {"named": named},
            code="evidence_missing",
            missing=missing,
        )


def spend(target: Target, kinds: Iterable[str], reason: str) -> None:
    """Set aside evidence that no longer stands for anything; the files stay on record."""
    Evidence.objects.standing().filter(target=target, kind__in=list(kinds)).update(
        voided=True, void_reason=reason[:200]
    )
