"""Rows of an upload in words (逐行写法): codes as names, numbers with separators, and what differs field by field."""

from __future__ import annotations

import json
from datetime import time
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import CharField, DecimalField, Model

from tracker.officers.models import Officer
from tracker.registry.parameters import Parameters
from tracker.registry.spelling import Speller as ParameterSpeller
from tracker.registry.vocabulary import parameters
from tracker.templatetags.capacity import amount
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.kinds import Column, Kind, Type
from tracker.workbooks.models import Upload, UploadRow

# What rows call by other names than their sheet's columns.
_COLUMNS = {"enterprise_name": "enterprise", "facility_name": "equipment", "on": "completed_on", "part": "amount"}

_YEARS = ("year", "year_from")  # counted, but not written with separators
_LONG = 24  # a column this wide in the sheet holds names or sentences


class Speller:
    """Writes stored rows as the officer's sheet had them: codes as names, numbers with separators."""

    def __init__(self, upload: Upload, officer: Officer, rows: list[UploadRow]) -> None:
        self.codec = CODECS[upload.kind]
        self.kind: Kind = self.codec.kind
        self.model: type[Model] = self.codec.visible(upload.plan, officer).model
        self.lookups = lookups_of(officer, upload.plan)
        stored = [values for row in rows for values in (row.values, row.before or {})]
        self.keys = {value for values in stored for value in values.values() if isinstance(value, str | int)}
        self.names: dict[Any, dict[str, str]] = {}

    def headers(self) -> list[dict[str, Any]]:
        """The columns of the sheet."""
        return [
            {"label": column.header, "numeric": _numeric(column), "long": column.width >= _LONG}
            for column in self.kind.columns
        ]

    def whole(self, row: UploadRow) -> dict[str, Any]:
        """A row with all its cells."""
        cells = [
            {
                "label": column.header,
                "numeric": _numeric(column),
                "value": self._cell(column, row.values.get(column.name)),
            }
            for column in self.kind.columns
        ]
        return {"sheet": row.sheet, "row_number": row.row_number, "cells": cells}

    def change(self, row: UploadRow) -> dict[str, Any]:
        """A row with only what differs from the stored one; what tells it from others is its title."""
        stated, before = self.codec.to_row(self.codec.load(row.values)), row.before or {}
        named = [
            self._cell(self.kind.column(name), row.values.get(name)) for name in self.kind.called or self.kind.keys[0]
        ]
        told = [
            self._difference(name, before[name], getattr(stated, name))
            for name in sorted(before, key=self._place)
            if hasattr(stated, name)
        ]
        changes = [change for change in told if change]
        if "attributes" in before:
            changes += self._parameters(json.loads(before["attributes"]), stated)
        title = " · ".join(name for name in named if name)
        return {"sheet": row.sheet, "row_number": row.row_number, "title": title, "changes": changes}

    def _place(self, name: str) -> int:
        """Where a value stands in the sheet; what has no column of its own comes last."""
        names = [column.name for column in self.kind.columns]
        called = _COLUMNS.get(name, name)
        return names.index(called) if called in names else len(names)

    def _difference(self, name: str, old: Any, new: Any) -> dict[str, str] | None:
        field, column = self._field(name), self.kind.by_name().get(_COLUMNS.get(name, name))
        label = field.verbose_name if field else column.header if column else name
        told_old, told_new = (self._value(field, value) for value in (old, new))
        return None if told_old == told_new else {"label": str(label), "old": told_old, "new": told_new}

    def _parameters(self, was: dict[str, Any], stated: Any) -> list[dict[str, str]]:
        """What a survey's row says otherwise of a facility's parameters, one by one."""
        kind, known = stated.kind_id, self._known
        kept = {code: value for code, value in was.items() if not kind or known.measures[code].applies_to(kind)}
        now = {**kept, **known.read(stated.parameters, kind)}
        differing = self._attributes.differing(was, now)
        return [{"label": label, "old": old, "new": new} for label, old, new in differing]

    @cached_property
    def _known(self) -> Parameters:
        return parameters()

    @cached_property
    def _attributes(self) -> ParameterSpeller:
        return ParameterSpeller()

    def _field(self, name: str) -> Any:
        fields = {field.attname: field for field in self.model._meta.concrete_fields}
        return fields.get(name) or fields.get(f"{name}_id")

    def _value(self, field: Any, value: Any) -> str:
        if value in (None, ""):
            return ""
        if field is not None and field.is_relation:
            return self._names(field.related_model).get(str(value), str(value))
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(value, numeric=isinstance(field, DecimalField))

    def _names(self, model: Any) -> dict[str, str]:
        """Names by code of those texts in the rows that are codes of the model; one query a model."""
        if model not in self.names:
            kind = str if isinstance(model._meta.pk, CharField) else int
            keys = [key for key in self.keys if isinstance(key, kind)]
            self.names[model] = {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=keys)}
        return self.names[model]

    def _cell(self, column: Column, value: Any) -> str:
        if value not in (None, "") and column.source:
            return self.lookups.label(column.source, value)
        return _plain(value, numeric=_numeric(column) and column.name not in _YEARS)


def _plain(value: Any, *, numeric: bool) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return amount(Decimal(str(value))) if numeric else str(value)


def _numeric(column: Column) -> bool:
    return column.type in {Type.AMOUNT, Type.INTEGER}
