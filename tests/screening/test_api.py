"""Screening in the API: criteria of an entry, runs and findings of one's regions, and the check."""

from typing import Any

import pytest
from django.test import Client

from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory
from fixtures.screening import FindingFactory
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


def asked(address: str, role: Role = Role.PROVINCIAL, **given: str) -> Any:
    client = Client()
    client.force_login(OfficerFactory(role=role))
    return client.get(f"/api/v1/{address}", given).json()


def test_an_entry_shows_its_criteria() -> None:
    entry = CatalogueEntry.objects.get(edition__code="ZJ-2010", number="10")
    told = asked(f"catalogue-entries/{entry.pk}/")
    assert [(one["attribute"], one["comparator"], one["threshold"], one["unit"]) for one in told["criteria"]] == [
        ("facility_kind", "=", "cement-mill", ""),
        ("diameter_m", "<=", "3", "m"),
    ]


def test_drafts_are_not_told_to_cities() -> None:
    CatalogueEdition.objects.create(code="D-9", title="草案")
    assert "D-9" in str(asked("catalogues/"))
    assert "D-9" not in str(asked("catalogues/", Role.MUNICIPAL))


def test_findings_are_filtered_by_run_and_region() -> None:
    own = FindingFactory()
    FindingFactory(
        facility=FacilityFactory(enterprise=EnterpriseFactory(region_id="330281")), entry=own.entry, run=own.run
    )
    told = asked("screening-findings/", run=str(own.run_id), region="330100")
    assert [row["id"] for row in told["results"]] == [own.pk]
    assert len(asked("screening-findings/", run=str(own.run_id))["results"]) == 2
    assert [row["id"] for row in asked("screening-findings/", Role.MUNICIPAL)["results"]] == [own.pk]


def test_a_run_tells_its_counts_and_has_no_other_recorded_time() -> None:
    finding = FindingFactory()
    assert asked(f"screening-runs/{finding.run_id}/")["counts"]["matched"] == 1
    assert asked("screening-findings/", known_at="2010-06-01T00:00:00Z")["code"] == "unknown_parameter"


def test_a_facility_tells_its_parameters() -> None:
    facility = FacilityFactory(kind_id="cement-mill", attributes={"diameter_m": "2.2"})
    assert asked(f"facilities/{facility.pk}/")["attributes"] == {"diameter_m": "2.2"}


@pytest.mark.parametrize(
    ("words", "on", "listed", "edition"),
    [
        ("粉磨机", "2010-09-01", True, "ZJ-2010"),
        ("粘土 窑", "2010-09-01", True, "ZJ-2010"),
        ("粘土", "2010-05-31", False, "ZJ-PRE2010"),
        ("风力发电机", "2010-09-01", False, "ZJ-2010"),
        ("粉磨机", "2005-01-01", False, None),
    ],
)
def test_the_check_answers_for_the_edition_of_the_day(words: str, on: str, listed: bool, edition: str | None) -> None:
    told = asked("catalogue-check/", q=words, on=on)
    assert (told["listed"], told["catalogue"]) == (listed, edition)


def test_the_check_wants_words() -> None:
    assert asked("catalogue-check/")["code"] == "invalid"
