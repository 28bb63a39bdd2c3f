"""How resources are described in OpenAPI (接口说明): parameters, pages, downloads and refusals, from the classes themselves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from tracker.api.histories import EventRow

CLOCKS = {
    "as_of": OpenApiParameter("as_of", OpenApiTypes.DATE, description=_("业务日期：按该日已发生的事实作答；默认今天")),
    "known_at": OpenApiParameter(
        "known_at", OpenApiTypes.DATETIME, description=_("记录时间：按当时系统所知作答；默认现在")
    ),
}
STAMP = {
    "type": "object",
    "required": ["as_of", "known_at"],
    "properties": {
        "as_of": {"type": "string", "format": "date"},
        "known_at": {"type": "string", "format": "date-time"},
    },
}
_REFUSALS = (400, 401, 403, 404, 429)
_FILES = ("text/csv", "application/x-ndjson", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Fault(serializers.Serializer):
    """One fault of a question: which field, and what is wrong with it; where it helps, what was found and expected."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    found = serializers.CharField(required=False)
    expected = serializers.CharField(required=False)


class Problem(serializers.Serializer):
    """A refusal (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = Fault(many=True)  # type: ignore[assignment]
    request_id = serializers.UUIDField()


class ResourceSchema(AutoSchema):
    """The description of a resource's actions."""

    view: Any

    def get_operation_id(self) -> str:
        """`targets_list`, `targets_history`, …"""
        return f"{self.view.basename}_{self.view.action}".replace("-", "_")

    def get_tags(self) -> list[str]:
        """One chapter a resource."""
        return [self.view.basename]

    def get_override_parameters(self) -> list[Any]:
        """The clocks the action knows."""
        return [CLOCKS[name] for name in self.view.parameters() if name in CLOCKS]

    def get_filter_backends(self) -> list[Any]:
        """Lists and downloads are filtered, histories aren't."""
        return list(self.view.filter_backends) if self.view.action in ("list", "export") else []

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.view.action in ("list", "history", *getattr(self.view, "sublists", ()))

    def get_response_serializers(self) -> Any:
        """What the action answers, and how it refuses."""
        return {**self._answers(), **{(code, "application/problem+json"): Problem for code in _REFUSALS}}

    def _answers(self) -> dict[Any, Any]:
        view = self.view
        if view.action == "export":
            return {(200, kind): OpenApiTypes.BINARY for kind in _FILES}
        if view.action == "history":
            return {200: EventRow(many=True)}
        if view.action == "retrieve":
            shape = (view.detail_class or view.serializer_class)()
            return {200: {"allOf": [STAMP, self.resolve_serializer(shape, "response").ref]}}
        return {200: view.row_class(view.action)(many=True)}
