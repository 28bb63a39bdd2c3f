"""What reads differently in two editions (标准的变化): entry by entry, the criteria as sentences, old and new."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.catalogue.rules import entries_of
from tracker.catalogue.wording import Words, words


def changed_entries(edition: CatalogueEdition, against: CatalogueEdition | None) -> list[dict[str, str]]:
    """The entries whose criteria read differently, old and new; an entry that was renamed stands beside what it was."""
    spoken = words()
    new, old = _sentences(edition, spoken), _sentences(against, spoken) if against else {}
    pairs = [(entry, _same(entry, old, new)) for entry in new] + [
        (entry, None) for entry in old if _same(entry, new, old) is None
    ]
    told = []
    for entry, before in pairs:
        said = (old[before] if before else old.get(entry, "")), new.get(entry, "")
        if said[0] != said[1]:
            told.append({"label": f"{entry.number} {entry.title}", "old": said[0], "new": said[1]})
    return told


def _sentences(edition: CatalogueEdition, spoken: Words) -> dict[CatalogueEntry, str]:
    """The criteria of each entry in words."""
    entries = {entry.pk: entry for entry in edition.entries.all()}
    return {entries[one.entry_id]: spoken.entry(list(one.groups().values())) for one in entries_of(edition)}


def _same(
    entry: CatalogueEntry, others: Iterable[CatalogueEntry], own: Iterable[CatalogueEntry]
) -> CatalogueEntry | None:
    """The same entry in the other edition: of its title; else of its number and industry, where no title claims that one."""
    by_title = {other.title: other for other in others}
    if entry.title in by_title:
        return by_title[entry.title]
    claimed = {one.title for one in own}
    place = (entry.number, entry.industry_id)
    return next((o for o in others if (o.number, o.industry_id) == place and o.title not in claimed), None)
