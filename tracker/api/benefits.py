"""Benefits (淘汰成效) in the API: what each target freed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Rows
from tracker.targets.benefits import Benefit


class BenefitRow(Rows):
    """淘汰成效; units: 亩, 吨标准煤, 吨, 吨, 人."""

    of = Benefit

    id = serializers.IntegerField()
    target = serializers.IntegerField(source="target_id")
    plan = serializers.CharField(source="target.plan.code")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="target.industry_id", label=_("行业"))
    completed_on = serializers.DateField(source="target.completed_on", label=_("完成日期"), allow_null=True)
    land = Amount()
    energy = Amount()
    so2 = Amount()
    cod = Amount()
    workers = Amount()
    version = serializers.IntegerField(label=_("版本号"))


class BenefitFilters(filters.Filters):
    """Filters of benefits."""

    plan = codes.PlanCode(field_name="target__plan__code")
    target = filters.Number(field_name="target_id")
    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="target__industry_id")


class Benefits(Resource):
    """淘汰成效."""

    model = Benefit
    resource = "target"
    serializer_class = BenefitRow
    filterset_class = BenefitFilters
