"""Surveys: dated facts, and the registry as of any day reproduced from them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.registry.as_of import facilities_as_of
from tracker.registry.models import Facility, FacilityFact
from tracker.registry.services import YearFigures, put_year, survey_facility
from tracker.values.errors import InvalidValue, NotFound, StaleState

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2010, 5, 1), date(2010, 6, 1), date(2010, 7, 1)


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def mill() -> Facility:
    return FacilityFactory(kind_id="cement-mill", attributes={"diameter_m": "2.2"})


def surveyed(facility: Facility, by: Officer, on: date, **changes: object) -> Facility:
    return survey_facility(
        facility=facility, changes=changes, on=on, by=by, reason="调查", seen_version=facility.version
    )


def as_of(facility: Facility, on: date) -> tuple[str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT status, attributes->>'diameter_m' FROM ({facilities_as_of(on)}) s WHERE id = %s", [facility.pk]
        )
        found: tuple[str, str] | None = cursor.fetchone()
    return found


def test_a_facility_is_as_of_each_day_what_the_last_survey_by_then_found(mill: Facility, hangzhou: Officer) -> None:
    mill = surveyed(mill, hangzhou, MAY, status="idle")
    mill = surveyed(mill, hangzhou, JULY, attributes={"diameter_m": "3.2"})
    assert as_of(mill, date(2010, 4, 30)) == ("operating", "2.2")
    assert as_of(mill, MAY) == as_of(mill, date(2010, 6, 30)) == ("idle", "2.2")
    assert as_of(mill, JULY) == ("idle", "3.2")


def test_what_a_plan_eliminated_is_gone_from_that_day_on_without_another_survey(mill: Facility) -> None:
    Facility.objects.filter(pk=mill.pk).update(retired_on=JUNE)
    assert as_of(mill, date(2010, 5, 31)) == ("operating", "2.2")
    assert as_of(mill, JUNE) is None


def test_a_dismantled_facility_is_gone_from_that_day_on_and_was_there_before(mill: Facility, hangzhou: Officer) -> None:
    surveyed(mill, hangzhou, JUNE, status="dismantled")
    assert as_of(mill, JUNE) is None
    assert as_of(mill, date(2010, 5, 31)) == ("operating", "2.2")


def test_a_facility_is_not_there_before_it_went_into_production() -> None:
    mill = FacilityFactory(commissioned_on=JUNE)
    assert as_of(mill, date(2010, 5, 31)) is None
    assert as_of(mill, JUNE) is not None


def test_a_survey_of_an_earlier_day_corrects_history_and_leaves_the_present(mill: Facility, hangzhou: Officer) -> None:
    mill = surveyed(mill, hangzhou, JULY, attributes={"diameter_m": "3.2"})
    mill = surveyed(mill, hangzhou, MAY, attributes={"diameter_m": "2.4"})
    assert mill.attributes == {"diameter_m": "3.2"}
    assert as_of(mill, JUNE) == ("operating", "2.4")


def test_facts_cannot_be_rewritten(mill: Facility, hangzhou: Officer) -> None:
    surveyed(mill, hangzhou, JUNE, status="idle")
    with pytest.raises(DatabaseError, match="permission denied"):
        FacilityFact.objects.filter(facility=mill).update(status="operating")


def test_attributes_are_stored_exactly_in_their_usual_unit(mill: Facility, hangzhou: Officer) -> None:
    mill = surveyed(mill, hangzhou, JUNE, attributes={"diameter_m": "2200mm", "environmental_standard_met": "否"})
    assert mill.attributes == {"diameter_m": "2.2", "environmental_standard_met": False}


@pytest.mark.parametrize(
    "attributes",
    [
        {"current_ka": "60"},
        {"colour": "red"},
        {"diameter_m": "2.2kA"},
        {"diameter_m": "大"},
        {"facility_kind": "cement-mill"},
    ],
)
def test_an_attribute_the_kind_does_not_have_or_a_value_that_is_none_is_refused(
    mill: Facility, hangzhou: Officer, attributes: dict[str, str]
) -> None:
    with pytest.raises(InvalidValue):
        surveyed(mill, hangzhou, JUNE, attributes=attributes)


def test_attributes_that_are_no_object_are_refused_by_the_database(mill: Facility) -> None:
    with pytest.raises(DatabaseError, match="facility_attributes_is_object"):
        Facility.objects.filter(pk=mill.pk).update(attributes=["diameter_m"])


def test_a_change_of_kind_drops_what_the_new_kind_does_not_have(mill: Facility, hangzhou: Officer) -> None:
    changed = surveyed(mill, hangzhou, JUNE, kind_id="clay-brick-kiln")
    assert changed.attributes == {}
    assert as_of(changed, MAY) == ("operating", "2.2")


def test_the_second_officer_is_told_what_the_first_found(mill: Facility, hangzhou: Officer) -> None:
    surveyed(mill, hangzhou, JUNE, status="idle")
    with pytest.raises(StaleState) as refused:
        surveyed(mill, hangzhou, JUNE, capacity=Decimal(99))
    assert "capacity" in refused.value.data["fields"]


def test_another_citys_officer_may_not_know_of_it(mill: Facility) -> None:
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region_id="330200")
    with acting(ningbo.actor), pytest.raises(NotFound):
        surveyed(mill, ningbo, JUNE, status="idle")


def test_figures_of_a_year_are_replaced_not_doubled(hangzhou: Officer) -> None:
    enterprise = EnterpriseFactory()
    put_year(enterprise=enterprise, figures=YearFigures(2009, tax=Decimal(300)), by=hangzhou)
    put_year(enterprise=enterprise, figures=YearFigures(2009, tax=Decimal(320), land=Decimal(40)), by=hangzhou)
    assert list(enterprise.years.values_list("tax", "land", "version")) == [(Decimal(320), Decimal(40), 2)]
