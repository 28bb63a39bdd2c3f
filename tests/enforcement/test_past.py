"""What a department may ask of the past: its orders as they were known from the day they were issued to it, and their history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from fixtures.enforcement import Office, department
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting, system
from tracker.audit.history import event_model
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.officers.roles import Role


def asked(officer: Officer, path: str, **query: str) -> Any:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return client.get(f"/api/v1/{path}", query)


def test_a_department_asks_what_was_known_of_its_orders_and_reads_their_history(office: Office) -> None:
    order, waiting = office.bring_to("acknowledged"), office.bring_to("decided")
    water: Officer = OfficerFactory(role=Role.DEPARTMENT, organisation=department("util-water", "供水企业"))
    moment = (datetime.now(UTC) - timedelta(milliseconds=1)).isoformat()
    known = asked(office.executor, "orders/", known_at=moment)
    assert [row["id"] for row in known.json()["results"]] == [order.pk], known.content.decode()
    history = asked(office.executor, f"orders/{order.pk}/history/").json()["results"]
    assert history[-1]["changes"]["state"]["new"] == "acknowledged"
    with acting(system("test")):
        every = event_model(Order)._default_manager.filter(pgh_obj_id=order.pk).count()
    assert 0 < len(history) < every, "what was done before the issue is not the department's"
    assert asked(office.executor, f"orders/{waiting.pk}/history/").status_code == 404
    assert asked(water, "orders/", known_at=moment).json()["results"] == []
    assert asked(water, f"orders/{order.pk}/history/").status_code == 404
