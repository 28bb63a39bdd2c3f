"""Lists as files: what the page shows, filtered and sorted as it is, for the same number of questions however long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures.factories import TargetFactory
from tests.web.conftest import World, make_targets
from tests.web.test_queries import more, questions
from tests.workbooks.listed import cells_of
from tracker.officers.roles import Role


def taken(client: Client, name: str, form: str = "csv", **asked: Any) -> list[list[Any]]:
    """The rows of a list as a file."""
    answer: Any = client.get(reverse(name), {"format": form, **asked})
    assert answer.status_code == 200
    return cells_of(answer.getvalue(), form)


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_the_filter_of_the_list_is_the_filter_of_its_file(
    world: World, signed_in: Callable[..., Client], form: str
) -> None:
    rows = taken(signed_in(Role.MUNICIPAL), "targets", form, plan=world.plan.code, due="overdue")
    text = {cell for row in rows for cell in row}
    assert world.targets[-1].enterprise.name in text
    assert world.targets[0].enterprise.name not in text


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_what_was_completed_late_says_so_in_the_file(world: World, signed_in: Callable[..., Client], form: str) -> None:
    late, in_time = (
        TargetFactory(plan=world.plan, deadline=date(2010, 8, 15), stage="reported", completed_on=date(2010, 8, day))
        for day in (27, 15)
    )
    rows = taken(signed_in(Role.PROVINCIAL), "targets", form, plan=world.plan.code)
    head = next(row for row in rows if "完成时逾期天数" in row)
    days = {row[1]: row[head.index("完成时逾期天数")] for row in rows if len(row) == len(head)}
    assert float(days[late.enterprise.name]) == 12
    assert days[in_time.enterprise.name] in ("", None)
    assert days[world.targets[-1].enterprise.name] in ("", None)  # overdue and not done: no day to count to


def test_the_order_of_the_list_is_the_order_of_its_file(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    rising = taken(client, "targets", plan=world.plan.code, sort="enterprise")[1:]
    falling = taken(client, "targets", plan=world.plan.code, sort="-enterprise")[1:]
    assert [row[1] for row in rising] == [row[1] for row in falling][::-1]


def test_the_file_holds_every_page(world: World, signed_in: Callable[..., Client]) -> None:
    make_targets(world.plan, 60)
    assert len(taken(signed_in(Role.MUNICIPAL), "targets", plan=world.plan.code, page=2)) == 1 + 66


def test_the_head_says_plan_filter_day_and_officer(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    rows = taken(client, "targets", "xlsx", plan=world.plan.code, industry="cement")
    officer = client.officer  # type: ignore[attr-defined]
    assert rows[0][0] == "2010年淘汰任务"
    for words in (world.plan.title, "行业=水泥", "2010-09-01", f"{officer.region.name} {officer.name}"):
        assert words in rows[1][0]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("overview", Role.PROVINCIAL),
        ("quotas", Role.PROVINCIAL),
        ("targets", Role.PROVINCIAL),
        ("contracts", Role.PROVINCIAL),
        ("inbox", Role.PROVINCIAL),
        ("uploads", Role.PROVINCIAL),
        ("enterprises", Role.PROVINCIAL),
        ("catalogue", Role.PROVINCIAL),
        ("accounts", Role.SYSADMIN),
    ],
)
def test_more_rows_ask_no_more(name: str, role: Role, world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(role)
    path = f"{reverse(name)}?plan={world.plan.code}&format=csv"
    few = questions(client, path)
    more(world)
    assert questions(client, path) == few <= 30


def test_the_facilities_are_those_of_the_enterprises_shown(world: World, signed_in: Callable[..., Client]) -> None:
    wanted = world.targets[2]
    rows = taken(signed_in(Role.MUNICIPAL), "enterprises", table="facilities", q=wanted.enterprise.name)
    assert [row[4] for row in rows[1:]] == [wanted.facility.name]
