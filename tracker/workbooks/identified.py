"""Rows known by their number (系统编号): a prefilled row stays itself however it is sorted, moved or rewritten.

A number that stands twice, or belongs to no row of this plan the officer may see, is a fault that names its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, RowEffect
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.errors import CellError
from tracker.workbooks.checked import Checked, Row
from tracker.workbooks.codecs.base import Codec
from tracker.workbooks.kinds.base import ROW_ID


def check_numbers(checked: Checked, codec: Codec, plan: Plan, by: Officer) -> None:
    """Take out the rows whose number can't be theirs, each with a fault."""
    numbered = [row for row in checked.rows if row.values.get(ROW_ID)]
    if not numbered:
        return
    known = {str(key) for key in codec.to_fill_in(plan, by).values_list("pk", flat=True)}
    known |= {str(key) for key in codec.visible(plan, by).values_list("pk", flat=True)}
    first: dict[str, Row] = {}
    bad: set[int] = set()
    for row in numbered:
        number = str(row.values[ROW_ID])
        before = first.setdefault(number, row)
        if before is not row:
            bad |= {id(before), id(row)}
            _fault(checked, row, before)
        elif number not in known:
            bad.add(id(row))
            _fault(checked, row, None)
    checked.rows = [row for row in checked.rows if id(row) not in bad]
    checked.bad_rows += len(bad)


def _fault(checked: Checked, row: Row, twin: Row | None) -> None:
    words = {"row": row.number, "other": twin.number if twin else 0, "sheet": twin.sheet if twin else ""}
    message = (
        _("第 %(row)s 行与“%(sheet)s”第 %(other)s 行的系统编号相同：复制的行请清空末列隐藏的系统编号，作为新行导入")
        if twin
        else _("第 %(row)s 行的系统编号不是本计划中您可以修改的记录；要作为新行导入，请清空末列隐藏的系统编号")
    )
    code = "ROW_ID_TWICE" if twin else "ROW_ID_UNKNOWN"
    found = str(row.values[ROW_ID])
    checked.error(CellError(row.sheet, f"A{row.number}", _("系统编号"), found, "", code, message % words))


def merge_rows(
    codec: Codec, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool, on: date | None = None
) -> MergeResult:
    """Rewrite what numbered rows are known by, then merge all; with `dry_run` nothing of it stays."""
    numbered = {
        index: (int(row.values[ROW_ID]), codec.to_row(row.values))
        for index, row in enumerate(rows)
        if codec.rename and row.values.get(ROW_ID)
    }
    if not codec.rename or not numbered:
        return codec.merge(plan, rows, by, dry_run=dry_run, on=on)
    with transaction.atomic():
        start = transaction.savepoint()
        olds = codec.rename(plan, numbered, by)
        result = codec.merge(plan, rows, by, dry_run=dry_run, on=on)
        if dry_run:
            transaction.savepoint_rollback(start)
        else:
            transaction.savepoint_commit(start)
    return MergeResult([_with_old(effect, olds.get(effect.index)) for effect in result.effects])


def _with_old(effect: RowEffect, old: dict[str, str | None] | None) -> RowEffect:
    if not old:
        return effect
    return RowEffect(effect.index, "update", {**(effect.before or {}), **old})
