"""Criteria compiled to SQL (标准编译): one expression over a facility row that says, for every entry, which group decides.

SQL's own three-valued logic does the reasoning: a missing value is NULL, and NULL is 'survey needed'. Each facility is led
straight to the groups that name its kind, and to those of its industry that name none; the others are never looked at.
`evaluation` is the definition; tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import sql

from tracker.catalogue.criteria import (
    ANNUAL_CAPACITY,
    COMMISSIONED_ON,
    FACILITY_KIND,
    SERVICE_YEARS,
    EntryRules,
    Rule,
    named_kinds,
    threshold_in_base,
)
from tracker.values.measures import base_and_factor
from tracker.values.units import UNITS, unit_named


@dataclass(frozen=True)
class Group:
    """One group of an entry, with the number by which the expression answers."""

    number: int
    entry_id: int
    group: int
    industry: str
    rules: tuple[Rule, ...]

    @property
    def kinds(self) -> set[str]:
        """The kinds the group names."""
        return named_kinds(self.rules)


class Anything:
    """The kind is not known when compiling: it is read from the row."""


def groups_of(entries: Iterable[EntryRules]) -> list[Group]:
    """Every group of every entry, numbered from 1."""
    found = [(entry, group, rules) for entry in entries for group, rules in entry.groups().items()]
    return [
        Group(number, entry.entry_id, group, entry.industry, tuple(rules))
        for number, (entry, group, rules) in enumerate(found, start=1)
    ]


def answers(groups: Sequence[Group], on: date) -> str:
    """The array of numbers over a row `s`: +n where group n holds, −n where it cannot be said, 0 where it does not hold."""
    by_kind: dict[str, list[str]] = {}
    unknown_kind: dict[str, list[str]] = {}
    by_industry: dict[str, list[str]] = {}
    for group in groups:
        for kind in sorted(group.kinds):
            by_kind.setdefault(kind, []).append(_answer(group, kind, on))
        if group.kinds:
            unknown_kind.setdefault(group.industry, []).append(_answer(group, None, on))
        else:
            by_industry.setdefault(group.industry, []).append(_answer(group, Anything, on))
    known = _choose("s.kind_id", by_kind)
    unknown = _choose("s.industry_id", unknown_kind)
    return f"(CASE WHEN s.kind_id IS NULL THEN {unknown} ELSE {known} END || {_choose('s.industry_id', by_industry)})"


def reasons(groups: Sequence[Group], on: date) -> str:
    """The reasons over a row `s` with `s.number` and `s.matched`: each rule of the deciding group with the value it met."""
    cases = " ".join(f"WHEN {group.number} THEN {_explained(group, on)}" for group in groups)
    return f"(CASE s.number {cases} END)" if groups else "'{}'::jsonb"


def literal(value: Any) -> str:
    """A value as SQL text, quoted by the driver."""
    return sql.Literal(value).as_string(None)


def _choose(column: str, answers_by: dict[str, list[str]]) -> str:
    if not answers_by:
        return "'{}'::int[]"
    cases = " ".join(f"WHEN {literal(key)} THEN ARRAY[{', '.join(each)}]" for key, each in sorted(answers_by.items()))
    return f"(CASE {column} {cases} ELSE '{{}}'::int[] END)"


def _answer(group: Group, kind: Any, on: date) -> str:
    conditions = [condition(rule, kind, on) for rule in group.rules]
    if "false" in conditions:
        return "0"
    needed = [each for each in conditions if each != "true"]
    return f"coalesce(({' AND '.join(needed)})::int, -1) * {group.number}" if needed else str(group.number)


def condition(rule: Rule, kind: Any = Anything, on: date = date.min) -> str:
    """One rule over a row `s`: true, false or NULL; constants are worked out here where the kind is known."""
    if rule.measure.code == FACILITY_KIND and kind is not Anything:
        return "NULL::boolean" if kind is None else _constant(kind == rule.threshold, rule)
    if kind is not Anything and not rule.measure.applies_to(kind):
        return _constant(False, rule)
    asked = f"{value(rule, on)} {rule.comparator} {_threshold(rule)}"
    if kind is Anything and rule.measure.kinds and rule.measure.code != FACILITY_KIND:
        listed = ", ".join(literal(each) for each in sorted(rule.measure.kinds))
        asked = f"CASE WHEN s.kind_id IS NULL OR s.kind_id IN ({listed}) THEN {asked} ELSE false END"
    return f"(NOT ({asked}))" if rule.negated else f"({asked})"


def _constant(answer: bool, rule: Rule) -> str:
    return "true" if answer != rule.negated else "false"


def value(rule: Rule, on: date) -> str:
    """The row's value as compared: numbers in the base of their unit."""
    code, kind = rule.measure.code, rule.measure.type
    if code == FACILITY_KIND:
        return "s.kind_id"
    if code == COMMISSIONED_ON:
        return "s.commissioned_on"
    if code == SERVICE_YEARS:
        return _full_years(on)
    if code == ANNUAL_CAPACITY:
        return _capacity(unit_named(rule.unit).base)
    recorded = f"(s.attributes->>{literal(code)})"
    if kind == "decimal":
        factor = base_and_factor(rule.measure.unit)[1] if rule.measure.unit else Decimal(1)
        return f"{recorded}::numeric" + (f" * {factor}" if factor != 1 else "")
    return f"{recorded}::{'boolean' if kind == 'boolean' else 'date'}" if kind in {"boolean", "date"} else recorded


def _capacity(base: str) -> str:
    """The capacity in a base; NULL where it is counted in another one."""
    alike = [unit for unit in UNITS.values() if unit.base == base and unit.counts == "capacity"]
    cases = " ".join(f"WHEN {literal(unit.name)} THEN s.capacity * {unit.factor}" for unit in alike)
    return f"(CASE s.capacity_unit {cases} END)"


def _full_years(on: date) -> str:
    passed = "extract(month FROM s.commissioned_on)::int * 100 + extract(day FROM s.commissioned_on)::int"
    years = f"{on.year} - extract(year FROM s.commissioned_on)::int"
    return f"({years} - ({passed} > {on.month * 100 + on.day})::int)"


def _threshold(rule: Rule) -> str:
    kind = rule.measure.type
    if kind == "boolean":
        return rule.threshold
    if kind == "date":
        return f"{literal(date.fromisoformat(rule.threshold).isoformat())}::date"
    if kind == "decimal":
        return f"{threshold_in_base(rule):f}"
    return literal(rule.threshold)


def _explained(group: Group, on: date) -> str:
    """Criterion → the value it met; where the group cannot be said, also which criteria ask for what is missing."""
    values = ", ".join(f"'{rule.criterion_id}', {_met(rule, on)}" for rule in group.rules)
    asking = ", ".join(
        f"CASE WHEN {condition(rule, Anything, on)} IS NULL THEN {rule.criterion_id} END" for rule in group.rules
    )
    missing = f"jsonb_build_object('missing', to_jsonb(array_remove(ARRAY[{asking}], NULL)))"
    return f"jsonb_build_object({values}) || CASE WHEN s.matched THEN '{{}}'::jsonb ELSE {missing} END"


def _met(rule: Rule, on: date) -> str:
    """The value as recorded; a capacity's unit stands in its own column."""
    columns = {
        FACILITY_KIND: "s.kind_id",
        COMMISSIONED_ON: "s.commissioned_on",
        SERVICE_YEARS: _full_years(on),
        ANNUAL_CAPACITY: "trim_scale(s.capacity)::text",
    }
    return columns.get(rule.measure.code, f"s.attributes->{literal(rule.measure.code)}")
