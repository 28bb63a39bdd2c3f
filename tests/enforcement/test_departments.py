"""A department: its inbox, its own orders only, and executions that happen once however often they are told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from fixtures.enforcement import EXECUTION, Office, department, late_target, measure, next_day, photographed
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting, system
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.executing import Execution, KeyReused, execute
from tracker.enforcement.order_tables import Order, OrderStep, Receipt
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.tokens import issue_token
from tracker.officers.visibility import ScopedQuerySet
from tracker.values.errors import IllegalState, NotFound

TABLES = ("tracker_order", "tracker_orderevent", "tracker_orderstep", "tracker_receipt")


@pytest.fixture
def water(office: Office) -> Officer:
    """An officer of another department."""
    officer: Officer = OfficerFactory(role=Role.DEPARTMENT, organisation=department("util-water", "供水企业"))
    return officer


def seen(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def browser(officer: Officer) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return client


def test_a_department_sees_an_order_from_the_day_it_is_issued_to_it(office: Office, water: Officer) -> None:
    order = office.bring_to("decided")
    for officer, expected in ((office.executor, 0), (water, 0), (office.decider, 1)):
        with acting(officer.actor):
            assert Order.objects.visible_to(officer).count() == expected
    order = office.move(order, "issue")
    for officer, expected in ((office.executor, 1), (water, 0)):
        with acting(officer.actor):
            assert Order.objects.visible_to(officer).count() == expected
            # What was done before the issue is between the government and the enterprise.
            verbs = list(OrderStep.objects.visible_to(officer).values_list("verb", flat=True))
            assert verbs == (["issue"] if expected else [])


def test_the_database_shows_a_department_no_foreign_row_whatever_the_code_does(
    office: Office, water: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = office.bring_to("issued")
    photographed(order, office.executor)
    with acting(office.executor.actor):
        execute(order=order, execution=EXECUTION(next_day(order)), by=office.executor, on=next_day(order), key="k-1")
        assert [seen(table) > 0 for table in TABLES] == [True] * 4
        assert seen("tracker_target") == seen("tracker_enterprise") == 0
    with acting(water.actor):
        assert [seen(table) for table in TABLES] == [0] * 4
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, officer: rows.all())
    for officer, shown in ((water, False), (office.executor, True)):
        client = browser(officer)
        assert (order.party in client.get("/orders/").content.decode()) == shown
        assert (client.get(f"/orders/{order.pk}/").status_code == 200) == shown
        assert (order.party in client.get("/api/v1/orders/").content.decode()) == shown


def test_a_department_cannot_write_rows_of_another_past_all_code(office: Office, water: Officer) -> None:
    order = office.bring_to("issued")
    with acting(water.actor):
        assert Order.objects.filter(pk=order.pk).update(operator="x") == 0
    refused = pytest.raises(DatabaseError, match=r"row-level security|frozen")
    with acting(office.executor.actor), refused, transaction.atomic():
        Order.objects.filter(pk=order.pk).update(issued_to="util-water", organisation="util-water")


def test_executing_twice_is_executing_once(office: Office) -> None:
    order = office.bring_to("acknowledged")
    photographed(order, office.executor)
    day = next_day(order)
    told = EXECUTION(day)
    with acting(office.executor.actor):
        first = execute(order=order, execution=told, by=office.executor, on=day)
        again = execute(order=order, execution=told, by=office.executor, on=day + timedelta(days=1))
        assert (first.version, first.executed_on) == (again.version, again.executed_on)
        assert OrderStep.objects.filter(order=order, verb="execute").count() == 1
        with pytest.raises(IllegalState) as refused:
            execute(
                order=order,
                execution=Execution(day, "另一人", time(9, 30), Decimal("4821.5")),
                by=office.executor,
                on=day,
            )
        assert refused.value.code == "already_executed"


def test_the_same_key_is_the_same_message_and_no_other(office: Office) -> None:
    order, other = office.bring_to("issued"), office.bring_to("issued")
    day = next_day(order)
    photographed(order, office.executor)
    with acting(office.executor.actor):
        for _time in range(3):
            done = execute(order=order, execution=EXECUTION(day), by=office.executor, on=day, key="k-1")
        assert done.state == "executed"
        assert done.acknowledged_by_id == office.executor.pk
        assert Receipt.objects.count() == 1
        with pytest.raises(KeyReused):
            execute(order=other, execution=EXECUTION(day), by=office.executor, on=day, key="k-1")
        assert Order.objects.get(pk=other.pk).state == "issued"


def test_another_department_cannot_execute_and_is_not_told_that_the_order_is_there(
    office: Office, water: Officer
) -> None:
    order = office.bring_to("issued")
    with acting(water.actor), pytest.raises(NotFound):
        execute(order=order, execution=EXECUTION(next_day(order)), by=water, on=next_day(order))


# By page, with the dates of the demo's clock.


@pytest.fixture
def issued(office: Office, monkeypatch: pytest.MonkeyPatch) -> Order:
    """An issued order, on its first day."""
    order = office.bring_to("issued")
    photographed(order, office.executor)
    monkeypatch.setenv("TRACKER_TODAY", next_day(order).isoformat())
    return order


def test_execution_by_page_and_a_second_click_changes_nothing(issued: Order, office: Office) -> None:
    client, day = browser(office.executor), next_day(issued).isoformat()
    said = {
        "executed_on": day,
        "executed_at": "10:30",
        "operator": "王建国",
        "meter_reading": "4,821.5",
        "version": issued.version,
    }
    unread = client.post(f"/orders/{issued.pk}/execution/", said | {"meter_reading": ""})
    assert re.search(r'<input[^>]*name="meter_reading"[^>]*required', unread.content.decode())
    for _click in range(2):
        assert client.post(f"/orders/{issued.pk}/execution/", said).status_code == 302
    with acting(office.executor.actor):
        done = Order.objects.get(pk=issued.pk)
        assert (done.state, done.meter_reading, done.operator) == ("executed", Decimal("4821.5"), "王建国")
        assert OrderStep.objects.filter(order=issued, verb="execute").count() == 1
    assert client.get(f"/orders/{issued.pk}/decision.docx").status_code == 200


def api(officer: Officer, scope: str = "orders") -> Any:
    with acting(system("test")):
        token = issue_token(officer=officer, scope=scope, now=datetime.now(UTC))

    def post(order: Order, body: dict[str, Any], **headers: str) -> Any:
        given = {"Authorization": f"Token {token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        path = f"/api/v1/orders/{order.pk}/execution/"
        return Client(raise_request_exception=False).post(path, body, content_type="application/json", headers=given)

    return post


def body(order: Order, **more: Any) -> dict[str, Any]:
    day: date = next_day(order)
    return {
        "executed_on": day.isoformat(),
        "operator": "王建国",
        "executed_at": "09:30",
        "meter_reading": "4821.5",
        **more,
    }


def test_execution_by_program_is_told_by_its_key(issued: Order, office: Office, water: Officer) -> None:
    post = api(office.executor)
    first = post(issued, body(issued), Idempotency_Key="k-1")
    assert first.status_code == 200, first.content.decode()
    assert first.json()["state"] == "executed"
    assert post(issued, body(issued), Idempotency_Key="k-1").json() == first.json()
    assert post(issued, body(issued, operator="李四"), Idempotency_Key="k-1").status_code == 422
    assert post(issued, body(issued, operator="李四"), Idempotency_Key="k-2").status_code == 409
    assert api(water)(issued, body(issued), Idempotency_Key="k-1").status_code == 404


def test_a_program_needs_a_key_the_scope_and_known_fields(issued: Order, office: Office) -> None:
    post = api(office.executor)
    assert post(issued, body(issued)).status_code == 400
    assert post(issued, body(issued, state="lifted"), Idempotency_Key="k").status_code == 400
    assert post(issued, body(issued, meter_reading="-1"), Idempotency_Key="k").status_code == 400
    assert api(office.executor, "read")(issued, body(issued), Idempotency_Key="k").status_code == 403
    assert api(office.decider)(issued, body(issued), Idempotency_Key="k").status_code == 403
    with acting(system("test")):
        assert Order.objects.get(pk=issued.pk).state == "issued"


def test_the_case_file_tells_an_enterprise_s_story_in_order(office: Office) -> None:
    target = late_target()
    order = office.bring_to("verified", office.propose(measure(), subject_of(target=target)))
    text = browser(office.decider).get(f"/enterprises/{target.enterprise_id}/casefile/").content.decode()
    places = [text.index(word) for word in ("列入计划", ">已提出<", ">已复核<", ">已下达<", ">已执行<", ">已核实<")]
    assert places == sorted(places)
    assert order.number in text
    reader = browser(office.decider)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = reader.get(f"/enterprises/{target.enterprise_id}/casefile/").content.decode()
    assert all(word in text for word in ("Case file of the enterprise: ", ">Proposed<", ">Executed<"))
    assert order.measure.name not in text
    assert f">{order.measure.name_en}<" in reader.get("/orders/").content.decode()


def test_an_administrator_adds_a_measure_without_code(office: Office) -> None:
    administrator = OfficerFactory(role=Role.SYSADMIN)
    said = {
        "code": "cut-steam", "name": "停供蒸汽", "name_en": "Cut off steam", "kind": "cut_off", "duty_department": "util-power",
        "precondition": "overdue_target", "legal_basis": "地方条例", "way_back": "验收后解除", "notice_working_days": "5",
        "notice_source": "地方条例",
    }  # fmt: skip
    assert browser(administrator).post("/measures/new/", said).status_code == 302
    order = office.bring_to("notified", office.propose(measure("cut-steam")))
    assert order.notice_days == 5
