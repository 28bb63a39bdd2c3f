"""Seeds of the catalogue: kinds of facilities, attributes, editions with their entries and criteria.

Editions are loaded as drafts and published at the end of the load. A published edition is final: its rows are left as they
are, whatever the files say later.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.catalogue.comparing import Comparator
from tracker.catalogue.models import Attribute, CatalogueEdition, CatalogueEntry, Criterion, FacilityKind
from tracker.management.seeding.columns import (
    CAPACITY_UNIT,
    DAY,
    EQUIPMENT_UNIT,
    FLAG,
    NOTE,
    SLUG,
    TEXT,
    WHOLE,
    one_of,
    optional,
    reference,
    references,
)
from tracker.management.seeding.loading import Load, Rows, citation
from tracker.management.seeding.reading import SeedFile, SeedRow

EDITIONS = SeedFile(
    "catalogue_editions",
    ("code",),
    {
        "code": TEXT,
        "title": TEXT,
        "issued_on": DAY,
        "effective_on": DAY,
        "supersedes": optional(reference("catalogue_editions")),
        "state": one_of(*CatalogueEdition.State.values),
    },
)
ENTRIES = SeedFile(
    "catalogue_entries",
    ("edition", "number"),
    {
        "edition": reference("catalogue_editions"),
        "number": TEXT,
        "tier": one_of(*CatalogueEntry.Tier.values),
        "kind": one_of(*CatalogueEntry.Kind.values),
        "industry": reference("industries"),
        "title": TEXT,
        "text": TEXT,
        "phase_out_on": optional(DAY),
    },
)
FACILITY_KINDS = SeedFile(
    "facility_kinds",
    ("code",),
    {
        "code": SLUG,
        "name": TEXT,
        "name_en": TEXT,
        "industry": reference("industries"),
        "equipment_unit": EQUIPMENT_UNIT,
        "capacity_unit": CAPACITY_UNIT,
    },
)
ATTRIBUTES = SeedFile(
    "catalogue_attributes",
    ("attribute",),
    {
        "attribute": TEXT,
        "label": TEXT,
        "label_en": TEXT,
        "type": one_of(*Attribute.Type.values),
        "unit": NOTE,
        "choices": NOTE,
        "choice_labels": NOTE,
        "choice_labels_en": NOTE,
        "facility_kinds": references("facility_kinds"),
    },
)
CRITERIA = SeedFile(
    "catalogue_criteria",
    ("edition", "number", "group", "attribute", "comparator"),
    {
        "edition": reference("catalogue_editions"),
        "number": reference("catalogue_entries", "number"),
        "group": WHOLE,
        "attribute": reference("catalogue_attributes", "attribute"),
        "comparator": one_of(*Comparator.values),
        "threshold": TEXT,
        "unit": NOTE,
        "negated": FLAG,
    },
)


def edition_of(row: SeedRow, rows: Rows) -> int | None:
    """The stored edition a row names in its column `edition` or `catalogue_edition`."""
    code = row.values.get("edition", row.values.get("catalogue_edition"))
    return CatalogueEdition.objects.filter(code=code).values_list("pk", flat=True).first()


def publish(rows: Rows) -> None:
    """Publish the loaded drafts that the file calls published; from then on the database keeps them as they are."""
    published = CatalogueEdition.State.PUBLISHED
    codes = [row.values["code"] for row in rows[EDITIONS.name] if row.values["state"] == published]
    CatalogueEdition.objects.filter(code__in=codes, state=CatalogueEdition.State.DRAFT).update(state=published)


def _superseded(row: SeedRow, rows: Rows) -> int | None:
    code = row.values["supersedes"]
    return CatalogueEdition.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def _entry(row: SeedRow, rows: Rows) -> int | None:
    entries = CatalogueEntry.objects.filter(edition__code=row.values["edition"], number=row.values["number"])
    return entries.values_list("pk", flat=True).first()


def _listed(column: str) -> Callable[[SeedRow, Rows], list[str]]:
    def words(row: SeedRow, rows: Rows) -> list[str]:
        value = row.values[column]
        return list(value) if isinstance(value, tuple) else [word for word in value.split(";") if word]

    return words


LOADS = [
    Load(
        FACILITY_KINDS,
        FacilityKind,
        key=("code",),
        fields={
            "code": "code",
            "name": "name",
            "name_en": "name_en",
            "industry_id": "industry",
            "equipment_unit": "equipment_unit",
            "capacity_unit": "capacity_unit",
        },
    ),
    Load(
        ATTRIBUTES,
        Attribute,
        key=("code",),
        fields={"code": "attribute", "label": "label", "label_en": "label_en", "type": "type", "unit": "unit"},
        computed={
            "choices": _listed("choices"),
            "choice_labels": _listed("choice_labels"),
            "choice_labels_en": _listed("choice_labels_en"),
            "kinds": _listed("facility_kinds"),
        },
    ),
    Load(
        EDITIONS,
        CatalogueEdition,
        key=("code",),
        fields={
            "code": "code",
            "title": "title",
            "issued_on": "issued_on",
            "effective_on": "effective_on",
            "is_inferred": "inferred",
        },
        computed={"citation": citation},
        links={"supersedes_id": _superseded},
        create_only=True,
    ),
    Load(
        ENTRIES,
        CatalogueEntry,
        key=("edition_id", "number"),
        fields={
            "number": "number",
            "tier": "tier",
            "kind": "kind",
            "industry_id": "industry",
            "title": "title",
            "text": "text",
            "phase_out_on": "phase_out_on",
            "is_inferred": "inferred",
        },
        computed={"edition_id": edition_of, "citation": citation},
        create_only=True,
    ),
    Load(
        CRITERIA,
        Criterion,
        key=("entry_id", "group", "attribute_id", "comparator", "threshold"),
        fields={
            "group": "group",
            "attribute_id": "attribute",
            "comparator": "comparator",
            "threshold": "threshold",
            "unit": "unit",
            "negated": "negated",
            "is_inferred": "inferred",
        },
        computed={"entry_id": _entry, "citation": citation},
        create_only=True,
    ),
]
