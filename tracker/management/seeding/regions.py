"""Seeds of the regions room: documents cited, regions, aliases, organisations."""

from __future__ import annotations

from tracker.management.seeding.columns import DAY, FLAG, NOTE, REGION_CODE, SLUG, TEXT, one_of, optional, reference
from tracker.management.seeding.loading import Load, citation
from tracker.management.seeding.reading import SeedFile
from tracker.regions.models import Organisation, Region, RegionAlias

DOCUMENTS = SeedFile(
    "documents",
    ("code",),
    {"code": TEXT, "title": TEXT, "issuer": NOTE, "date": optional(DAY), "kind": one_of("source", "press", "general")},
    cited=False,
)
REGIONS = SeedFile(
    "regions",
    ("code",),
    {
        "code": REGION_CODE,
        "name": TEXT,
        "short_name": TEXT,
        "name_en": TEXT,
        "level": one_of(*Region.Level.values),
        "parent": optional(reference("regions")),
        "valid_from": DAY,
        "valid_to": optional(DAY),
        "successor": optional(reference("regions")),
    },
)
REGION_ALIASES = SeedFile("region_aliases", ("alias", "code"), {"alias": TEXT, "code": reference("regions")})
ORGANISATIONS = SeedFile(
    "organisations",
    ("code",),
    {
        "code": SLUG,
        "name": TEXT,
        "short_name": TEXT,
        "name_en": TEXT,
        "kind": one_of(*Organisation.Kind.values),
        "region": reference("regions"),
        "duty": NOTE,
        "member": FLAG,
    },
)

LOADS = [
    Load(
        REGIONS,
        Region,
        key=("code",),
        fields={
            "code": "code",
            "name": "name",
            "short_name": "short_name",
            "name_en": "name_en",
            "level": "level",
            "parent_id": "parent",
            "valid_from": "valid_from",
            "valid_to": "valid_to",
            "successor_id": "successor",
        },
    ),
    Load(REGION_ALIASES, RegionAlias, key=("alias", "region_id"), fields={"alias": "alias", "region_id": "code"}),
    Load(
        ORGANISATIONS,
        Organisation,
        key=("code",),
        fields={
            "code": "code",
            "name": "name",
            "short_name": "short_name",
            "name_en": "name_en",
            "kind": "kind",
            "region_id": "region",
            "duty": "duty",
            "is_member": "member",
            "is_inferred": "inferred",
        },
        computed={"citation": citation},
    ),
]
