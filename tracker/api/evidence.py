"""Evidence (佐证材料) in the API: what is known of each file, and where it is had; and what was asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows
from tracker.targets.evidence import Evidence
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.stages import EvidenceKind


class EvidenceRow(Rows):
    """佐证材料."""

    of = Evidence

    id = serializers.UUIDField()
    target = serializers.IntegerField(source="target_id")
    plan = serializers.CharField(source="target.plan.code")
    region = serializers.CharField(source="region_id")
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    kind_label = Label(of="kind", choices=EvidenceKind)
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    file_url = serializers.CharField(label=_("下载地址"))
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, label=_("纬度"))
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, label=_("经度"))
    note = serializers.CharField()
    added_by = serializers.CharField(source="added_by.username")
    added_at = serializers.DateTimeField()
    voided = serializers.BooleanField()
    void_reason = serializers.CharField()


class EvidenceFilters(filters.Filters):
    """Filters of evidence."""

    plan = codes.PlanCode(field_name="target__plan__code")
    target = filters.Number(field_name="target_id")
    region = codes.Within(field_name="region__code")
    kind = filters.Choice(choices=EvidenceKind)
    sha256 = filters.Word()


class EvidenceFiles(Resource):
    """佐证材料: oldest first."""

    model = Evidence
    resource = "evidence"
    serializer_class = EvidenceRow
    filterset_class = EvidenceFilters
    order = ("added_at",)
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the address of the file."""
        listing = reverse("api:evidence-list")
        address: Any = Concat(Value(listing), Cast("id", CharField()), Value("/file/"))
        placed: QuerySet[Any] = rows.annotate(file_url=address)
        return placed


class RequestRow(Rows):
    """补充材料要求."""

    of = EvidenceRequest

    id = serializers.IntegerField()
    target = serializers.IntegerField(source="target_id")
    plan = serializers.CharField(source="target.plan.code")
    region = serializers.CharField(source="region_id")
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    kind_label = Label(of="kind", choices=EvidenceKind)
    reason = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=EvidenceRequest.State.choices)
    state_label = Label(of="state", choices=EvidenceRequest.State)
    asked_by = serializers.CharField(source="asked_by.username")
    asked_on = serializers.DateField()
    answered_with = serializers.UUIDField(source="answered_with_id", allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))


class RequestFilters(filters.Filters):
    """Filters of requests for evidence."""

    plan = codes.PlanCode(field_name="target__plan__code")
    target = filters.Number(field_name="target_id")
    region = codes.Within(field_name="region__code")
    kind = filters.Choice(choices=EvidenceKind)
    state = filters.Choice(choices=EvidenceRequest.State)


class EvidenceRequests(Resource):
    """补充材料要求: what is due first, first."""

    model = EvidenceRequest
    resource = "request"
    serializer_class = RequestRow
    filterset_class = RequestFilters
    order = ("due_on",)
