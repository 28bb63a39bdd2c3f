"""What may be recorded of facilities (参数字典), read from the catalogue: measures, their names, the names of their options."""

from __future__ import annotations

from tracker.catalogue.models import Attribute
from tracker.catalogue.rules import measure_of
from tracker.registry.parameters import Parameters, spoken


def parameters() -> Parameters:
    """The attributes as the registry checks and reads them; one query."""
    attributes = list(Attribute.objects.all())
    names: dict[str, str] = {}
    for one in attributes:
        for name in (one.label, one.label_en, one.code):
            names.setdefault(spoken(name), one.code)
    return Parameters({one.code: measure_of(one) for one in attributes}, names, _options(attributes))


def _options(attributes: list[Attribute]) -> dict[tuple[str, str], str]:
    return {
        (one.code, label): option
        for one in attributes
        for labels in (one.choice_labels, one.choice_labels_en)
        for option, label in zip(one.choices, labels, strict=False)
    }
