"""Tables of uploads (上传): the file, who sent it, and the effect of every row of it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import Organisation, Region


class UploadQuerySet(ScopedQuerySet["Upload"]):
    """Questions asked of uploads."""


@tracked()
class Upload(models.Model):
    """上传: one workbook an officer sent, from receipt to applied or refused. All of it or nothing of it is applied."""

    resource = "upload"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"

    class State(models.TextChoices):
        RECEIVED = "received", _("已接收")
        READING = "reading", _("正在读取")
        PREVIEWED = "previewed", _("待确认")
        REFUSED = "refused", _("有错误")
        APPLYING = "applying", _("正在写入")
        APPLIED = "applied", _("已应用")
        PARTLY = "partly", _("部分应用")
        UNDONE = "undone", _("已撤销")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(_("表种"), max_length=20)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="uploads", verbose_name=_("计划"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("上传人区划"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上传部门")
    )
    file = models.FileField(_("文件"), upload_to="uploads/%Y/%m/")
    file_name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    uploaded_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RECEIVED)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    created = models.PositiveIntegerField(_("新增"), default=0)
    updated = models.PositiveIntegerField(_("变更"), default=0)
    unchanged = models.PositiveIntegerField(_("不变"), default=0)
    skipped = models.PositiveIntegerField(_("跳过"), default=0)
    errors = models.JSONField(_("错误"), default=list)
    error_count = models.PositiveIntegerField(_("错误数"), default=0)
    warnings = models.JSONField(_("提示"), default=list)
    applied_at = models.DateTimeField(_("应用时间"), null=True, blank=True)
    annotated = models.FileField(_("标注文件"), upload_to="uploads/%Y/%m/", blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    undo_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("上传")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="upload_sha256_wellformed"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "received",
                        "reading",
                        "previewed",
                        "refused",
                        "applying",
                        "applied",
                        "partly",
                        "undone",
                        "cancelled",
                    ]
                ),
                name="upload_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False, error_count=0),
                name="upload_applied_has_no_error",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["partly", "undone"]) | Q(applied_at__isnull=False),
                name="upload_written_is_dated",
            ),
            models.CheckConstraint(
                condition=(Q(state="undone", undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason=""))
                | (~Q(state="undone") & Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")),
                name="upload_undone_says_who_and_why",
            ),
        ]
        triggers = [pgtrigger.Protect(name="upload_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name


class UploadRowQuerySet(ScopedQuerySet["UploadRow"]):
    """Questions asked of upload rows."""


class UploadRow(models.Model):
    """上传行: what one row of a workbook said, how it was read, and what it does: create, update (old → new), nothing."""

    resource = "upload"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"

    class Action(models.TextChoices):
        CREATE = "create", _("新增")
        UPDATE = "update", _("变更")
        UNCHANGED = "unchanged", _("不变")

    # Tens of thousands come at once: a trigger holds them against their upload as a set, where foreign keys would look
    # up row by row; uploads are never deleted. They are read by their upload, which upload_row_once begins with.
    upload = models.ForeignKey(
        Upload, models.CASCADE, db_index=False, db_constraint=False, related_name="row_set", verbose_name=_("上传")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, db_index=False, db_constraint=False, related_name="+", verbose_name=_("上传人区划")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name=_("上传部门"),
    )
    sheet = models.CharField(_("工作表"), max_length=60)
    row_number = models.PositiveIntegerField(_("行号"))
    values = models.JSONField(_("内容"))
    before = models.JSONField(_("原内容"), null=True, blank=True)
    action = models.CharField(_("处理"), max_length=10, choices=Action)
    interpreted = models.JSONField(_("非字面读取"), default=list)

    objects = UploadRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("上传行")
        constraints = [
            models.UniqueConstraint(fields=["upload", "sheet", "row_number"], name="upload_row_once"),
            models.CheckConstraint(
                condition=Q(action__in=["create", "update", "unchanged"]), name="upload_row_action_known"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="upload_row_of_its_upload",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="kept"),
                func="""
                IF EXISTS (
                    SELECT FROM kept k LEFT JOIN tracker_upload u ON u.id = k.upload_id
                    WHERE (u.region_id, u.organisation_id) IS DISTINCT FROM (k.region_id, k.organisation_id)
                ) THEN
                    RAISE EXCEPTION 'a row is where its upload is' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
                """,
            ),
            pgtrigger.Protect(name="upload_row_stands", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row_number}"
