"""Replacements and awards (产能置换、奖补资金) in the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.incentives.award_tables import Award, Purpose, Source
from tracker.incentives.replacement_tables import Replacement


class ReplacementRow(Rows):
    """产能置换."""

    of = Replacement

    id = serializers.IntegerField()
    target = serializers.IntegerField(source="target_id")
    facility = serializers.IntegerField(source="facility_id")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    amount = Amount()
    unit = serializers.CharField()
    ratio = Amount()
    new_amount = Amount()
    project = serializers.CharField()
    builder = serializers.CharField()
    project_region = serializers.CharField(source="project_region_id")
    document_number = serializers.CharField()
    decided_on = serializers.DateField()
    withdrawn_on = serializers.DateField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class ReplacementFilters(filters.Filters):
    """Filters of replacements."""

    target = filters.Number(field_name="target_id")
    region = codes.Within(field_name="region__code")
    project_region = codes.Within(field_name="project_region__code")
    industry = codes.IndustryCode(field_name="industry_id")


class Replacements(Resource):
    """产能置换."""

    model = Replacement
    resource = "replacement"
    serializer_class = ReplacementRow
    filterset_class = ReplacementFilters


class AwardRow(Rows):
    """奖补资金; amounts in 万元."""

    of = Award

    id = serializers.IntegerField()
    enterprise = serializers.IntegerField(source="enterprise_id")
    enterprise_name = serializers.CharField(source="enterprise.name")
    target = serializers.IntegerField(source="target_id", allow_null=True)
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    source_label = Label(of="source", choices=Source)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_label = Label(of="purpose", choices=Purpose)
    amount = Amount()
    year = serializers.IntegerField()
    document_number = serializers.CharField()
    paid_on = serializers.DateField(allow_null=True)
    remark = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class AwardFilters(filters.Filters):
    """Filters of awards."""

    target = filters.Number(field_name="target_id")
    enterprise = filters.Number(field_name="enterprise_id")
    region = codes.Within(field_name="region__code")
    source = filters.Choice(choices=Source)
    purpose = filters.Choice(choices=Purpose)
    year = filters.Number(field_name="year")


class Awards(Resource):
    """奖补资金."""

    model = Award
    resource = "award"
    serializer_class = AwardRow
    filterset_class = AwardFilters
