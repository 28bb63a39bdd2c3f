"""Alerts (预警) in the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.alerts.kinds import CHOICES
from tracker.alerts.models import Alert, Level, Task
from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows


class Subjects:
    """期限类别: what an alert may be about."""

    choices = CHOICES


class AlertRow(Rows):
    """预警."""

    of = Alert

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Alert.Kind.choices)
    kind_label = Label(of="kind", choices=Alert.Kind)
    subject = serializers.ChoiceField(source="subject_kind", choices=CHOICES)
    subject_label = Label(of="subject", choices=Subjects)
    subject_id = serializers.IntegerField()
    title = serializers.CharField()
    target = serializers.IntegerField(source="target_id", allow_null=True)
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    organisation = serializers.CharField(source="organisation_id", allow_null=True)
    due_on = serializers.DateField()
    holds_from = serializers.DateField()
    scanned_on = serializers.DateField()
    state = serializers.ChoiceField(choices=Alert.State.choices)
    state_label = Label(of="state", choices=Alert.State)
    acknowledged_by = serializers.CharField(source="acknowledged_by.username", allow_null=True)
    acknowledged_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    resolved_on = serializers.DateField(allow_null=True)
    level = serializers.ChoiceField(choices=Level.choices)
    rung = serializers.CharField()
    task = serializers.ChoiceField(choices=Task.choices)
    task_label = Label(of="task", choices=Task)
    assigned_to = serializers.CharField(source="assigned_to.username", allow_null=True)
    snoozed_until = serializers.DateField(allow_null=True)
    snooze_reason = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class AlertFilters(filters.Filters):
    """Filters of alerts."""

    kind = filters.Choice(choices=Alert.Kind)
    state = filters.Choice(choices=Alert.State)
    subject = filters.Choice(field_name="subject_kind", choices=Subjects)
    task = filters.Choice(choices=Task)
    level = filters.Number()
    assigned_to = filters.Word(field_name="assigned_to__username")
    target = filters.Number(field_name="target_id")
    plan = codes.PlanCode(field_name="target__plan__code")
    region = codes.Within(field_name="region__code")
    due_from = filters.Day(field_name="due_on", lookup_expr="gte")
    due_until = filters.Day(field_name="due_on", lookup_expr="lte")


class Alerts(Resource):
    """预警: as of a day, those that held on it."""

    model = Alert
    resource = "alert"
    serializer_class = AlertRow
    filterset_class = AlertFilters
    dated = True

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """On a day asked for, the alerts whose cause stood on it."""
        if not self.clocks.past_day:
            return rows
        day = self.clocks.as_of
        return rows.filter(Q(resolved_on__isnull=True) | Q(resolved_on__gt=day), holds_from__lte=day)
