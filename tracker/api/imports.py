"""Uploads (上传) in the API: each workbook sent, and the effect of every row of it."""

from __future__ import annotations

from collections.abc import Iterable

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api import codes, filters, pagination
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows, rows_of
from tracker.values.errors import NotFound
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.models import Upload, UploadRow


class UploadRecord(Rows):
    """上传."""

    of = Upload

    id = serializers.UUIDField()
    kind = serializers.CharField()
    plan = serializers.CharField(source="plan.code")
    region = serializers.CharField(source="region_id")
    file_name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    uploaded_by = serializers.CharField(source="uploaded_by.username")
    uploaded_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=Upload.State.choices)
    state_label = Label(of="state", choices=Upload.State)
    rows = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.IntegerField()
    error_count = serializers.IntegerField()
    errors = serializers.JSONField()  # type: ignore[assignment]
    warnings = serializers.JSONField()
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    undone_by = serializers.CharField(source="undone_by.username", allow_null=True)
    undo_reason = serializers.CharField()


class UploadFilters(filters.Filters):
    """Filters of uploads."""

    kind = filters.OneOf(CODECS)
    plan = codes.PlanCode(field_name="plan__code")
    state = filters.Choice(choices=Upload.State)
    region = codes.Within(field_name="region__code")
    uploaded_by = filters.Word(field_name="uploaded_by__username")
    sha256 = filters.Word()


class UploadRowRecord(Rows):
    """上传行."""

    of = UploadRow

    id = serializers.IntegerField()
    sheet = serializers.CharField()
    row_number = serializers.IntegerField()
    action = serializers.ChoiceField(choices=UploadRow.Action.choices)
    action_label = Label(of="action", choices=UploadRow.Action)
    values = serializers.JSONField()
    before = serializers.JSONField(allow_null=True)
    interpreted = serializers.JSONField()


class Imports(Resource):
    """上传: oldest first."""

    model = Upload
    resource = "upload"
    serializer_class = UploadRecord
    filterset_class = UploadFilters
    order = ("uploaded_at",)
    sublists = ("rows",)
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    @classmethod
    def row_class(cls, action: str) -> type[Rows]:
        """The rows of the workbook have a shape of their own."""
        return UploadRowRecord if action == "rows" else cls.serializer_class

    def parameters(self) -> Iterable[str]:
        """The rows of an upload come in pages, as everything does."""
        return pagination.PARAMETERS if self.action == "rows" else super().parameters()

    def rows(self, request: Request, **kwargs: str) -> Response:
        """What each row of one workbook said and did."""
        upload = kwargs[self.lookup_field]
        if not Upload.objects.visible_to(self.officer).filter(pk=upload).exists():
            raise NotFound(id=upload)
        found = UploadRow.objects.visible_to(self.officer).filter(upload__pk=upload)
        records = self.pager.fetch(
            request,
            ("id",),
            lambda part: rows_of(pagination.slice_by(found, (("id", "pk"),), part), UploadRowRecord, self.clocks),
        )
        return self.pager.get_paginated_response({**self.clocks.stamp(), "results": records})
