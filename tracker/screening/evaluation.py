"""What screening means (筛查口径), facility by facility: the definition the set-based SQL must agree with. Pure.

Every rule holds, does not hold, or cannot be said (None) because what it asks for was never surveyed. A group is the rules
together, an entry its groups as alternatives, by three-valued logic: nothing missing ever passes for a 'no'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

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
from tracker.values.units import unit_named


@dataclass(frozen=True)
class Subject:
    """A facility as it was on the day of the screening."""

    industry: str
    kind: str | None = None
    capacity: Decimal | None = None
    capacity_unit: str = ""
    commissioned_on: date | None = None
    attributes: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of one entry: `matched` (True) or survey needed (False), and the group that says so."""

    matched: bool
    group: int


def verdict(entry: EntryRules, subject: Subject, on: date) -> Verdict | None:
    """Whether the facility falls within the entry: the first group that holds, else the first that cannot be said."""
    answers = {group: _group(rules, entry.industry, subject, on) for group, rules in entry.groups().items()}
    for wanted in (True, None):
        for group, answer in answers.items():
            if answer is wanted:
                return Verdict(wanted is True, group)
    return None


def _group(rules: list[Rule], industry: str, subject: Subject, on: date) -> bool | None:
    """A group concerns the kinds it names, and otherwise the facilities of the entry's industry."""
    if subject.industry != industry and subject.kind not in named_kinds(rules):
        return False
    return _all(holds(rule, subject, on) for rule in rules)


def _all(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    if any(answer is False for answer in known):
        return False
    return None if None in known else True


def holds(rule: Rule, subject: Subject, on: date) -> bool | None:
    """Whether one rule holds; None where the value was never surveyed. What a kind doesn't have, it doesn't have."""
    answer: bool | None = False
    if rule.measure.applies_to(subject.kind):
        value, threshold = _value(rule, subject, on), _threshold(rule)
        answer = None if value is None else _compare(value, rule.comparator, threshold)
    return answer if answer is None or not rule.negated else not answer


def _value(rule: Rule, subject: Subject, on: date) -> Any:
    """The facility's value in what the threshold is compared in: numbers in the base of their unit."""
    code = rule.measure.code
    if code == FACILITY_KIND:
        return subject.kind
    if code == COMMISSIONED_ON:
        return subject.commissioned_on
    if code == SERVICE_YEARS:
        return None if subject.commissioned_on is None else Decimal(full_years(subject.commissioned_on, on))
    if code == ANNUAL_CAPACITY:
        return _capacity(subject, unit_named(rule.unit).base)
    recorded = (subject.attributes or {}).get(code)
    if recorded is None or rule.measure.type != "decimal":
        return recorded if rule.measure.type != "date" or recorded is None else date.fromisoformat(recorded)
    factor = base_and_factor(rule.measure.unit)[1] if rule.measure.unit else Decimal(1)
    return Decimal(recorded) * factor


def _capacity(subject: Subject, base: str) -> Decimal | None:
    """The capacity in a base; what is counted in another base cannot be compared and must be surveyed."""
    if subject.capacity is None or unit_named(subject.capacity_unit).base != base:
        return None
    return subject.capacity * unit_named(subject.capacity_unit).factor


def full_years(since: date, on: date) -> int:
    """Whole years from one day to another, as a person's age is counted."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _threshold(rule: Rule) -> Any:
    kind = rule.measure.type
    if kind == "boolean":
        return rule.threshold == "true"
    if kind == "date":
        return date.fromisoformat(rule.threshold)
    if kind == "decimal":
        return threshold_in_base(rule)
    return rule.threshold


def _compare(value: Any, comparator: str, threshold: Any) -> bool:
    answers = {
        "<": lambda: value < threshold,
        "<=": lambda: value <= threshold,
        "=": lambda: value == threshold,
        ">": lambda: value > threshold,
        ">=": lambda: value >= threshold,
    }
    return bool(answers[comparator]())
