"""Product and equipment check (产品装备核查): is this listed on a day, where, in which tier? For procurement and project approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry, Criterion, FacilityKind
from tracker.values.errors import InvalidValue

SHORTEST = 1


@dataclass(frozen=True)
class Listing:
    """One entry that lists what was asked for."""

    edition: CatalogueEdition
    entry: CatalogueEntry


@dataclass(frozen=True)
class Answer:
    """Whether anything is listed on the day, in the edition in force then, and where."""

    asked: str
    on: date
    edition: CatalogueEdition | None
    listings: list[Listing]

    @property
    def listed(self) -> bool:
        """Whether anything was found."""
        return bool(self.listings)


def check(asked: str, on: date) -> Answer:
    """Entries of the edition in force on a day whose title, text, kinds of facility or products hold every asked word."""
    words = asked.split()
    if not words or len(asked) > 60:
        raise InvalidValue(field="q", found=asked[:60], expected="1–60")
    edition = CatalogueEdition.objects.in_force(on).first()
    if edition is None:
        return Answer(asked, on, None, [])
    fitting = Q()
    for word in words:
        fitting &= _names(word)
    entries = CatalogueEntry.objects.filter(fitting, edition=edition).select_related("industry").order_by("number")
    return Answer(asked, on, edition, [Listing(edition, entry) for entry in entries])


def _names(word: str) -> Q:
    """The entries a word names: in their own words, or by the kind or product one of their criteria asks for."""
    kinds = FacilityKind.objects.filter(Q(name__icontains=word) | Q(name_en__icontains=word)).values("code")
    named = Q(attribute="facility_kind", threshold__in=kinds) | Q(attribute="product", threshold__icontains=word)
    criteria = Criterion.objects.filter(named, negated=False).values("entry")
    return Q(title__icontains=word) | Q(text__icontains=word) | Q(industry__name__icontains=word) | Q(pk__in=criteria)
