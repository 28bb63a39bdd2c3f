"""Tables of the contracts room: contracts with their frozen lines and clauses, and the signed scans."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.contracts.states import ContractState
from tracker.deadlines.indexes import deadline_indexes
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Organisation, Region
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS


class ContractQuerySet(ScopedQuerySet["Contract"]):
    """Questions asked of contracts."""

    def standing(self, plan: Plan) -> ContractQuerySet:
        """The governments' contracts of a plan that gave way to no other."""
        return self.filter(plan=plan, organisation=None).exclude(state=ContractState.SUPERSEDED)


@tracked()
class Contract(models.Model):
    """责任状: what a city signs with the province, a county with its city, or a department with the province."""

    resource = "contract"
    scope_column = "region_id"

    class Level(models.TextChoices):
        CITY = "city", _("省与市")
        COUNTY = "county", _("市与县（市、区）")
        DEPARTMENT = "department", _("省与部门")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="contracts", verbose_name=_("计划"))
    level = models.CharField(_("层级"), max_length=10, choices=Level, default=Level.CITY)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("责任部门"))
    number = models.CharField(_("编号"), max_length=40, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("替代的责任状")
    )
    party_a = models.CharField(_("甲方"), max_length=80, blank=True)
    party_b = models.CharField(_("乙方"), max_length=80, blank=True)
    party_a_title = models.CharField(_("甲方签订人职务"), max_length=60)
    party_a_name = models.CharField(_("甲方签订人"), max_length=40, blank=True)
    party_b_title = models.CharField(_("乙方签订人职务"), max_length=60)
    party_b_name = models.CharField(_("乙方签订人"), max_length=40, blank=True)
    deadline = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=12, choices=ContractState, default=ContractState.DRAFT)
    issued_on = models.DateField(_("下发日期"), null=True, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    closed_on = models.DateField(_("终结日期"), null=True, blank=True)
    closing_note = models.CharField(_("终结说明"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "region_id"]
        verbose_name = _("责任状")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "region"],
                condition=Q(organisation__isnull=True) & ~Q(state="superseded"),
                name="contract_one_in_force_per_region",
            ),
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                condition=Q(organisation__isnull=False) & ~Q(state="superseded"),
                name="contract_one_in_force_per_department",
            ),
            models.CheckConstraint(
                condition=Q(level="department", organisation__isnull=False)
                | Q(level__in=["city", "county"], organisation__isnull=True),
                name="contract_only_department_has_organisation",
            ),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "issued", "superseded"]) | Q(signed_on__isnull=False),
                name="contract_signed_is_dated",
            ),
        ]
        indexes = deadline_indexes(
            "contract",
            due="deadline",
            waiting=Q(state__in=[ContractState.ISSUED, ContractState.SIGNED]),
            ended="closed_on",
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.region_id}"


# What was signed stays as it was signed, whoever writes and by whatever path; lines and clauses alike.
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


class ContractClauseQuerySet(ScopedQuerySet["ContractClause"]):
    """Questions asked of contract clauses."""


@tracked()
class ContractClause(models.Model):
    """责任状条款: one clause, its names and days filled in; frozen once the contract is signed."""

    resource = "contract"
    scope_column = "region_id"

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="clauses", verbose_name=_("责任状"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    number = models.PositiveSmallIntegerField(_("序号"))
    heading = models.CharField(_("标题"), max_length=40)
    text = models.TextField(_("内容"))

    objects = ContractClauseQuerySet.as_manager()

    class Meta:
        ordering = ["contract_id", "number"]
        verbose_name = _("责任状条款")
        triggers = [FROZEN_WHEN_SIGNED]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="contract_clause_once")]

    def __str__(self) -> str:
        return self.heading


class ContractScanQuerySet(ScopedQuerySet["ContractScan"]):
    """Questions asked of scans."""


class ContractScan(models.Model):
    """签订扫描件: the signed paper as a file, with its SHA-256; a better scan is added, none is replaced."""

    resource = "contract"
    scope_column = "region_id"
    append_only = True

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="scans", verbose_name=_("责任状"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    file = models.FileField(_("文件"), upload_to="contracts/%Y/", max_length=200)
    file_name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("类型"), max_length=40)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("上传人"))
    added_on = models.DateField(_("上传日期"))

    objects = ContractScanQuerySet.as_manager()

    class Meta:
        ordering = ["contract_id", "pk"]
        verbose_name = _("签订扫描件")
        constraints = [models.UniqueConstraint(fields=["contract", "sha256"], name="contract_scan_once")]

    def __str__(self) -> str:
        return self.file_name
