"""Measures are data: an administrator adds, words anew and retires them; what orders cite stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fixtures.enforcement import Office, measure
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting, system
from tracker.documents.order_papers import order_context
from tracker.enforcement.administering import change_measure, set_active, versions_of
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, StaleState


@pytest.fixture
def administrator(db: None) -> Officer:
    made: Officer = OfficerFactory(role=Role.SYSADMIN)
    return made


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def worded(found: Measure, by: Officer, **values: Any) -> Measure:
    with acting(by.actor):
        return change_measure(measure=found, values=values, by=by, reason="条例修订", seen_version=found.version)


def test_a_new_version_is_for_orders_to_come(office: Office, administrator: Officer) -> None:
    first = measure()
    old = office.bring_to("reviewed")
    second = worded(first, administrator, legal_basis="新条例第五条", notice_working_days=10, name="停止供电")
    new = office.propose(second)
    assert (old.measure_version, old.legal_basis, old.notice_days) == (1, first.legal_basis, 3)
    assert (new.measure_version, new.legal_basis, new.notice_days) == (2, "新条例第五条", 10)
    assert [one.legal_basis for one in versions_of(second)] == ["新条例第五条", first.legal_basis]
    told = str(order_context(_issued(office, old)))
    assert "停止供电" not in told
    assert first.legal_basis in told


def _issued(office: Office, order: Order) -> Order:
    for verb in ("serve", "decide", "issue"):
        order = office.move(order, verb)
    return order


def test_kind_and_condition_stay(administrator: Officer) -> None:
    for values in ({"kind": "licence"}, {"precondition": "listed_product"}, {"code": "x"}):
        with pytest.raises(InvalidValue):
            worded(measure(), administrator, **values)


def test_a_retired_measure_is_not_proposed_and_its_orders_go_on(office: Office, administrator: Officer) -> None:
    order = office.bring_to("issued")
    with acting(administrator.actor):
        retired = set_active(measure=measure(), active=False, by=administrator, reason="停用", seen_version=1)
    with pytest.raises(IllegalState) as refused:
        office.propose(retired)
    assert refused.value.code == "measure_inactive"
    assert office.move(order, "execute").state == "executed"


def test_only_administrators_change_measures_and_two_at_once_are_told(office: Office, administrator: Officer) -> None:
    found = measure()
    with pytest.raises(NotAllowed):
        worded(found, office.decider, way_back="x")
    worded(found, administrator, way_back="甲")
    with pytest.raises(StaleState):
        worded(found, administrator, way_back="乙")


def test_pages_word_anew_and_retire(administrator: Officer) -> None:
    found, client = measure(), browser(administrator)
    Measure.objects.filter(pk=found.pk).update(basis_inferred=True)
    page = client.get(f"/measures/{found.pk}/edit/").content.decode()
    assert found.way_back in page
    assert 'href="/measures/"' in client.get("/").content.decode()  # the administrator is led there
    said = {
        "name": found.name, "name_en": "x", "duty_department": "util-power", "legal_basis": "新依据", "way_back": "验收后",
        "notice_working_days": "4", "notice_source": "地方条例", "reason": "修订", "version": "1",
    }  # fmt: skip
    assert client.post(f"/measures/{found.pk}/edit/", said).status_code == 302
    assert client.post(f"/measures/{found.pk}/edit/", said).status_code == 409
    assert client.post(f"/measures/{found.pk}/retire/", {"reason": "停用", "version": "2"}).status_code == 302
    with acting(system("test")):
        stored = Measure.objects.get(pk=found.pk)
    assert (stored.legal_basis, stored.notice_working_days, stored.is_active, stored.version) == ("新依据", 4, False, 3)
    assert not stored.basis_inferred  # the box was left empty: the law was looked up
    assert "历次版本" in client.get(f"/measures/{found.pk}/").content.decode()


def test_what_a_form_cannot_take_is_told_at_its_field(administrator: Officer) -> None:
    found = measure()
    said = {"code": found.pk, "name": found.name, "notice_working_days": "0"}
    text = browser(administrator).post("/measures/new/", said).content.decode()
    assert "该代码已有措施" in text
    assert "至少一个工作日" in text
