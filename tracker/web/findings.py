"""Findings in words (筛查理由): for each condition the value it met against the threshold, or that it was never surveyed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracker.catalogue.criteria import ANNUAL_CAPACITY
from tracker.catalogue.models import Criterion
from tracker.catalogue.rules import measures, rule_of
from tracker.catalogue.wording import words
from tracker.screening.models import Finding


@dataclass(frozen=True)
class Reason:
    """One condition, what it met, and whether what it asks for is missing."""

    condition: str
    value: str
    negated: bool
    missing: bool


def explain(findings: Iterable[Finding]) -> None:
    """Give each finding its `told` reasons; three queries for all of them."""
    listed = list(findings)
    wanted = {int(key) for finding in listed for key in finding.reasons if key.isdigit()}
    known, spoken = measures(), words()
    rules = {one.pk: rule_of(one, known) for one in Criterion.objects.filter(pk__in=wanted).order_by("pk")}

    def reason(finding: Finding, key: int, value: Any) -> Reason:
        rule, missing = rules[key], key in finding.reasons.get("missing", [])
        code = rule.measure.code
        unit = finding.capacity_unit if code == ANNUAL_CAPACITY else rule.measure.unit
        met = spoken.value(code, value)
        return Reason(spoken.rule(rule), f"{met} {unit}".strip() if met else "", rule.negated, missing)

    for finding in listed:
        keys = sorted(int(key) for key in finding.reasons if key.isdigit())
        finding.told = [reason(finding, key, finding.reasons[str(key)]) for key in keys if key in rules]  # type: ignore[attr-defined]
