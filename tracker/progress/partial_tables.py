"""Table of files that come in pieces (断点续传): what an officer began to send, and how much of it is safe."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind


class PartialFileQuerySet(ScopedQuerySet["PartialFile"]):
    """Questions asked of half-sent files."""

    def unfinished(self) -> PartialFileQuerySet:
        """Those that are not evidence yet."""
        return self.filter(evidence__isnull=True)


class PartialFile(models.Model):
    """未传完的文件: what an officer began to send for a target, and how much of it is safe."""

    resource = "evidence"
    scope_column = "region_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    target = models.ForeignKey(Target, models.CASCADE, related_name="+", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    kind = models.CharField(_("材料种类"), max_length=20, choices=EvidenceKind)
    file_name = models.CharField(_("文件名"), max_length=120)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    offset = models.PositiveIntegerField(_("已收到（字节）"), default=0)
    # Where each piece begins: its name in the storage is the file's id and this number.
    pieces = models.JSONField(default=list)
    by = models.ForeignKey(Officer, models.CASCADE, related_name="+", verbose_name=_("上传人"))
    touched_at = models.DateTimeField(_("最近收到"), default=timezone.now)
    evidence = models.ForeignKey(Evidence, models.CASCADE, null=True, related_name="+", verbose_name=_("佐证材料"))

    objects = PartialFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("未传完的文件")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "target", "kind", "sha256"], condition=Q(evidence=None), name="partial_file_once"
            ),
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="partial_file_within_size"),
        ]

    def __str__(self) -> str:
        return self.file_name
