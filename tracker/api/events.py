"""The feed of all events (变更流水) in the API, for auditors: newest last, so that one can go on where one stopped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from tracker.api import pagination
from tracker.api.doors import Door
from tracker.api.histories import EventRow, page_of_events
from tracker.api.parameters import Clocks, read_clocks, read_moment
from tracker.api.schema import ResourceSchema
from tracker.audit import feed
from tracker.values.errors import InvalidValue


class Events(Door, GenericViewSet):
    """变更流水: of every kind of row, or of one `kind`, one `object`, one `officer`, one period."""

    resource = "event"
    serializer_class = EventRow
    pagination_class = pagination.Cursor
    filter_backends: list[Any] = []  # its parameters are its own
    schema = ResourceSchema()

    @classmethod
    def row_class(cls, action: str) -> type[EventRow]:
        """The shape of an event."""
        return EventRow

    def parameters(self) -> Iterable[str]:
        """What may be asked for."""
        return ("kind", "object", "officer", "since", "until", *pagination.PARAMETERS)

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", OpenApiTypes.STR, enum=sorted(feed.tracked_models())),
            OpenApiParameter("object", OpenApiTypes.STR),
            OpenApiParameter("officer", OpenApiTypes.STR),
            OpenApiParameter("since", OpenApiTypes.DATETIME),
            OpenApiParameter("until", OpenApiTypes.DATETIME),
        ]
    )
    def list(self, request: Request) -> Response:
        """A page of events."""
        clocks: Clocks = read_clocks(request)
        events = page_of_events(self.pager, request, self._asked(request.query_params))
        return self.pager.get_paginated_response({**clocks.stamp(), "results": events})

    def _asked(self, given: Any) -> feed.Question:
        known, kind = feed.tracked_models(), given.get("kind")
        if kind is not None and kind not in known:
            message = _("未知的数据类别“%(kind)s”") % {"kind": kind[:40]}
            raise InvalidValue(message, field="kind", expected=" ".join(sorted(known)))
        return feed.Question(
            sources=[known[kind]] if kind else [known[name] for name in sorted(known)],
            scope=self.officer.scope,
            object_id=_object_id(known.get(kind), given.get("object")),
            since=read_moment(given["since"], "since") if "since" in given else None,
            until=read_moment(given["until"], "until") if "until" in given else None,
            officer=given.get("officer"),
        )


def _object_id(model: Any, text: str | None) -> Any:
    """The key of the row asked for, as the model's column holds it."""
    if text is None:
        return None
    if model is None:
        raise InvalidValue(_("按主键查询时请同时给出数据类别 kind"), field="object")
    try:
        key = model._meta.pk.to_python(text)
    except ValidationError:
        key = None
    if key is None or (isinstance(key, int) and not 0 < key < pagination.BIGGEST):
        raise InvalidValue(_("主键格式有误"), field="object", found=text[:40])
    return key
