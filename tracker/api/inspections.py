"""Inspections (检查) in the API: with team and checklist."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Label, Rows
from tracker.progress.inspection_tables import Inspection, InspectionMember, InspectionPoint


class MemberRow(Rows):
    """检查组成员."""

    of = InspectionMember

    id = serializers.IntegerField()
    inspection = serializers.IntegerField(source="inspection_id")
    officer = serializers.CharField(source="officer.username")
    leader = serializers.BooleanField()


class PointRow(Rows):
    """检查要点."""

    of = InspectionPoint

    id = serializers.IntegerField()
    inspection = serializers.IntegerField(source="inspection_id")
    code = serializers.CharField(label=_("要点代码"))
    text = serializers.CharField()
    answer = serializers.ChoiceField(choices=InspectionPoint.Answer.choices, allow_blank=True)
    remark = serializers.CharField()


class InspectionRow(Rows):
    """检查."""

    of = Inspection

    id = serializers.IntegerField()
    target = serializers.IntegerField(source="target_id")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    kind = serializers.ChoiceField(choices=Inspection.Kind.choices)
    kind_label = Label(of="kind", choices=Inspection.Kind)
    draw = serializers.IntegerField(source="drawn_by_id", allow_null=True)
    planned_on = serializers.DateField()
    state = serializers.ChoiceField(choices=Inspection.State.choices)
    state_label = Label(of="state", choices=Inspection.State)
    outcome = serializers.ChoiceField(choices=Inspection.Outcome.choices, allow_blank=True)
    held_on = serializers.DateField(allow_null=True)
    opinion = serializers.CharField()
    rectify_by = serializers.DateField(allow_null=True)
    concluded_by = serializers.CharField(source="concluded_by.username", allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))


class InspectionFilters(filters.Filters):
    """Filters of inspections."""

    plan = codes.PlanCode(field_name="target__plan__code")
    target = filters.Number(field_name="target_id")
    region = codes.Within(field_name="region__code")
    kind = filters.Choice(choices=Inspection.Kind)
    state = filters.Choice(choices=Inspection.State)
    outcome = filters.Choice(choices=Inspection.Outcome)


class Inspections(Resource):
    """检查."""

    model = Inspection
    resource = "inspection"
    serializer_class = InspectionRow
    filterset_class = InspectionFilters
    detail_parts = (Part("members", MemberRow, link="inspection"), Part("points", PointRow, link="inspection"))
