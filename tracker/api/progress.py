"""Progress (进度与验收) in the API: monthly reports with what was said about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Label, Rows
from tracker.progress.report_rules import ReportState
from tracker.progress.report_tables import MonthlyReport, ReportRemark


class RemarkRow(Rows):
    """月报往来."""

    of = ReportRemark

    id = serializers.IntegerField()
    report = serializers.IntegerField(source="report_id")
    verb = serializers.CharField()
    comment = serializers.CharField()
    by = serializers.CharField(source="by.username")
    on = serializers.DateField()


class ReportRow(Rows):
    """月报."""

    of = MonthlyReport

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    month = serializers.DateField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    state_label = Label(of="state", choices=ReportState)
    is_zero = serializers.BooleanField()
    steps_taken = serializers.IntegerField()
    progress = serializers.CharField()
    problems = serializers.CharField()
    next_steps = serializers.CharField()
    figures = serializers.JSONField()
    submitted_by = serializers.CharField(source="submitted_by.username", allow_null=True)
    submitted_on = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField(source="decided_by.username", allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))


class ReportFilters(filters.Filters):
    """Filters of monthly reports."""

    plan = codes.PlanCode(field_name="plan__code")
    region = codes.Within(field_name="region__code")
    state = filters.Choice(choices=ReportState)
    month = filters.Day(field_name="month")


class ProgressReports(Resource):
    """月报."""

    model = MonthlyReport
    resource = "progress"
    serializer_class = ReportRow
    filterset_class = ReportFilters
    detail_parts = (Part("remarks", RemarkRow, link="report", since="on"),)
