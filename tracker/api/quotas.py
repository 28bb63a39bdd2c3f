"""Plans and quotas (年度计划与目标任务) in the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region


class PlanRow(Rows):
    """年度计划."""

    of = Plan

    id = serializers.IntegerField()
    code = serializers.CharField()
    year = serializers.IntegerField()
    title = serializers.CharField()
    document_number = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
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


class QuotaRow(Rows):
    """目标任务."""

    of = Quota

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    parent = serializers.IntegerField(source="parent_id", allow_null=True)
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


class QuotaFilters(filters.Filters):
    """Filters of quotas."""

    plan = filters.Word(field_name="plan__code")
    region = filters.Within(field_name="region__code")
    level = filters.Choice(field_name="region__level", choices=Region.Level)
    industry = filters.Word(field_name="industry_id")
    parent = filters.Number(field_name="parent_id")
    due_from = filters.Day(field_name="deadline", lookup_expr="gte")
    due_until = filters.Day(field_name="deadline", lookup_expr="lte")


class Quotas(Resource):
    """目标任务."""

    model = Quota
    resource = "quota"
    serializer_class = QuotaRow
    filterset_class = QuotaFilters
