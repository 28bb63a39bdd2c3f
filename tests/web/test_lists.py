"""Lists: from a figure to its rows, sorted and filtered, page by page, out as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.conftest import World, make_targets
from tracker.officers.roles import Role


def listed(answer: object) -> set[int]:
    """The keys of the rows a list shows."""
    return {row.pk for row in answer.context["page"].object_list}  # type: ignore[attr-defined]


def test_overdue_figure_leads_to_exactly_the_overdue_rows(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    home = client.get(f"{reverse('overview')}?plan={world.plan.code}")
    (figure,) = [each for each in home.context["figures"] if str(each.label) == "逾期"]
    assert figure.value == "1"
    assert listed(client.get(f"{figure.url}&plan={world.plan.code}")) == {world.targets[-1].pk}


def test_city_row_leads_to_the_citys_targets(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    rows = client.get(f"{reverse('overview')}?plan={world.plan.code}").context["cities"]
    hangzhou = next(row for row in rows if row["code"] == "330100")
    assert hangzhou["targets"] == 6
    found = listed(client.get(f"{hangzhou['targets_url']}&plan={world.plan.code}"))
    assert found == {target.pk for target in world.targets}


def test_quota_leads_to_the_targets_that_fill_it_below(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    answer = client.get(f"{reverse('targets')}?plan={world.plan.code}&quota={world.quota.pk}")
    assert listed(answer) == {target.pk for target in world.targets}
    (quota,) = [q for q in quotas_shown(client, world) if q.pk == world.quota.pk]
    assert quota.covered == 63


def quotas_shown(client: Client, world: World) -> list[Any]:
    """Every quota of the list."""
    groups = client.get(f"{reverse('quotas')}?plan={world.plan.code}").context["groups"]
    return [quota for group in groups for quota in group["quotas"]]


def test_targets_are_found_by_the_enterprises_name(world: World, signed_in: Callable[..., Client]) -> None:
    client, wanted = signed_in(Role.MUNICIPAL), world.targets[2]
    answer = client.get(reverse("targets"), {"plan": world.plan.code, "q": wanted.enterprise.name})
    assert listed(answer) == {wanted.pk}


def test_targets_sort_by_due_day_both_ways(world: World, signed_in: Callable[..., Client]) -> None:
    client, late = signed_in(Role.MUNICIPAL), world.targets[-1]
    rising = client.get(reverse("targets"), {"plan": world.plan.code, "sort": "due"})
    falling = client.get(reverse("targets"), {"plan": world.plan.code, "sort": "-due"})
    assert rising.context["page"].object_list[0].pk == late.pk
    assert falling.context["page"].object_list[5].pk == late.pk


def test_pages_hold_every_row_once(world: World, signed_in: Callable[..., Client]) -> None:
    made = make_targets(world.plan, 60)
    client = signed_in(Role.MUNICIPAL)
    pages = [listed(client.get(reverse("targets"), {"plan": world.plan.code, "page": number})) for number in (1, 2)]
    assert pages[0].isdisjoint(pages[1])
    assert pages[0] | pages[1] == {target.pk for target in [*world.targets, *made]}


def test_nonsense_in_the_address_is_left_out(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    asked = {"plan": world.plan.code, "page": "x", "sort": "password", "region": "'", "due": "?", "quota": "a"}
    assert len(listed(client.get(reverse("targets"), asked))) == 6


def test_unknown_plan_is_not_found(world: World, signed_in: Callable[..., Client]) -> None:
    assert signed_in(Role.MUNICIPAL).get(f"{reverse('targets')}?plan=ZJ-1999").status_code == 404


def test_plan_once_chosen_is_kept(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    client.post(reverse("plan_switch"), {"plan": world.plan.code})
    assert len(listed(client.get(reverse("targets")))) == 6


def test_filtered_list_is_exported_as_filtered(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    answer = client.get(reverse("target_export"), {"plan": world.plan.code, "due": "overdue"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    text = {cell.value for row in sheet.iter_rows() for cell in row}
    assert world.targets[-1].enterprise.name in text
    assert world.targets[0].enterprise.name not in text


def test_template_comes_filled_with_the_plans_rows(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    answer = client.get(reverse("upload_template", args=["quotas"]), {"plan": world.plan.code})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert world.quota.content in {cell.value for row in sheet.iter_rows() for cell in row}
