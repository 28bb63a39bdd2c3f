"""Seeds of the catalogue: editions and entries; attributes, criteria and kinds of facilities are checked only, so far."""

from __future__ import annotations

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
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
        "type": one_of("decimal", "boolean", "choice", "date", "text"),
        "unit": NOTE,
        "choices": NOTE,
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
        "comparator": one_of("<", "<=", "=", ">", ">="),
        "threshold": TEXT,
        "unit": NOTE,
        "negated": FLAG,
    },
)
CHECKED = [FACILITY_KINDS, ATTRIBUTES, CRITERIA]


def edition_of(row: SeedRow, rows: Rows) -> int | None:
    """The stored edition a row names in its column `edition` or `catalogue_edition`."""
    code = row.values.get("edition", row.values.get("catalogue_edition"))
    return CatalogueEdition.objects.filter(code=code).values_list("pk", flat=True).first()


def _superseded(row: SeedRow, rows: Rows) -> int | None:
    code = row.values["supersedes"]
    return CatalogueEdition.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


LOADS = [
    Load(
        EDITIONS,
        CatalogueEdition,
        key=("code",),
        fields={
            "code": "code",
            "title": "title",
            "issued_on": "issued_on",
            "effective_on": "effective_on",
            "state": "state",
            "is_inferred": "inferred",
        },
        computed={"citation": citation},
        links={"supersedes_id": _superseded},
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
        },
        computed={"edition_id": edition_of, "citation": citation},
    ),
]
