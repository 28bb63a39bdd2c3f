"""Cursor pages (游标分页): `{"next", "previous", "results"}`, equally fast at any depth, whatever is added meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from tracker.values.errors import InvalidValue

PAGE_SIZE, MOST = 100, 1000
PARAMETERS = ("cursor", "page_size")
_LONGEST = 500

BIGGEST = 2**63 - 1

Row = dict[str, Any]


@dataclass(frozen=True)
class Slice:
    """Which rows to fetch: those after (or, backwards, before) the row with these keys, at most `limit`."""

    keys: list[str] | None
    backwards: bool
    limit: int


class Cursor(BasePagination):
    """Pages by the keys of their first and last row; `page_size` up to 1,000."""

    def fetch(self, request: Request, keys: tuple[str, ...], take: Callable[[Slice], list[Row]]) -> list[Row]:
        """The page the request asks for; `take` fetches a slice, nearest row first; `keys` order the rows uniquely."""
        self.address, self.keys = request.build_absolute_uri(), keys
        size = _page_size(request.query_params.get("page_size"))
        start, backwards = _decode(request.query_params.get("cursor"), len(keys))
        rows = take(Slice(start, backwards, size + 1))
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        self.rows = rows
        self.has_next, self.has_previous = (True, more) if backwards else (more, start is not None)
        return rows

    def links(self) -> dict[str, str | None]:
        """The addresses of the pages around the one fetched."""
        return {
            "next": self._link(self.rows[-1], backwards=False) if self.has_next and self.rows else None,
            "previous": self._link(self.rows[0], backwards=True) if self.has_previous and self.rows else None,
        }

    def get_paginated_response(self, data: Any) -> Response:
        """The page with its links."""
        return Response({**self.links(), **data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """How a page looks, for the documentation."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "as_of", "known_at", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "as_of": {"type": "string", "format": "date"},
                "known_at": {"type": "string", "format": "date-time"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The query parameters, for the documentation."""
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE}
        return [
            {"name": "cursor", "in": "query", "schema": {"type": "string", "maxLength": _LONGEST}},
            {"name": "page_size", "in": "query", "schema": size},
        ]

    def _link(self, row: Row, *, backwards: bool) -> str:
        position = {"k": [_text(row[key]) for key in self.keys], **({"b": 1} if backwards else {})}
        encoded = base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")
        return replace_query_param(remove_query_param(self.address, "cursor"), "cursor", encoded)


def slice_by(rows: QuerySet[Any], keys: tuple[tuple[str, str], ...], part: Slice) -> QuerySet[Any]:
    """The slice of a queryset in the order of its keys, each a field and the column it is found by."""
    condition, equal = Q(pk__in=[]), Q()
    for (name, column), text in zip(keys, part.keys or [], strict=bool(part.keys)):
        value = _typed(rows.model, name, text)
        condition |= equal & Q(**{f"{column}__{'lt' if part.backwards else 'gt'}": value})
        equal &= Q(**{column: value})
    order = [f"-{column}" if part.backwards else column for _name, column in keys]
    return (rows.filter(condition) if part.keys else rows).order_by(*order)[: part.limit]


def _typed(model: type[Model], name: str, text: str) -> Any:
    try:
        value = model._meta.get_field(name).to_python(text)  # type: ignore[union-attr]
    except ValidationError:
        raise bad_cursor() from None
    if isinstance(value, int) and value > BIGGEST:
        raise bad_cursor()
    return value


def _text(key: Any) -> str:
    return key.isoformat() if isinstance(key, datetime) else str(key)


def _page_size(text: str | None) -> int:
    if text is None:
        return PAGE_SIZE
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not 1 <= size <= MOST:
        raise InvalidValue(_("每页行数应为 1 至 %(most)d 的整数") % {"most": MOST}, field="page_size", found=text[:20])
    return size


def _decode(text: str | None, length: int) -> tuple[list[str] | None, bool]:
    """The keys and direction a cursor stands for; InvalidValue for anything this API didn't write itself."""
    if text is None:
        return None, False
    try:
        position = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        keys, backwards = position["k"], position.get("b", 0)
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise bad_cursor() from error
    wellformed = isinstance(keys, list) and len(keys) == length and all(isinstance(key, str) for key in keys)
    if not wellformed or backwards not in (0, 1) or len(text) > _LONGEST or "\0" in "".join(keys):
        raise bad_cursor()
    return keys, bool(backwards)


def bad_cursor() -> InvalidValue:
    """The refusal of a cursor that leads nowhere."""
    return InvalidValue(_("游标无效：请使用上一次应答中的 next 或 previous 网址，或从第一页重新开始"), field="cursor")
