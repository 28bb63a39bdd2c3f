"""Reading an edition's criteria as rules (读取界定标准): three queries, whatever the size of the edition."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.catalogue.criteria import EntryRules, Measure, Rule
from tracker.catalogue.models import Attribute, CatalogueEdition, CatalogueEntry, Criterion

TIERS_THAT_GO = (CatalogueEntry.Tier.ELIMINATE, CatalogueEntry.Tier.PROHIBIT)


def measure_of(attribute: Attribute) -> Measure:
    """An attribute in its pure form."""
    return Measure(attribute.code, attribute.type, attribute.unit, tuple(attribute.choices), frozenset(attribute.kinds))


def measures() -> dict[str, Measure]:
    """Every attribute criteria may ask for, by code."""
    return {attribute.code: measure_of(attribute) for attribute in Attribute.objects.all()}


def rule_of(criterion: Criterion, known: dict[str, Measure]) -> Rule:
    """A stored criterion in its pure form."""
    return Rule(
        known[criterion.attribute_id],
        criterion.comparator,
        criterion.threshold,
        criterion.unit,
        criterion.negated,
        criterion.group,
        criterion.pk,
    )


def entries_of(edition: CatalogueEdition, tiers: Iterable[str] = tuple(CatalogueEntry.Tier.values)) -> list[EntryRules]:
    """The rules of every entry of an edition that has criteria, in the order of their numbers."""
    known = measures()
    rules: dict[int, list[Rule]] = {}
    for criterion in Criterion.objects.filter(entry__edition=edition).order_by("entry_id", "group", "pk"):
        rules.setdefault(criterion.entry_id, []).append(rule_of(criterion, known))
    entries = CatalogueEntry.objects.filter(edition=edition, tier__in=tiers, pk__in=rules).order_by("number", "pk")
    return [EntryRules(entry.pk, entry.industry_id, tuple(rules[entry.pk])) for entry in entries]
