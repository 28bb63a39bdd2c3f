"""Criteria as rules (界定标准): the pure form that is checked, spelled out and evaluated; no database here.

Rules of a group hold together (AND), groups are alternatives (OR), a negated rule is an exception (除外).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tracker.values.errors import InvalidValue
from tracker.values.figures import plain
from tracker.values.measures import base_and_factor
from tracker.values.units import unit_named

# Attributes that stand in columns of a facility rather than among its recorded parameters.
FACILITY_KIND, ANNUAL_CAPACITY, COMMISSIONED_ON, SERVICE_YEARS = (
    "facility_kind",
    "annual_capacity",
    "commissioned_on",
    "service_years",
)
IN_COLUMNS = frozenset({FACILITY_KIND, ANNUAL_CAPACITY, COMMISSIONED_ON, SERVICE_YEARS})
ORDERED_TYPES = frozenset({"decimal", "date"})
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Measure:
    """What a rule asks for: an attribute with its type, its usual unit, its options, and the kinds it is measured on."""

    code: str
    type: str
    unit: str = ""
    options: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()

    def applies_to(self, kind: str | None) -> bool:
        """Whether the attribute is measured on a kind of facility; of an unknown kind it may be."""
        return kind is None or not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Rule:
    """One condition: the measure, how it compares, to what, in which unit; negated = must not hold."""

    measure: Measure
    comparator: str
    threshold: str
    unit: str = ""
    negated: bool = False
    group: int = 1
    criterion_id: int = 0


@dataclass(frozen=True)
class EntryRules:
    """All rules of one entry, and the industry it concerns."""

    entry_id: int
    industry: str
    rules: tuple[Rule, ...]

    def groups(self) -> dict[int, list[Rule]]:
        """The rules by group, in order."""
        found: dict[int, list[Rule]] = {}
        for rule in sorted(self.rules, key=lambda rule: rule.group):
            found.setdefault(rule.group, []).append(rule)
        return found


def named_kinds(rules: Sequence[Rule]) -> set[str]:
    """The kinds of facilities a group names; a group that names none concerns its entry's industry."""
    return {rule.threshold for rule in rules if rule.measure.code == FACILITY_KIND and not rule.negated}


def threshold_in_base(rule: Rule) -> Decimal:
    """A number's threshold in the base of its unit; only multiplied by powers of ten, so exact."""
    if not rule.unit:
        return Decimal(rule.threshold)
    if rule.measure.code == ANNUAL_CAPACITY:
        return Decimal(rule.threshold) * unit_named(rule.unit).factor
    return Decimal(rule.threshold) * base_and_factor(rule.unit, like=rule.measure.unit)[1]


def checked(rule: Rule, kinds: frozenset[str]) -> Rule:
    """The rule with its threshold in canonical form; InvalidValue where comparator, threshold or unit do not fit."""
    measure = rule.measure
    if rule.comparator != "=" and measure.type not in ORDERED_TYPES:
        raise InvalidValue(_("该参数只能用“是”比较"), field="comparator", found=rule.comparator, expected="=")
    text = rule.threshold.strip()
    options = (
        kinds
        if measure.code == FACILITY_KIND
        else {"true", "false"}
        if measure.type == "boolean"
        else set(measure.options)
    )
    if measure.type in {"choice", "boolean"} and text not in options:
        raise InvalidValue(
            _("界限值不在可选范围内"), field="threshold", found=text, expected="、".join(sorted(options))
        )
    if measure.type == "decimal":
        text = _decimal(text)
    elif measure.type == "date":
        _day(text)
    if not text:
        raise InvalidValue(_("请填写界限值"), field="threshold", found="")
    return Rule(measure, rule.comparator, text, _unit(rule), rule.negated, rule.group, rule.criterion_id)


def _decimal(text: str) -> str:
    digits = text.replace(",", "").replace("，", "")
    if not _NUMBER.fullmatch(digits):
        raise InvalidValue(_("界限值应为不小于零的数"), field="threshold", found=text, expected="12.5")
    return plain(Decimal(digits))


def _day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise InvalidValue(_("界限值应为日期"), field="threshold", found=text, expected="2010-09-15") from None


def _unit(rule: Rule) -> str:
    """The unit as given, if it fits; a capacity needs one, what isn't a number has none."""
    measure = rule.measure
    if measure.type != "decimal":
        return ""
    if measure.code == ANNUAL_CAPACITY:
        return _capacity_unit(rule.unit)
    unit = rule.unit or measure.unit
    if unit:
        base_and_factor(unit, like=measure.unit)
    return unit


def _capacity_unit(unit: str) -> str:
    if not unit or unit_named(unit).counts != "capacity":
        raise InvalidValue(_("请选择产能的计量单位"), field="unit", found=unit, expected="万吨")
    return unit_named(unit).name
