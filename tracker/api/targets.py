"""Targets (淘汰任务) in the API: due day, stage, completion and lateness as of any day, or as recorded at any moment."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import BooleanField, Case, DateField, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.records import records_of
from tracker.api.resources import Part, Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.targets.evidence import Evidence, required
from tracker.targets.models import Extension, StageFact, Target
from tracker.targets.overdue import days_late, due_soon_q, overdue_q
from tracker.targets.stages import EvidenceKind, Stage
from tracker.values.dates import SHANGHAI


class ExtensionRow(Rows):
    """延期."""

    of = Extension

    id = serializers.IntegerField()
    target = serializers.IntegerField(source="target_id")
    new_due_on = serializers.DateField()
    decided_on = serializers.DateField()
    reason = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.username")


class FactRow(Rows):
    """进度记录."""

    of = StageFact

    id = serializers.IntegerField()
    target = serializers.IntegerField(source="target_id")
    verb = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    stage_label = Label(of="stage", choices=Stage)
    on = serializers.DateField()
    by = serializers.CharField(source="by.username")
    reason = serializers.CharField()
    voided = serializers.BooleanField()


class TargetRow(Rows):
    """淘汰任务: `due_on`, `stage`, `completed_on`, `accepted_on`, `overdue`, `due_soon` are as of the day asked for.

    `days_late` counts the days from the due day to the completion; 0 where that was in time or is still to come.
    """

    of = Target

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    quota = serializers.IntegerField(source="quota_id", allow_null=True)
    enterprise = serializers.IntegerField(source="enterprise_id")
    enterprise_name = serializers.CharField(source="enterprise.name")
    credit_code = serializers.CharField(source="enterprise.credit_code", label=_("统一社会信用代码"), allow_null=True)
    facility = serializers.IntegerField(source="facility_id")
    facility_name = serializers.CharField(source="facility.name")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    industry_name = serializers.CharField(source="industry.name")
    equipment_count = Amount(allow_null=True)
    equipment_unit = serializers.CharField()
    amount = Amount()
    unit = serializers.CharField()
    deadline = serializers.DateField()
    due_on = serializers.DateField(source="due_shown", label=_("现行期限"))
    stage = serializers.ChoiceField(source="stage_shown", label=_("进度阶段"), choices=Stage.choices)
    stage_label = Label(of="stage", choices=Stage)
    completed_on = serializers.DateField(source="done_shown", label=_("完成日期"), allow_null=True)
    days_late = serializers.IntegerField(label=_("完成时逾期天数"))
    accepted_on = serializers.DateField(source="accepted_shown", label=_("验收日期"), allow_null=True)
    withdrawn_on = serializers.DateField(source="withdrawn_shown", label=_("撤销日期"), allow_null=True)
    overdue = serializers.BooleanField(label=_("逾期"))
    due_soon = serializers.BooleanField(label=_("临近到期"))
    remark = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class RequiredRow(serializers.Serializer):
    """应有材料: a kind of evidence the steps taken asked for, and whether it is there (`present`)."""

    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    kind_label = serializers.CharField()
    present = serializers.BooleanField()


class TargetDetail(TargetRow):
    """淘汰任务 with the dated facts behind it, and the evidence the stage reached asks for."""

    extensions = ExtensionRow(many=True)
    facts = FactRow(many=True)
    evidence_required = RequiredRow(many=True)


class TargetFilters(filters.Filters):
    """Filters of targets; the dates and stages are those as of the day asked for."""

    plan = codes.PlanCode(field_name="plan__code")
    quota = filters.Number(field_name="quota_id")
    enterprise = filters.Number(field_name="enterprise_id")
    facility = filters.Number(field_name="facility_id")
    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="industry_id")
    stage = filters.Choice(field_name="stage_shown", choices=Stage)
    overdue = filters.Flag()
    due_soon = filters.Flag()
    due_from = filters.Day(field_name="due_shown", lookup_expr="gte")
    due_until = filters.Day(field_name="due_shown", lookup_expr="lte")
    completed_from = filters.Day(field_name="done_shown", lookup_expr="gte")
    completed_until = filters.Day(field_name="done_shown", lookup_expr="lte")


class Targets(Resource):
    """淘汰任务: `as_of` asks the dated facts, `known_at` the history, neither the caches of today."""

    model = Target
    resource = "target"
    serializer_class = TargetRow
    detail_class = TargetDetail
    filterset_class = TargetFilters
    dated = True
    detail_parts = (
        Part("extensions", ExtensionRow, link="target", since="decided_on"),
        Part("facts", FactRow, link="target", since="on"),
    )

    def beside(self, record: dict[str, Any]) -> dict[str, Any]:
        """The evidence that the steps taken so far asked for; as of a day, what had been handed in by then."""
        rows = records_of(Evidence, self.officer, self.clocks).filter(target_id=record["id"])
        if self.clocks.past_day:
            end = datetime.combine(self.clocks.as_of, time.max, SHANGHAI)
            rows = rows.filter(added_at__lte=end)
        found = required(rows, [fact["verb"] for fact in record["facts"] if not fact["voided"]])
        wanted = [{"kind": kind, "kind_label": EvidenceKind(kind).label, "present": found[kind]} for kind in found]
        return {"evidence_required": wanted}

    def shown(self, rows: Any) -> Any:
        """The state of each target on the day."""
        day = self.clocks.as_of
        if not self.clocks.past_day:
            return rows.annotate(
                due_shown=F("due_on"),
                stage_shown=F("stage"),
                done_shown=F("completed_on"),
                accepted_shown=F("accepted_on"),
                withdrawn_shown=F("withdrawn_on"),
                days_late=days_late(),
                overdue=_whether(overdue_q(day)),
                due_soon=_whether(due_soon_q(day)),
            )
        facts = StageFact.objects.filter(target=OuterRef("pk"), on__lte=day, voided=False).order_by("-on", "-pk")
        return rows.as_of(day).annotate(
            due_shown=F("due_as_of"),
            stage_shown=Coalesce(facts.values("stage")[:1], Value(Stage.PLANNED)),
            done_shown=F("done_as_of"),
            accepted_shown=_by(day, "accepted_on"),
            withdrawn_shown=_by(day, "withdrawn_on"),
            days_late=days_late(due="due_as_of", done="done_as_of"),
            overdue=_whether(overdue_q(day, due="due_as_of", done="done_as_of")),
            due_soon=_whether(due_soon_q(day, due="due_as_of", done="done_as_of")),
        )


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _by(day: Any, column: str) -> Case:
    """A date, if it had come by the day."""
    return Case(When(**{f"{column}__lte": day}, then=F(column)), default=None, output_field=DateField())
