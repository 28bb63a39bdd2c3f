"""Tables of what moves a due day: requests for an extension, and the dated facts of extension, pause and resuming.

Both name what they are about by kind and number, since every kind of deadline has them; neither is ever overwritten.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Organisation, Region


class ExtensionRequestQuerySet(ScopedQuerySet["ExtensionRequest"]):
    """Questions asked of requests."""

    def waiting(self) -> ExtensionRequestQuerySet:
        """Those nobody has decided on."""
        return self.filter(state=ExtensionRequest.State.REQUESTED)


@tracked()
class ExtensionRequest(models.Model):
    """延期申请: somebody asks for a later due day; a second person approves or refuses."""

    resource = "deadline"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"

    class State(models.TextChoices):
        REQUESTED = "requested", _("待审批")
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("不同意")
        TAKEN_BACK = "taken_back", _("已撤回")

    kind = models.CharField(_("期限类别"), max_length=16)
    subject_id = models.BigIntegerField(_("对象编号"))
    title = models.CharField(_("事项"), max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部门")
    )
    due_on = models.DateField(_("现行期限"))
    new_due_on = models.DateField(_("申请延至"))
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    requested_on = models.DateField(_("申请日期"))
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    decided_on = models.DateField(_("审批日期"), null=True, blank=True)
    note = models.CharField(_("审批意见"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_on", "-pk"]
        verbose_name = _("延期申请")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="requested"), name="extension_asked_for_once"
            ),
            models.CheckConstraint(condition=Q(new_due_on__gt=F("due_on")), name="extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "taken_back"], decided_by__isnull=True, decided_on__isnull=True)
                | Q(state__in=["approved", "refused"], decided_by__isnull=False, decided_on__isnull=False),
                name="extension_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")), name="extension_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.new_due_on}"


class DeadlineChangeQuerySet(ScopedQuerySet["DeadlineChange"]):
    """Questions asked of changes."""

    def of(self, kind: str, subject_id: Any, base_on: Any) -> DeadlineChangeQuerySet:
        """The changes of one deadline, as long as the day they were decided against stands; the latest first."""
        return self.filter(kind=kind, subject_id=subject_id, base_on=base_on).order_by("-on", "-pk")


class DeadlineChange(models.Model):
    """期限变动: as of a day the due day is another, or none while it is paused. Appended, never rewritten.

    `base_on` is the day set where the deadline stands (a new day set there starts anew), `was_on` the due day before.
    """

    resource = "deadline"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"
    append_only = True

    class What(models.TextChoices):
        EXTEND = "extend", _("延期")
        PAUSE = "pause", _("中止计算")
        RESUME = "resume", _("恢复计算")

    kind = models.CharField(_("期限类别"), max_length=16)
    subject_id = models.BigIntegerField(_("对象编号"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部门")
    )
    what = models.CharField(_("变动"), max_length=8, choices=What)
    base_on = models.DateField(_("原定期限"))
    was_on = models.DateField(_("变动前期限"))
    due_on = models.DateField(_("变动后期限"), null=True, blank=True)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    reason = models.CharField(_("理由"), max_length=300)
    request = models.ForeignKey(
        ExtensionRequest, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("延期申请")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = DeadlineChangeQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("期限变动")
        constraints = [
            models.CheckConstraint(
                condition=Q(what="pause", due_on__isnull=True)
                | Q(what="resume", due_on__isnull=False, due_on__gte=F("was_on"))
                | Q(what="extend", due_on__isnull=False, due_on__gt=F("was_on")),
                name="change_moves_the_due_day_back",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="change_has_a_reason"),
        ]
        # Reader: the due day of every row a scan or page looks at.
        indexes = [models.Index(fields=["kind", "subject_id", "on"], name="change_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.what}"
