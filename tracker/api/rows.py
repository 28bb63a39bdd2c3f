"""Rows (数据行): a resource's fields, each declared once and read straight from its column, without an object per row.

The same declaration serves lists, single rows, downloads and the OpenAPI schema. Amounts travel as text, exactly.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import orjson
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer

from tracker.api.parameters import Clocks
from tracker.audit.history import event_model
from tracker.values.dates import SHANGHAI


class Amount(serializers.DecimalField):
    """An amount as exact text; the unit stands in the field next to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=4, coerce_to_string=True, **kwargs)


class Label(serializers.CharField):
    """What a code of this row means, in the client's language."""

    def __init__(self, *, of: str, choices: Any, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.of, self.choices = of, choices


class Rows(serializers.Serializer):
    """Explicit fields over columns: `source` is the path of the column, `name` itself unless given."""

    of: type[Model]

    def get_fields(self) -> dict[str, serializers.Field]:
        """The fields; what each means is told by the model unless said here."""
        fields: dict[str, serializers.Field] = super().get_fields()
        for name, field in fields.items():
            field.help_text = field.help_text or self.caption(name)
        return fields

    @classmethod
    def caption(cls, name: str) -> str:
        """What a field is called in the client's language."""
        declared: Any = cls._declared_fields[name]
        given = declared._kwargs
        path = str(given.get("source", name)).replace(".", "__")
        if "label" in given:
            return str(given["label"])
        try:
            field = cls.of._meta.get_field(path.partition("__")[0])
        except FieldDoesNotExist:
            return name
        verbose = str(getattr(field, "verbose_name", name))
        if not path.endswith(("_id", "__code")):
            return verbose
        return verbose + (_("（编号）") if isinstance(declared, serializers.IntegerField) else _("（代码）"))

    @classmethod
    def columns(cls) -> dict[str, str]:
        """Each field that is a column, with its lookup path."""
        declared: dict[str, Any] = cls._declared_fields
        return {
            name: str(field._kwargs.get("source", name)).replace(".", "__")
            for name, field in declared.items()
            if not isinstance(field, Label | serializers.BaseSerializer)
        }

    @classmethod
    def labels(cls) -> list[tuple[str, str, dict[str, str]]]:
        """Each label: its field, the field with the code, and the meaning of each code in the language of the moment."""
        declared: dict[str, Any] = cls._declared_fields
        given = [(name, declared[name]._kwargs) for name, field in declared.items() if isinstance(field, Label)]
        return [
            (name, said["of"], {str(code): str(text) for code, text in said["choices"].choices}) for name, said in given
        ]


def rows_of(queryset: QuerySet[Any], shape: type[Rows], clocks: Clocks) -> list[dict[str, Any]]:
    """The rows of a queryset in the shape of its declaration, with labels; one query."""
    columns = shape.columns()
    queryset, paths = with_names(queryset, list(columns.values()), clocks)
    labels = shape.labels()
    rows = [dict(zip(columns, values, strict=True)) for values in queryset.values_list(*paths)]
    for row in rows:
        for name, code, meanings in labels:
            row[name] = meanings.get(row[code], "")
    return rows


def with_names(queryset: QuerySet[Any], paths: list[str], clocks: Clocks) -> tuple[QuerySet[Any], list[str]]:
    """In history, names of related rows (a path with `__`) are also read as they were known at the moment."""
    if not clocks.past_record:
        return queryset, paths
    known: dict[str, Any] = {}
    read = []
    for path in paths:
        relation, _, column = path.partition("__")
        related = queryset.model._meta.get_field(relation).related_model if column else None
        if related is None or not hasattr(related, "events"):
            read.append(path)
            continue
        known[f"known_{relation}_{column}"] = _name_then(related, relation, column, clocks)
        read.append(f"known_{relation}_{column}")
    return queryset.annotate(**known), read


def _name_then(related: type[Model], relation: str, column: str, clocks: Clocks) -> Any:
    events = event_model(related)._default_manager
    then = events.filter(pgh_obj_id=OuterRef(f"{relation}_id"), pgh_created_at__lte=clocks.known_at)
    return then.order_by("-pgh_id").values(column)[:1]


class FastJSON(BaseRenderer):
    """JSON as UTF-8; decimals as the text they are, times in Shanghai's, whatever they were stored in."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The bytes of an answer."""
        return b"" if data is None else orjson.dumps(data, default=_written, option=_OPTIONS)


_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return (value.astimezone(SHANGHAI) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    return format(value, "f")


class OnlyJSON(BaseContentNegotiation):
    """There is one form of answer, whatever a client accepts; refusing a browser's `text/html` would help nobody."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        """The one parser."""
        return parsers[0] if parsers else None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """The one renderer."""
        return renderers[0], renderers[0].media_type
