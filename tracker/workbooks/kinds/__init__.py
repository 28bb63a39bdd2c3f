"""Kinds of workbooks (表种): declarations only. `KINDS` is what reader, template, export, help pages and docs go by."""

from __future__ import annotations

from tracker.workbooks.kinds.base import ROW_ID, ROW_ID_HEADER, Column, Kind, Type
from tracker.workbooks.kinds.executions import EXECUTIONS
from tracker.workbooks.kinds.facilities import FACILITIES
from tracker.workbooks.kinds.progress import PROGRESS
from tracker.workbooks.kinds.quotas import QUOTAS
from tracker.workbooks.kinds.readings import READINGS
from tracker.workbooks.kinds.statistics import STATISTICS
from tracker.workbooks.kinds.subsidies import SUBSIDIES
from tracker.workbooks.kinds.targets import TARGETS

_EVERY = (QUOTAS, TARGETS, FACILITIES, PROGRESS, READINGS, EXECUTIONS, STATISTICS, SUBSIDIES)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _EVERY}

__all__ = ["KINDS", "ROW_ID", "ROW_ID_HEADER", "Column", "Kind", "Type"]
