"""Pages round the orders: a department's inbox, regional holds, buttons that lead to a proposal, the case file as a document."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from fixtures.enforcement import Office, finding, joint_action, late_target, measure, photographed
from tracker.audit.acting import acting, system
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_inbox_counts_filters_and_puts_what_is_due_first_on_top(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, late, soon = office.bring_to("executed"), office.bring_to("issued"), office.bring_to("acknowledged")
    with acting(system("test")):
        day = Order.objects.get(pk=soon.pk).due_on
        assert day is not None
        Order.objects.filter(pk=late.pk).update(due_on=day - timedelta(days=5))
    monkeypatch.setenv("TRACKER_TODAY", day.isoformat())
    client = browser(office.executor)
    page = client.get("/orders/").content.decode()
    places = [page.index(f"/orders/{order.pk}/") for order in (late, soon, done)]
    assert places == sorted(places)
    for due, expected in (("waiting", {late, soon}), ("soon", {soon}), ("late", {late})):
        shown = client.get("/orders/", {"due": due}).content.decode()
        assert {int(pk) for pk in re.findall(r'cell-link" href="/orders/(\d+)/"', shown)} == {
            one.pk for one in expected
        }


def test_a_city_with_overdue_targets_is_put_on_hold_from_the_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = late_target()
    day = target.due_on + timedelta(days=3)
    monkeypatch.setenv("TRACKER_TODAY", day.isoformat())
    measure("region-approval-hold")
    client = browser(office.decider)
    page = client.get("/region-holds/").content.decode()
    assert "/orders/new/?region=330100" in page
    form = client.get("/orders/new/?region=330100").content.decode()
    assert "residents_apart" not in form
    said = {"measure": "region-approval-hold", "ground": "逾期未完成"}
    assert client.post("/orders/new/?region=330100", said).status_code == 302
    with acting(system("test")):
        hold = Order.objects.get(measure="region-approval-hold")
    assert (hold.region_id, hold.party) == ("330100", "杭州市")
    assert f"/orders/{hold.pk}/" in client.get("/region-holds/").content.decode()
    assert browser(office.proposer).get("/orders/new/?region=330200").status_code == 404
    assert browser(office.executor).get("/region-holds/").status_code == 200


def test_a_finding_and_an_enterprise_lead_to_a_proposal(office: Office) -> None:
    found = finding()
    client = browser(office.decider)
    assert f"/orders/new/?finding={found.pk}" in client.get(f"/screening/{found.run_id}/").content.decode()
    assert client.get(f"/orders/new/?finding={found.pk}").status_code == 200
    page = client.get(f"/enterprises/{found.enterprise_id}/").content.decode()
    assert f"/orders/new/?enterprise={found.enterprise_id}" in page


def test_the_case_file_links_every_document_and_is_one_itself(office: Office) -> None:
    target = late_target()
    order = office.bring_to("issued", office.propose(measure(), subject_of(target=target)))
    photo = photographed(order, office.executor)
    action = joint_action(order)
    client = browser(office.decider)
    page = client.get(f"/enterprises/{target.enterprise_id}/casefile/").content.decode()
    for address in (
        f"/orders/{order.pk}/notice.docx",
        f"/orders/{order.pk}/decision.docx",
        f"/orders/{order.pk}/photos/{photo.pk}/",
    ):
        assert address in page
    assert action.title in page
    answer = client.get(f"/enterprises/{target.enterprise_id}/casefile.docx")
    text = "\n".join(cell.text for row in Document(BytesIO(answer.getvalue())).tables[0].rows for cell in row.cells)
    assert order.number in text
    assert "决定书" in text


def test_the_case_file_asks_the_same_questions_however_much_there_is(
    office: Office, django_assert_max_num_queries: object
) -> None:
    target = late_target()
    for code in ("cut-power", "cut-water", "cut-gas"):
        office.bring_to("issued", office.propose(measure(code), subject_of(target=target)))
    client = browser(office.decider)
    with django_assert_max_num_queries(38):  # type: ignore[operator]
        client.get(f"/enterprises/{target.enterprise_id}/casefile/")
