"""Versions of plans and adjustments (计划版本、任务调整) in the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.quotas.adjustment_tables import Adjustment, AdjustmentLine, Substitution
from tracker.quotas.states import AdjustmentState


class AdjustmentLineRow(Rows):
    """调整任务: by how much, and what it was before and after the decision."""

    of = AdjustmentLine

    id = serializers.IntegerField()
    adjustment = serializers.IntegerField(source="adjustment_id")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    content = serializers.CharField()
    change = Amount()
    unit = serializers.CharField()
    before = Amount(allow_null=True)
    after = Amount(allow_null=True)
    equipment_change = Amount(allow_null=True)
    equipment_unit = serializers.CharField()
    equipment_before = Amount(allow_null=True)
    equipment_after = Amount(allow_null=True)
    balancing = serializers.BooleanField()


class SubstitutionRow(Rows):
    """替代项目."""

    of = Substitution

    id = serializers.IntegerField()
    adjustment = serializers.IntegerField(source="adjustment_id")
    region = serializers.CharField(source="region_id")
    outgoing = serializers.IntegerField(source="outgoing_id")
    outgoing_name = serializers.CharField(source="outgoing.name")
    outgoing_amount = Amount()
    incoming = serializers.IntegerField(source="incoming_id")
    incoming_name = serializers.CharField(source="incoming.name")
    incoming_amount = Amount()
    unit = serializers.CharField()


class AdjustmentRow(Rows):
    """任务调整."""

    of = Adjustment

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=AdjustmentState.choices)
    state_label = Label(of="state", choices=AdjustmentState)
    requested_by = serializers.CharField(source="requested_by.username")
    requested_on = serializers.DateField()
    decided_by = serializers.CharField(source="decided_by.username", allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    decision_note = serializers.CharField()
    document_number = serializers.CharField()
    plan_version = serializers.IntegerField(source="plan_version.number", allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))
    lines = AdjustmentLineRow(many=True)
    substitutions = SubstitutionRow(many=True)


class AdjustmentFilters(filters.Filters):
    """Filters of adjustments."""

    plan = codes.PlanCode(field_name="plan__code")
    region = codes.Within(field_name="region__code")
    state = filters.Choice(choices=AdjustmentState)


class Adjustments(Resource):
    """任务调整."""

    model = Adjustment
    resource = "adjustment"
    serializer_class = AdjustmentRow
    filterset_class = AdjustmentFilters
    parts = (
        Part("lines", AdjustmentLineRow, link="adjustment"),
        Part("substitutions", SubstitutionRow, link="adjustment"),
    )
