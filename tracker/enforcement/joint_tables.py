"""Tables of joint actions (联合行动): the case of one site and day, the orders in it, and its timeline."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.enforcement.joint_states import JointState
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Organisation, Region
from tracker.registry.models import Enterprise


def _officer(label: Any) -> models.ForeignKey:
    return models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class JointActionQuerySet(ScopedQuerySet["JointAction"]):
    """Questions asked of joint actions."""


@tracked()
class JointAction(models.Model):
    """联合行动案: several departments on one site and one day. Departments that take part see this frame, and their own orders."""

    resource = "joint"
    scope_column = "region_id"
    scope_organisations_column = "organisations"

    number = models.CharField(_("案号"), max_length=40, blank=True)
    title = models.CharField(_("名称"), max_length=120)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="joint_actions", verbose_name=_("企业"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    # Written out: a department sees no registry.
    party = models.CharField(_("被执行人"), max_length=120)
    place = models.CharField(_("行动地点"), max_length=200)
    held_on = models.DateField(_("行动日期"))
    gather_at = models.TimeField(_("集合时间"), null=True, blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("牵头单位"))
    organisations = ArrayField(models.SlugField(max_length=40), verbose_name=_("参加单位"))
    task = models.CharField(_("任务分工"), max_length=500, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=JointState, default=JointState.PLANNED)
    safety_note = models.CharField(_("安全核查情况"), max_length=500, blank=True)
    safety_checked_by = _officer(_("核查人"))
    safety_checked_on = models.DateField(_("核查日期"), null=True, blank=True)
    planned_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    planned_on = models.DateField(_("筹备日期"))
    announced_by = _officer(_("部署人"))
    announced_on = models.DateField(_("部署日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    closing_note = models.CharField(_("结果"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = JointActionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("联合行动")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JointState.values), name="joint_state_known"),
            models.CheckConstraint(condition=Q(organisations__len__gte=1), name="joint_has_departments"),
            models.CheckConstraint(
                condition=~Q(state__in=["announced", "held", "closed"])
                | (Q(announced_by__isnull=False, announced_on__isnull=False) & ~Q(number="")),
                name="joint_announced_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(announced_by__isnull=True) | ~Q(announced_by=F("planned_by")), name="joint_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "closed"])
                | (Q(safety_checked_by__isnull=False, safety_checked_on__isnull=False) & ~Q(safety_note="")),
                name="joint_held_after_its_safety_check",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "cancelled"]) | (Q(closed_on__isnull=False) & ~Q(closing_note="")),
                name="joint_ends_with_a_result",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="joint_number_once"),
        ]

    def __str__(self) -> str:
        return self.number or self.title


class JointOrderQuerySet(ScopedQuerySet["JointOrder"]):
    """Questions asked of the orders in joint actions."""


@tracked()
class JointOrder(models.Model):
    """An order that is executed in a joint action; in one at a time."""

    resource = "joint"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"

    action = models.ForeignKey(JointAction, models.PROTECT, related_name="members", verbose_name=_("联合行动"))
    order = models.OneToOneField(Order, models.PROTECT, related_name="joint", verbose_name=_("强制措施"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("执行部门"))

    objects = JointOrderQuerySet.as_manager()

    class Meta:
        ordering = ["action_id", "pk"]
        verbose_name = _("联合行动中的措施")

    def __str__(self) -> str:
        return f"{self.action_id} {self.order_id}"


class JointStepQuerySet(ScopedQuerySet["JointStep"]):
    """Questions asked of the timeline."""


class JointStep(models.Model):
    """时间线: what happened in a joint action, told by whom. Appended, never rewritten; shared by all who take part."""

    resource = "joint"
    scope_column = "region_id"
    scope_organisations_column = "organisations"
    append_only = True

    action = models.ForeignKey(JointAction, models.PROTECT, related_name="steps", verbose_name=_("联合行动"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    organisations = ArrayField(models.SlugField(max_length=40), verbose_name=_("参加单位"))
    verb = models.CharField(_("操作"), max_length=16)
    state = models.CharField(_("状态"), max_length=12, choices=JointState)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办人"))
    comment = models.CharField(_("说明"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = JointStepQuerySet.as_manager()

    class Meta:
        ordering = ["action_id", "pk"]
        verbose_name = _("联合行动记录")

    def __str__(self) -> str:
        return f"{self.action_id} {self.verb} {self.on}"
