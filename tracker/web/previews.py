"""The preview of an upload (预览): counts, tabs, rows with old and new values, cells not read literally, faults."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, Model
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.quotas.models import Quota
from tracker.registry.models import Facility
from tracker.targets.models import Target
from tracker.templatetags.capacity import amount
from tracker.web.keyfigures import Figure, count
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.kinds import Column, Type
from tracker.workbooks.models import Upload, UploadRow

UNREAD = {Upload.State.RECEIVED, Upload.State.READING}
ERRORS, INTERPRETED = "errors", "interpreted"
CREATE, UPDATE, UNCHANGED = (
    UploadRow.Action.CREATE.value,
    UploadRow.Action.UPDATE.value,
    UploadRow.Action.UNCHANGED.value,
)
_MODELS: dict[str, type[Model]] = {"quota": Quota, "target": Target, "facility": Facility}


def preview_context(request: OfficerRequest, upload: Upload) -> dict[str, Any]:
    """Everything the page of a read upload shows; one tab at a time, a page of it."""
    rows = UploadRow.objects.filter(upload=upload)
    interpreted = rows.exclude(interpreted=[])
    counts = {
        ERRORS: upload.error_count,
        CREATE: upload.created,
        UPDATE: upload.updated,
        UNCHANGED: upload.unchanged,
        INTERPRETED: interpreted.count(),
    }
    tab = _tab_asked_for(request, counts)
    to_write = upload.created + upload.updated
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": _tabs(tab, counts),
        "figures": _figures(upload),
        "to_write": to_write,
    }
    if tab == ERRORS:
        return context | {"errors": upload.errors}
    listed = page_context(request, interpreted if tab == INTERPRETED else rows.filter(action=tab), count=counts[tab])
    found = list(listed["page"].object_list)
    if tab == INTERPRETED:
        return context | listed | {"notes": [note for row in found for note in row.interpreted]}
    speller = _Speller(upload, request.user, found)
    told = [speller.change(row) if tab == UPDATE else speller.whole(row) for row in found]
    return context | listed | {"rows": told, "headers": speller.headers()}


def _tab_asked_for(request: OfficerRequest, counts: dict[str, int]) -> str:
    asked = request.GET.get("tab", "")
    if asked in counts:
        return asked
    return next((name for name in (ERRORS, UPDATE, CREATE, UNCHANGED) if counts[name]), CREATE)


def _tabs(active: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        ERRORS: _("错误"),
        CREATE: _("新增"),
        UPDATE: _("变更"),
        UNCHANGED: _("不变"),
        INTERPRETED: _("非字面读取"),
    }
    return [
        {
            "name": name,
            "label": label,
            "count": counts[name],
            "active": name == active,
            "bad": name == ERRORS and counts[name],
        }
        for name, label in labels.items()
    ]


def _figures(upload: Upload) -> list[Figure]:
    return [
        count(
            _("数据行"), upload.rows, note=_("另跳过合计等 %(n)d 行") % {"n": upload.skipped} if upload.skipped else ""
        ),
        count(_("新增"), upload.created, tone="good", url=f"?tab={CREATE}"),
        count(_("变更"), upload.updated, tone="warn", url=f"?tab={UPDATE}"),
        count(_("不变"), upload.unchanged, url=f"?tab={UNCHANGED}"),
        count(_("错误"), upload.error_count, tone="bad", url=f"?tab={ERRORS}"),
    ]


class _Speller:
    """Writes stored rows as the officer's sheet had them: codes as names, numbers with separators."""

    def __init__(self, upload: Upload, officer: Officer, rows: list[UploadRow]) -> None:
        self.codec = CODECS[upload.kind]
        self.kind, self.model = self.codec.kind, _MODELS[self.codec.resource]
        self.lookups = lookups_of(officer, upload.plan)
        stored = [values for row in rows for values in (row.values, row.before or {})]
        self.keys = {value for values in stored for value in values.values() if isinstance(value, str | int)}
        self.names: dict[Any, dict[str, str]] = {}

    def headers(self) -> list[dict[str, Any]]:
        """The columns of the sheet."""
        return [{"label": column.header, "numeric": _numeric(column)} for column in self.kind.columns]

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
        named = [self._cell(self.kind.column(name), row.values.get(name)) for name in self.kind.keys[0]]
        told = [
            self._difference(name, old, getattr(stated, name)) for name, old in before.items() if hasattr(stated, name)
        ]
        changes = [change for change in told if change]
        title = " · ".join(name for name in named if name)
        return {"sheet": row.sheet, "row_number": row.row_number, "title": title, "changes": changes}

    def _difference(self, name: str, old: Any, new: Any) -> dict[str, str] | None:
        field, column = self._field(name), self.kind.by_name().get(name)
        label = field.verbose_name if field else column.header if column else name
        told_old, told_new = (self._value(field, value) for value in (old, new))
        return None if told_old == told_new else {"label": str(label), "old": told_old, "new": told_new}

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
        return _plain(value, numeric=_numeric(column))


def _plain(value: Any, *, numeric: bool) -> str:
    if value in (None, ""):
        return ""
    return amount(Decimal(str(value))) if numeric else str(value)


def _numeric(column: Column) -> bool:
    return column.type in {Type.AMOUNT, Type.INTEGER}
