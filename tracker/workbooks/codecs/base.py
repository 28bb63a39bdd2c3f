"""A codec (编解码): how the values of one kind of sheet become rows of a room, and rows become values again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.reversal import Touched
from tracker.bulk.merge import MergeResult
from tracker.bulk.rows import each_row, tell
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue
from tracker.workbooks.checked import Row
from tracker.workbooks.kinds.base import Kind, Type

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Undoing:
    """An import being undone: whose plan, when it was applied, what it wrote, who undoes it and on which day."""

    plan: Plan
    applied_at: datetime
    touched: Sequence[Touched]
    by: Officer
    on: date


def _nothing(_undoing: Undoing) -> None:
    """A kind whose room needs no word about an undoing."""


@dataclass(frozen=True)
class Codec:
    """One kind's way into its room."""

    kind: Kind
    resource: str  # in the permission table
    to_row: Callable[[Values], Any]
    verb: Callable[..., MergeResult]
    visible: Callable[[Plan, Officer], QuerySet[Any]]
    values_of: Callable[[Any], Values]
    asks: str = "change"  # the verb of the permission table a sender needs

    undoable: bool = True
    # Rewrites what numbered rows are known by (place in the file → number and row); the old values of those that changed.
    rename: Callable[[Plan, Mapping[int, tuple[int, Any]], Officer], dict[int, dict[str, Any]]] | None = None
    # The room's own say about undoing an import: may it be (raises), and what has to be renewed once it was.
    before_undo: Callable[[Undoing], None] = _nothing
    after_undo: Callable[[Undoing], None] = _nothing

    def to_fill_in(self, plan: Plan, officer: Officer) -> QuerySet[Any]:
        """The rows a template starts with: what stands, unless the kind asks for something else."""
        return self.visible(plan, officer)

    def merge(
        self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool, on: date | None = None
    ) -> MergeResult:
        """Merge checked rows through the room's service; with `dry_run` only tell what would happen.

        `on` is the business date, for kinds whose rows are facts of a day.
        """
        stated = each_row(rows, lambda row: self.to_row(row.values))
        return self.verb(plan=plan, rows=stated, by=by, dry_run=dry_run)

    def current(self, rows: QuerySet[Any]) -> Iterator[Values]:
        """Stored rows as a sheet's values, ready to be written and read back."""
        for row in rows.iterator(2000):
            yield self.values_of(row)

    def load(self, stored: Values) -> dict[str, Any]:
        """Stored JSON values back as Decimal and date."""
        values = dict(stored)
        for name, restored in self._restored:
            value = values.get(name)
            if value is not None:
                values[name] = restored(value)
        return values

    @cached_property
    def _restored(self) -> list[tuple[str, Callable[[Any], Any]]]:
        """Columns whose values JSON has no type for, and how each is made from what stands in its place."""
        types = {Type.AMOUNT: _decimal, Type.INTEGER: _decimal, Type.DATE: date.fromisoformat}
        return [(column.name, types[column.type]) for column in self.kind.columns if column.type in types]


def _decimal(stored: Any) -> Decimal:
    return Decimal(str(stored))


def have_come(
    rows: Sequence[Row], result: MergeResult, day_of: Callable[[Values], date], on: date | None, *, field: str
) -> MergeResult:
    """The result, unless a row that says something new is of a day ahead of the business date (if that is known)."""
    written = {effect.index for effect in result.effects if effect.action != "unchanged"}
    ahead = {index: day for index in written if on and (day := day_of(rows[index].values)) > on}
    message = _("%(day)s还没有到，只能填写已经发生的日期")
    tell(
        {
            index: InvalidValue(message % {"day": day}, field=field, found=day.isoformat(), expected=f"≤ {on}")
            for index, day in ahead.items()
        }
    )
    return result


def same(row: Any, *names: str) -> dict[str, Any]:
    """Fields a table and a sheet call by the same name; blanks as None, as a reader gives them."""
    return {name: None if (value := getattr(row, name)) == "" else value for name in names}
