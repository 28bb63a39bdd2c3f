"""Criteria as sentences (标准的文字表述): what an officer reads is made from what the system evaluates, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.catalogue.comparing import Comparator
from tracker.catalogue.criteria import FACILITY_KIND, Rule
from tracker.catalogue.models import Attribute, FacilityKind


@dataclass(frozen=True)
class Words:
    """The names of attributes, options and kinds in the reader's language."""

    attributes: dict[str, str]
    options: dict[tuple[str, str], str]
    kinds: dict[str, str]
    yes: str = "是"
    no: str = "否"

    def value(self, attribute: str, value: Any) -> str:
        """A value of an attribute as people read it; empty where there is none."""
        if value is None or value == "":
            return ""
        if value in (True, "true"):
            return self.yes
        if value in (False, "false"):
            return self.no
        if attribute == FACILITY_KIND:
            return self.kinds.get(str(value), str(value))
        return self.options.get((attribute, str(value)), str(value))

    def rule(self, rule: Rule) -> str:
        """One condition: “磨机直径小于等于 3 m”."""
        code = rule.measure.code
        parts = {
            "what": self.attributes.get(code, code),
            "how": str(Comparator(rule.comparator).label),
            "value": self.value(code, plain(rule.threshold) if rule.measure.type == "decimal" else rule.threshold),
        }
        if rule.measure.type == "boolean":
            return _("%(what)s：%(value)s") % parts
        told = (_("%(what)s%(how)s %(value)s") % parts).strip()
        return f"{told} {rule.unit}" if rule.unit else told

    def group(self, rules: Sequence[Rule]) -> str:
        """Conditions that hold together, with the exceptions behind them."""
        needed = _("，且").join(self.rule(rule) for rule in rules if not rule.negated)
        spared = _("、或者").join(self.rule(rule) for rule in rules if rule.negated)
        if not spared:
            return needed
        if not needed:
            return _("除%(spared)s之外的全部") % {"spared": spared}
        return _("%(needed)s（%(spared)s的除外）") % {"needed": needed, "spared": spared}

    def entry(self, groups: Iterable[Sequence[Rule]]) -> str:
        """All alternatives of an entry as one sentence."""
        return _("；或者").join(self.group(rules) for rules in groups)


def words() -> Words:
    """The names in the language of the moment; two queries."""
    english = (get_language() or "").startswith("en")
    attributes = list(Attribute.objects.all())
    kinds = FacilityKind.objects.all()
    options = {
        (one.code, option): label
        for one in attributes
        for option, label in zip(one.choices, one.choice_labels_en if english else one.choice_labels, strict=False)
    }
    return Words(
        {one.code: one.label_en if english else one.label for one in attributes},
        options,
        {kind.code: kind.name_en if english else kind.name for kind in kinds},
        *(("yes", "no") if english else ("是", "否")),
    )


def plain(number: str) -> str:
    """A number with thousands separators: 200000 is 200,000."""
    return f"{Decimal(number):,f}"
