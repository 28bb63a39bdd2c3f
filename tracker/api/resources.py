"""What every resource has in common: list, single row, history, download; scope, clocks, filters, cursor. One class each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from tracker.api import downloads, histories, pagination
from tracker.api.doors import Door
from tracker.api.parameters import Clocks, read_clocks
from tracker.api.records import records_of
from tracker.api.rows import Rows, rows_of
from tracker.api.schema import ResourceSchema
from tracker.audit import feed
from tracker.values.errors import NotFound

Record = dict[str, Any]
Records = list[Record]  # a name, because a view's method is called `list`


@dataclass(frozen=True)
class Part:
    """Rows that belong to a row: their field, their shape, the field that links them, and the date they count from."""

    name: str
    shape: type[Rows]
    link: str
    since: str = ""


class Resource(Door, GenericViewSet):
    """One kind of row: `model`, its fields (`serializer_class`), its filters, and the name of its key."""

    model: type[Model]
    serializer_class: type[Rows]
    filterset_class: Any = None
    filter_backends = [DjangoFilterBackend]
    pagination_class = pagination.Cursor
    detail_class: type[Rows] | None = None  # where a single row shows more
    parts: tuple[Part, ...] = ()
    detail_parts: tuple[Part, ...] = ()
    sublists: tuple[str, ...] = ()  # actions that list what belongs to one row
    key = "id"
    order: tuple[str, ...] = ()  # fields that order the rows; the key is added
    dated = False  # whether `as_of` means something here
    schema = ResourceSchema()
    verbs = {"history": "history", "export": "export"}
    lookup_value_regex = r"[0-9]{1,18}"

    def parameters(self) -> Iterable[str]:
        """What each action may be asked."""
        clocks = ("known_at", "as_of") if self.dated else ("known_at",)
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return {
            "list": (*clocks, *filters, *pagination.PARAMETERS),
            "retrieve": clocks,
            "history": pagination.PARAMETERS,
            "export": (*clocks, *filters),
        }.get(self.action, ())

    @classmethod
    def row_class(cls, action: str) -> type[Rows]:
        """The shape of the rows an action lists."""
        return cls.serializer_class

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Set both clocks once the question is understood."""
        super().initial(request, *args, **kwargs)
        self.clocks: Clocks = read_clocks(request)

    def get_queryset(self) -> QuerySet[Any]:
        """The rows the officer may know of, as of the day or as known at the moment asked for."""
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a request
            return self.model._default_manager.none()
        return self.shown(records_of(self.model, self.officer, self.clocks))

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """For subclasses: what a row shows beyond its columns."""
        return rows

    def list(self, request: Request) -> Response:
        """A page of rows."""
        rows = self.filter_queryset(self.get_queryset())

        def take(part: pagination.Slice) -> Records:
            return rows_of(pagination.slice_by(rows, self._keys(), part), self.serializer_class, self.clocks)

        records = self.pager.fetch(request, (*self.order, self.key), take)
        self._attach(records, self.parts)
        return self.pager.get_paginated_response({**self.clocks.stamp(), "results": records})

    def retrieve(self, request: Request, **kwargs: str) -> Response:
        """One row; 404 whether it doesn't exist or may not be known of."""
        key, column = kwargs[self.lookup_field], self._keys()[-1][1]
        records = rows_of(
            self.get_queryset().filter(**{column: key})[:1], self.detail_class or self.serializer_class, self.clocks
        )
        if not records:
            raise NotFound(id=key)
        self._attach(records, self.parts + self.detail_parts)
        return Response({**self.clocks.stamp(), **records[0], **self.beside(records[0])})

    def beside(self, record: Record) -> Record:
        """For subclasses: what a single row shows that is no column and no row of its own."""
        return {}

    def history(self, request: Request, **kwargs: str) -> Response:
        """Every recorded change of one row, deleted ones too."""
        key = kwargs[self.lookup_field]
        asked = feed.Question(
            [self.model],
            self.officer.scope,
            object_id=self.model._meta.pk.to_python(key),
            organisation=self.officer.own_organisation,
        )
        events = histories.page_of_events(self.pager, request, asked)
        if histories.empty_page(events, request):
            raise NotFound(id=key)
        return self.pager.get_paginated_response({**self.clocks.stamp(), "results": events})

    def export(self, request: Request, kind: str) -> StreamingHttpResponse:
        """All rows the filters leave, as a file."""
        rows = self.filter_queryset(self.get_queryset()).order_by(*(column for _, column in self._keys()))
        return downloads.stream(self, rows, kind)

    def _keys(self) -> tuple[tuple[str, str], ...]:
        """The fields that order the rows, and their columns; in history the key is found by its index."""
        return (*((name, name) for name in self.order), (self.key, "pgh_obj_id" if self.clocks.past_record else "pk"))

    def _attach(self, records: Records, parts: tuple[Part, ...]) -> None:
        for part in parts:
            owned: dict[Any, Records] = {record[self.key]: [] for record in records}
            found = records_of(part.shape.of, self.officer, self.clocks).filter(**{f"{part.link}__in": list(owned)})
            if part.since and self.clocks.past_day:
                found = found.filter(**{f"{part.since}__lte": self.clocks.as_of})
            for row in rows_of(found.order_by("pk"), part.shape, self.clocks):
                owned[row[part.link]].append(row)
            for record in records:
                record[part.name] = owned[record[self.key]]
