"""Regional statistics: published figures with their sources, seeded from the documents, merged from workbooks, walled by region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from fixtures import factories, reference
from tracker.audit.acting import acting
from tracker.management.seeding.reading import SeedRow
from tracker.management.seeding.statistics import LOADS
from tracker.officers.roles import Role
from tracker.registry.statistics import RegionStatistic, StatisticRow, merge_statistics
from tracker.values.errors import InvalidValue, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
ROW = StatisticRow("330100", 2012, "land", "result", "腾出土地", Decimal(120), "亩", "杭州市公报")


def merged(row: StatisticRow, role: Role = Role.PROVINCIAL) -> list[str]:
    """What merging one row does."""
    officer = factories.OfficerFactory(role=role)
    with acting(officer.actor):
        return [effect.action for effect in merge_statistics(rows=[row], by=officer).effects]


def test_the_same_figure_again_changes_nothing_and_a_correction_is_an_update() -> None:
    assert merged(ROW) == ["create"]
    assert merged(ROW) == ["unchanged"]
    assert merged(replace(ROW, value=Decimal(130))) == ["update"]
    figure = RegionStatistic.objects.get(content="腾出土地", region_id="330100")
    assert (figure.value, figure.version, figure.year_from, figure.month) == (130, 2, 2012, 0)


def test_a_month_and_the_year_are_two_figures() -> None:
    assert [merged(ROW), merged(replace(ROW, month=3)), merged(replace(ROW, year_from=2010))] == [["create"]] * 3


@pytest.mark.parametrize(
    "wrong", [{"year_from": 2013}, {"year": 1900}, {"year": 2200}, {"year_from": 2010, "month": 3}]
)
def test_periods_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidValue):
        merged(replace(ROW, **wrong))  # type: ignore[arg-type]


def test_a_city_writes_its_own_figures_only() -> None:
    assert merged(ROW, Role.MUNICIPAL) == ["create"]
    with pytest.raises(NotFound):
        merged(replace(ROW, region_id="330200"), Role.MUNICIPAL)
    with pytest.raises(NotAllowed):
        merged(ROW, Role.COUNTY)


@pytest.mark.parametrize("wrong", [{"unit": "斤"}, {"value": -1}, {"month": 13}, {"source": ""}, {"nature": "x"}])
def test_the_database_refuses_what_cannot_be(wrong: dict[str, object]) -> None:
    good = {
        "region": reference.region("330100"), "year_from": 2012, "year": 2012, "indicator": "land", "nature": "result",
        "content": "腾出土地", "value": 1, "unit": "亩", "source": "公报",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionStatistic.objects.create(**good | wrong)


def test_the_documents_figures_are_seeded_with_their_source() -> None:
    kilns = RegionStatistic.objects.filter(content="机立窑", year_from=2001, year=2009)
    assert {(one.indicator, one.value, one.unit) for one in kilns} == {
        ("capacity", Decimal(5820), "万吨"),
        ("equipment", Decimal(705), "台"),
    }
    assert all(one.source for one in kilns)
    land = RegionStatistic.objects.get(region_id="330000", year=2012, indicator="land")
    assert (land.value, land.unit, land.nature) == (12744, "亩", "result")
    extra = RegionStatistic.objects.get(region_id="330400", nature="extra", indicator="capacity", industry="cement")
    assert (extra.value, extra.unit) == (80, "万吨")
    assert not RegionStatistic.objects.filter(value=13355).exists()  # the nation's cement


def test_seeds_of_one_file_fill_the_table_by_their_own_rows() -> None:
    rows = {
        "results_to_2009": [
            SeedRow(LOADS[0].file, 2, {"capacity": Decimal(5), "count": None}),
            SeedRow(LOADS[0].file, 3, {"capacity": None, "count": Decimal(2)}),
        ]
    }
    assert [[row.line for row in load.rows_of(rows)] for load in LOADS[:2]] == [[2], [3]]


def test_the_list_is_filtered_and_walled(client: Client) -> None:
    merged(ROW)
    merged(replace(ROW, region_id="330200", content="宁波数字"))
    client.force_login(factories.OfficerFactory(role=Role.MUNICIPAL))
    text = client.get(reverse("statistics"), {"year": "2012", "indicator": "land"}).content.decode()
    assert "杭州市公报" in text
    assert "宁波数字" not in text
    assert "杭州市公报" not in client.get(reverse("statistics"), {"year": 2011}).content.decode()


def test_more_figures_ask_no_more(client: Client, django_assert_max_num_queries: Callable[..., object]) -> None:
    for number in range(20):
        merged(replace(ROW, content=f"第{number}项"))
    client.force_login(factories.OfficerFactory(role=Role.PROVINCIAL))
    client.get(reverse("statistics"))
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        assert client.get(reverse("statistics")).status_code == 200
