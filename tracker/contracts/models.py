"""Tables of the contracts room: contracts and their frozen lines."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.contracts.states import ContractState
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Region
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS


class ContractQuerySet(ScopedQuerySet["Contract"]):
    """Questions asked of contracts."""


@tracked()
class Contract(models.Model):
    """责任状: one city's contract with the province under a plan."""

    resource = "contract"
    scope_column = "region_id"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="contracts", verbose_name=_("计划"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    number = models.CharField(_("编号"), max_length=40, blank=True)
    party_a_title = models.CharField(_("甲方签订人职务"), max_length=60)
    party_a_name = models.CharField(_("甲方签订人"), max_length=40, blank=True)
    party_b_title = models.CharField(_("乙方签订人职务"), max_length=60)
    party_b_name = models.CharField(_("乙方签订人"), max_length=40, blank=True)
    deadline = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=12, choices=ContractState, default=ContractState.DRAFT)
    issued_on = models.DateField(_("下发日期"), null=True, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "region_id"]
        verbose_name = _("责任状")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "region"], condition=~Q(state="superseded"), name="contract_one_in_force_per_region"
            ),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "issued", "superseded"]) | Q(signed_on__isnull=False),
                name="contract_signed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.region_id}"


# What was signed stays as it was signed, whoever writes and by whatever path.
FROZEN_WHEN_SIGNED = pgtrigger.Trigger(
    name="frozen_when_signed",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (SELECT 1 FROM tracker_contract c WHERE c.id = coalesce(NEW.contract_id, OLD.contract_id)
               AND c.state NOT IN ('draft', 'issued')) THEN
        RAISE EXCEPTION 'the lines of a signed contract are frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
    """,
)


class ContractLineQuerySet(ScopedQuerySet["ContractLine"]):
    """Questions asked of contract lines."""


@tracked()
class ContractLine(models.Model):
    """责任状任务: one amount of a contract; frozen once the contract is signed."""

    resource = "contract"
    scope_column = "region_id"

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines", verbose_name=_("责任状"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    content = models.CharField(_("淘汰内容"), max_length=120)
    amount = models.DecimalField(_("任务量"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    equipment_count = models.DecimalField(_("装备数量"), max_digits=10, decimal_places=0, null=True, blank=True)
    equipment_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES, blank=True)
    deadline = models.DateField(_("完成期限"))

    objects = ContractLineQuerySet.as_manager()

    class Meta:
        ordering = ["contract_id", "industry_id", "content"]
        verbose_name = _("责任状任务")
        triggers = [FROZEN_WHEN_SIGNED]
        constraints = [
            models.UniqueConstraint(fields=["contract", "industry", "content"], name="contract_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contract_line_amount_not_negative"),
            models.CheckConstraint(condition=Q(unit__in=CAPACITY_UNITS), name="contract_line_unit_known"),
            models.CheckConstraint(
                condition=Q(equipment_count__isnull=True, equipment_unit="")
                | Q(equipment_count__gte=0, equipment_unit__in=EQUIPMENT_UNITS),
                name="contract_line_equipment_has_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.content
