"""Photos of an execution (执行照片): what the site looked like, kept by content, seen by whoever sees the order."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Organisation, Region


class OrderPhotoQuerySet(ScopedQuerySet["OrderPhoto"]):
    """Questions asked of photos."""

    def standing(self) -> OrderPhotoQuerySet:
        """What was not set aside."""
        return self.filter(voided=False)


@tracked()
class OrderPhoto(models.Model):
    """执行照片: one file, known by its SHA-256, with what its camera wrote. It stands once the execution is recorded."""

    resource = "order"
    scope_column = "region_id"
    scope_organisation_column = "issued_to_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, models.PROTECT, related_name="photos", verbose_name=_("强制措施"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    issued_to = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("下达部门"))
    file = models.FileField(_("文件"), upload_to="executions/%Y/%m/")
    thumbnail = models.FileField(_("缩略图"), upload_to="executions/%Y/%m/", blank=True)
    file_name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    voided = models.BooleanField(_("已作废"), default=False)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True)

    objects = OrderPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["order_id", "added_at", "pk"]
        verbose_name = _("执行照片")
        constraints = [
            # One photo proves one execution: neither twice on the same order nor again on another of the department's.
            models.UniqueConstraint(
                fields=["issued_to", "sha256"], condition=Q(voided=False), name="order_photo_once_per_department"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="order_photo_sha256_wellformed"),
            models.CheckConstraint(
                condition=Q(voided=False) | ~Q(void_reason=""), name="order_photo_voided_with_reason"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="photo_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'DELETE' OR (OLD.order_id, OLD.file, OLD.sha256) IS DISTINCT FROM (NEW.order_id, NEW.file, NEW.sha256)
                   OR (NEW.voided AND NOT OLD.voided AND EXISTS (
                       SELECT 1 FROM tracker_order o WHERE o.id = OLD.order_id AND o.executed_on IS NOT NULL)) THEN
                    RAISE EXCEPTION 'a photo of an execution stands' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.file_name
