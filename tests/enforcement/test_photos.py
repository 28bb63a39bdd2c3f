"""Photos of an execution: wanted where the measure says so, examined, seen by whoever sees the order, and standing afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from fixtures import reference
from fixtures.enforcement import EXECUTION, Office, department, measure, next_day
from fixtures.factories import OfficerFactory
from tests.progress.pictures import photo
from tracker.audit.acting import acting, system
from tracker.enforcement.executing import execute
from tracker.enforcement.order_tables import Order
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.photographing import attach_photo, set_photo_aside
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.tokens import issue_token
from tracker.values.errors import IllegalState, InvalidValue, NotFound

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def issued(office: Office, monkeypatch: pytest.MonkeyPatch) -> Order:
    order = office.bring_to("issued")
    monkeypatch.setenv("TRACKER_TODAY", next_day(order).isoformat())
    return order


def taken(order: Order, by: Officer, seed: int = 1, data: bytes | None = None) -> OrderPhoto:
    with acting(by.actor):
        return attach_photo(order=order, file=BytesIO(data or photo(seed)), name="现场.jpg", by=by)


def browser(officer: Officer) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return client


def test_an_execution_waits_for_its_photo_reading_and_time(issued: Order, office: Office) -> None:
    day = next_day(issued)
    with acting(office.executor.actor):
        with pytest.raises(InvalidValue) as refused:
            execute(order=issued, execution=EXECUTION(day), by=office.executor, on=day)
        assert refused.value.code == "photo_missing"
    taken(issued, office.executor)
    with acting(office.executor.actor):
        assert execute(order=issued, execution=EXECUTION(day), by=office.executor, on=day).state == "executed"


def test_a_measure_that_wants_no_photo_goes_without(office: Office) -> None:
    order = office.bring_to("issued", office.propose(measure("cut-credit")))
    with acting(office.executor.actor):
        assert not order.needs_photo


def test_the_same_photo_is_one_photo_and_proves_no_second_order(issued: Order, office: Office) -> None:
    first = taken(issued, office.executor)
    assert taken(issued, office.executor).pk == first.pk
    other = office.bring_to("issued")
    with pytest.raises(InvalidValue) as refused:
        taken(other, office.executor)
    assert refused.value.code == "photo_used"


def test_what_is_no_photo_is_refused_and_leaves_nothing(issued: Order, office: Office) -> None:
    for data in (b"%PDF-1.4 x %%EOF", b"GIF89a", photo()[:200]):
        with pytest.raises(InvalidValue):
            taken(issued, office.executor, data=data)
    with acting(system("test")):
        assert OrderPhoto.objects.count() == 0


def test_only_the_department_adds_photos_and_nobody_else_s_are_seen(issued: Order, office: Office) -> None:
    made = taken(issued, office.executor)
    water: Officer = OfficerFactory(role=Role.DEPARTMENT, organisation=department("util-water", "供水企业"))
    elsewhere = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    with acting(water.actor), pytest.raises(NotFound):
        attach_photo(order=issued, file=BytesIO(photo(2)), name="x.jpg", by=water)
    path = f"/orders/{issued.pk}/photos/{made.pk}/"
    for officer, status in ((office.executor, 200), (office.decider, 200), (water, 404), (elsewhere, 404)):
        assert browser(officer).get(path).status_code == status, officer
        assert browser(officer).get(path + "small.jpg").status_code == status
    other = office.bring_to("issued")
    assert browser(office.executor).get(f"/orders/{other.pk}/photos/{made.pk}/").status_code == 404


def test_a_photo_is_set_aside_before_the_execution_and_stands_after(issued: Order, office: Office) -> None:
    first, second = taken(issued, office.executor), taken(issued, office.executor, 2)
    with acting(office.executor.actor):
        set_photo_aside(photo=first, reason="拍错了", by=office.executor)
    office_day = next_day(issued)
    with acting(office.executor.actor):
        execute(order=issued, execution=EXECUTION(office_day), by=office.executor, on=office_day)
        with pytest.raises(IllegalState):
            set_photo_aside(photo=second, reason="不要了", by=office.executor)
        with pytest.raises(IntegrityError, match="stands"), transaction.atomic():
            OrderPhoto.objects.filter(pk=second.pk).update(voided=True, void_reason="x")


def test_by_page_and_by_program(issued: Order, office: Office) -> None:
    client = browser(office.executor)
    file = SimpleUploadedFile("IMG_1.jpg", photo(3), "image/jpeg")
    assert client.post(f"/orders/{issued.pk}/photos/", {"file": file, "note": "总表"}).status_code == 302
    assert "总表" in client.get(f"/orders/{issued.pk}/").content.decode()
    with acting(system("test")):
        token = issue_token(officer=office.executor, scope="orders", now=datetime.now(UTC))
    headers = {"Authorization": f"Token {token}"}
    path = f"/api/v1/orders/{issued.pk}/photos/"
    for _time in range(2):
        answer = Client().post(path, {"file": SimpleUploadedFile("b.jpg", photo(4), "image/jpeg")}, headers=headers)
        assert answer.status_code == 200, answer.content.decode()
    assert len(Client().get(path, headers=headers).json()["results"]) == 2
    bad = Client().post(path, {"file": SimpleUploadedFile("b.jpg", b"x", "image/jpeg")}, headers=headers)
    assert bad.status_code == 400
