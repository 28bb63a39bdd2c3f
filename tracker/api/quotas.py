"""Plans and quotas (年度计划与目标任务) in the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region
from tracker.targets.node_figures import Measure, Node, nodes


class PlanRow(Rows):
    """年度计划."""

    of = Plan

    id = serializers.IntegerField()
    code = serializers.CharField()
    year = serializers.IntegerField()
    title = serializers.CharField()
    document_number = serializers.CharField()
    checked_on = serializers.DateField(allow_null=True)
    issued_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    deadline = serializers.DateField()
    catalogue = serializers.IntegerField(source="edition_id", allow_null=True)
    state = serializers.ChoiceField(choices=Plan.State.choices)
    state_label = Label(of="state", choices=Plan.State)
    citation = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class PlanFilters(filters.Filters):
    """Filters of plans."""

    code = filters.Word()
    year = filters.Number()
    state = filters.Choice(choices=Plan.State)


class Plans(Resource):
    """年度计划."""

    model = Plan
    resource = "plan"
    serializer_class = PlanRow
    filterset_class = PlanFilters


class FigureRow(serializers.Serializer):
    """One measure of a node of the quota tree, in one unit."""

    unit = serializers.CharField(help_text=_("计量单位"))
    assigned = Amount(help_text=_("任务量"))
    distributed = Amount(help_text=_("已分解到下级"))
    covered = Amount(help_text=_("已落实到企业"))
    reported = Amount(help_text=_("已上报"))
    accepted = Amount(help_text=_("已验收"))
    remaining = Amount(help_text=_("尚需验收"))


class FiguresRow(serializers.Serializer):
    """Capacity and, where the quota counts it, equipment; never added to one another."""

    capacity = FigureRow()
    equipment = FigureRow(allow_null=True)


class QuotaRow(Rows):
    """目标任务."""

    of = Quota

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    parent = serializers.IntegerField(source="parent_id", allow_null=True)  # type: ignore[assignment]
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    industry_name = serializers.CharField(source="industry.name")
    content = serializers.CharField()
    amount = Amount()
    unit = serializers.CharField()
    equipment_count = Amount(allow_null=True)
    equipment_unit = serializers.CharField()
    deadline = serializers.DateField()
    lead_department = serializers.CharField(source="lead_department_id", allow_null=True)
    remark = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class QuotaDetail(QuotaRow):
    """目标任务 with the figures of its node, as of the day asked for; none in a past record."""

    figures = FiguresRow(allow_null=True)


class QuotaFilters(filters.Filters):
    """Filters of quotas."""

    plan = codes.PlanCode(field_name="plan__code")
    region = codes.Within(field_name="region__code")
    level = filters.Choice(field_name="region__level", choices=Region.Level)
    industry = codes.IndustryCode(field_name="industry_id")
    parent = filters.Number(field_name="parent_id")
    due_from = filters.Day(field_name="deadline", lookup_expr="gte")
    due_until = filters.Day(field_name="deadline", lookup_expr="lte")


class Quotas(Resource):
    """目标任务."""

    model = Quota
    resource = "quota"
    serializer_class = QuotaRow
    detail_class = QuotaDetail
    filterset_class = QuotaFilters

    def retrieve(self, request: Request, **kwargs: str) -> Response:
        """One quota with what is handed on, covered, reported, accepted and remaining."""
        answer: Response = super().retrieve(request, **kwargs)
        past = self.clocks.past_record
        found = [] if past else nodes(self.get_queryset().filter(pk=answer.data["id"]), self.officer, self.clocks.as_of)
        answer.data["figures"] = figures_of(found[0]) if found else None
        return answer


def figures_of(node: Node) -> dict[str, Any]:
    """A node's figures as they travel."""
    return {"capacity": _measure(node.capacity), "equipment": _measure(node.equipment)}


def _measure(measure: Measure | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    names = ("assigned", "distributed", "covered", "reported", "accepted", "remaining")
    return {"unit": measure.unit} | {name: f"{getattr(measure, name):.4f}" for name in names}
