"""The schema says exactly what there is."""

from __future__ import annotations

import pytest
from drf_spectacular.drainage import GENERATOR_STATS

from tests.api.conftest import Asker
from tracker.api.contents import RESOURCES

pytestmark = pytest.mark.django_db


def test_schema_is_drawn_without_a_warning(auditor: Asker) -> None:
    GENERATOR_STATS.reset()
    assert auditor("schema/").status_code == 200
    assert GENERATOR_STATS._warn_cache == {}
    assert GENERATOR_STATS._error_cache == {}


def test_schema_names_every_resource_its_filters_and_its_fields(auditor: Asker) -> None:
    schema = auditor("schema/").json()
    for name, resource in RESOURCES.items():
        listing = schema["paths"][f"/api/v1/{name}/"]["get"]
        known = {parameter["name"] for parameter in listing["parameters"]}
        filters = resource.filterset_class.base_filters if resource.filterset_class else ()
        assert known >= {"cursor", "page_size", *filters}
        has_history = hasattr(resource.model, "events")
        assert ("known_at" in known) == has_history
        assert ("as_of" in known) == resource.dated
        one = next(path for path in schema["paths"] if path.startswith(f"/api/v1/{name}/{{"))
        assert (f"{one}history/" in schema["paths"]) == has_history
        assert f"/api/v1/export/{name}.{{kind}}" in schema["paths"]
    amount = schema["components"]["schemas"]["TargetRow"]["properties"]["amount"]
    assert (amount["type"], amount["format"]) == ("string", "decimal")
