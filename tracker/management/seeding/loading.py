"""Loading of seed rows: checked against the model one by one, then merged as a set; only what differs is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tracker.bulk.merge import MergeSpec, merge
from tracker.management.seeding.reading import BadSeeds, Fault, SeedFile, SeedRow

Rows = Mapping[str, list[SeedRow]]


@dataclass(frozen=True)
class Load:
    """Which file fills which table. `fields`: attribute → column; `computed`: attribute → from the row and all files;
    `links`: the same for what can only be known once all rows of the file are stored.

    With `create_only` a row that exists already is left as it is, whatever the file says now. `wanted` may hold back
    the whole file (for tables that belong to the officers once they are filled).
    """

    file: SeedFile
    model: type[models.Model]
    key: tuple[str, ...]
    fields: Mapping[str, str]
    computed: Mapping[str, Callable[[SeedRow, Rows], Any]] = field(default_factory=dict)
    links: Mapping[str, Callable[[SeedRow, Rows], Any]] = field(default_factory=dict)
    create_only: bool = False
    wanted: Callable[[], bool] = lambda: True
    only: Callable[[SeedRow], bool] = lambda row: True  # which rows of the file belong in this table

    def rows_of(self, rows: Rows) -> list[SeedRow]:
        """The file's rows that belong in the table."""
        return [row for row in rows[self.file.name] if self.only(row)]

    @property
    def spec(self) -> MergeSpec:
        """How the rows are merged."""
        rest = tuple(name for name in (*self.fields, *self.computed) if name not in self.key)
        if self.create_only:
            return MergeSpec(self.model, key=self.key, values=(), on_create=rest)
        return MergeSpec(self.model, key=self.key, values=rest)

    def record(self, row: SeedRow, rows: Rows) -> dict[str, Any]:
        """The row as attribute values of the model."""
        own = {attribute: row.values[column] for attribute, column in self.fields.items()}
        return own | {attribute: compute(row, rows) for attribute, compute in self.computed.items()}

    def apply(self, rows: Rows) -> list[str]:
        """Check and merge the file, telling create, update or unchanged of each row; nothing where it isn't wanted."""
        records = self._checked(rows)
        if not self.wanted():
            return []
        actions = [effect.action for effect in merge(self.spec, records).effects]
        return self._link(rows, records, actions) if self.links else actions

    def _checked(self, rows: Rows) -> list[dict[str, Any]]:
        records = [self.record(row, rows) for row in self.rows_of(rows)]
        faults = list(self._refusals(self.rows_of(rows), records))
        if faults:
            raise BadSeeds(faults)
        return records

    def _link(self, rows: Rows, records: Sequence[dict[str, Any]], actions: Sequence[str]) -> list[str]:
        linked = [
            {name: record[name] for name in self.key} | {name: find(row, rows) for name, find in self.links.items()}
            for row, record in zip(self.rows_of(rows), records, strict=True)
        ]
        effects = merge(MergeSpec(self.model, key=self.key, values=tuple(self.links)), linked).effects
        return [
            effect.action if action == "unchanged" else action for action, effect in zip(actions, effects, strict=True)
        ]

    def _refusals(self, rows: Sequence[SeedRow], records: Sequence[dict[str, Any]]) -> Iterator[Fault]:
        stored = {tuple(row[:-1]): row[-1] for row in self.model._default_manager.values_list(*self.key, "pk")}
        for row, record in zip(rows, records, strict=True):
            instance = self.model(**record)
            known = stored.get(tuple(record[name] for name in self.key))
            if known is not None:
                instance.pk, instance._state.adding = known, False
            try:
                check(instance)
            except ValidationError as error:
                yield from self._named(row, error)

    def _named(self, row: SeedRow, error: ValidationError) -> Iterator[Fault]:
        names = {self.model._meta.get_field(name).name: column for name, column in self.fields.items()}
        for name, messages in error.message_dict.items():
            column = names.get(name, name)
            yield row.fault(column, row.values.get(column, ""), " ".join(messages))


def check(instance: models.Model) -> None:
    """full_clean, but for the existence of what foreign keys point to: the files' own references were checked already."""
    pointing = {one.name for one in instance._meta.concrete_fields if one.is_relation}
    instance.clean_fields(exclude=pointing)
    instance.clean()
    instance.validate_unique()
    instance.validate_constraints()


def citation(row: SeedRow, rows: Rows) -> str:
    """The cited document's title and the clause, as shown to readers."""
    title = next(one.values["title"] for one in rows["documents"] if one.key == (row.values["document"],))
    return f"{title} {row.values['clause']}"
