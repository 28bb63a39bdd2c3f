"""The inbox: what is one's own, the most pressing first; what one does with it; and a due day asked for and decided on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from fixtures.deadlines import MAKERS
from fixtures.factories import OfficerFactory, OrganisationFactory
from tests.web.conftest import TODAY
from tracker.alerts.models import Alert, Level
from tracker.alerts.services import nightly
from tracker.deadlines.change_tables import DeadlineChange
from tracker.officers.roles import Role
from tracker.regions.naming import shown

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def everything(db: None) -> dict[str, Any]:
    """One row of each kind, overdue for twenty days, after a scan."""
    rows = {code: maker(date(2010, 8, 12)).row for code, maker in MAKERS.items()}
    nightly(on=TODAY)
    return rows


def alert_of(code: str) -> Alert:
    return Alert.objects.get(subject_kind=code, kind=Alert.Kind.OVERDUE)


def test_every_kind_stands_in_one_list_by_urgency(everything: dict[str, Any], signed_in: SignIn) -> None:
    page = signed_in(Role.MUNICIPAL).get("/inbox/?whose=all")
    shown = [alert.due_on for alert in page.context["alerts"]]
    assert shown == sorted(shown)
    for label in ("淘汰任务", "目标任务", "责任状", "月报", "检查", "整改"):
        assert label in page.text


def test_an_english_reader_finds_places_and_industries_in_english(
    everything: dict[str, Any], signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(Role.MUNICIPAL)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with django_assert_max_num_queries(40):
        page = client.get("/inbox/?whose=all")
    called = {(row.subject_kind, row.subject_id): shown_in_english(row.about) for row in page.context["alerts"]}
    quota, report = everything["quota"], everything["report"]
    assert called["quota", quota.pk] == f"{quota.region.name_en} {quota.industry.name_en} {quota.content}"
    assert called["report", report.pk].startswith(f"{report.region.name_en} ")
    assert called["quota", quota.pk] in page.text
    assert called["quota", quota.pk] in client.get(f"/deadlines/quota/{quota.pk}/").text


def shown_in_english(name: str) -> str:
    with override("en"):
        return shown(name)


def test_filters_narrow_by_kind_and_task(everything: dict[str, Any], signed_in: SignIn) -> None:
    client = signed_in(Role.PROVINCIAL)
    kinds = {alert.subject_kind for alert in client.get("/inbox/?subject=contract&whose=all").context["alerts"]}
    assert kinds == {"contract"}
    tasks = {alert.task for alert in client.get("/inbox/?task=enforce").context["alerts"]}
    assert tasks == {"enforce"}


def test_the_province_sees_as_its_own_what_climbed_up_to_it(everything: dict[str, Any], signed_in: SignIn) -> None:
    client = signed_in(Role.PROVINCIAL)
    Alert.objects.filter(pk=alert_of("contract").pk).update(level=Level.LOCAL)
    own = {alert.subject_kind for alert in client.get("/inbox/").context["alerts"]}
    assert "contract" not in own
    assert "report" in own
    assert "contract" in {alert.subject_kind for alert in client.get("/inbox/?whose=all").context["alerts"]}


def test_the_old_address_leads_here(signed_in: SignIn) -> None:
    answer = signed_in(Role.MUNICIPAL).get("/alerts/?kind=overdue")
    assert answer.headers["Location"] == "/inbox/?kind=overdue"


def test_assigning_putting_off_and_resolving(everything: dict[str, Any], signed_in: SignIn) -> None:
    client, alert = signed_in(Role.MUNICIPAL), alert_of("contract")
    colleague = OfficerFactory(role=Role.MUNICIPAL, email="")
    client.post(reverse("alert_assign", args=[alert.pk]), {"to": colleague.pk, "version": alert.version})
    alert.refresh_from_db()
    assert alert.assigned_to == colleague
    said = {"until": "2010-09-10", "reason": "等待验收", "version": alert.version}
    client.post(reverse("alert_snooze", args=[alert.pk]), said)
    assert alert.pk in {row.pk for row in client.get("/inbox/?state=snoozed").context["alerts"]}
    assert alert.pk not in {row.pk for row in client.get("/inbox/").context["alerts"]}
    alert.refresh_from_db()
    refused = client.post(reverse("alert_resolve", args=[alert.pk]), {"note": "", "version": alert.version})
    assert refused.status_code == 409
    type(everything["contract"]).objects.filter(pk=everything["contract"].pk).update(state="fulfilled", closed_on=TODAY)
    client.post(reverse("alert_resolve", args=[alert.pk]), {"note": "已履行", "version": alert.version})
    alert.refresh_from_db()
    assert (alert.state, alert.note) == ("resolved", "已履行")


def test_it_is_not_assigned_to_another_city(everything: dict[str, Any], signed_in: SignIn) -> None:
    alert, stranger = alert_of("contract"), OfficerFactory(role=Role.MUNICIPAL, region_id="330200", email="")
    sent = {"to": stranger.pk, "version": alert.version}
    assert signed_in(Role.MUNICIPAL).post(reverse("alert_assign", args=[alert.pk]), sent).status_code == 400


def test_the_province_settles_what_the_ladder_asked_for(everything: dict[str, Any], signed_in: SignIn) -> None:
    alert = alert_of("report")
    client = signed_in(Role.PROVINCIAL)
    page = client.get(reverse("alert", args=[alert.pk])).text
    assert "拟采取强制措施" in page
    assert "逾期第15 天" in page or "逾期第 15 天" in page
    client.post(reverse("alert_settle", args=[alert.pk]), {"note": "已约谈", "version": alert.version})
    alert.refresh_from_db()
    assert (alert.task, alert.note) == ("", "已约谈")


def test_a_department_finds_what_it_was_told_of_and_no_more(everything: dict[str, Any], signed_in: SignIn) -> None:
    alert = alert_of("target")
    lead = OrganisationFactory(code="dept-lead-test")
    Alert.objects.filter(pk=alert.pk).update(organisation=lead, title="富阳水泥厂 磨机", level=Level.LEADERS)
    client = signed_in(officer=OfficerFactory(role=Role.DEPARTMENT, organisation=lead, email=""))
    assert [row.pk for row in client.get("/inbox/").context["alerts"]] == [alert.pk]
    assert "富阳水泥厂 磨机" in client.get(reverse("alert", args=[alert.pk])).text
    other = OfficerFactory(role=Role.DEPARTMENT, organisation=OrganisationFactory(code="dept-other-test"), email="")
    assert signed_in(officer=other).get(reverse("alert", args=[alert.pk])).status_code == 404


def test_an_extension_is_asked_for_and_decided_on(everything: dict[str, Any], signed_in: SignIn) -> None:
    pk = everything["contract"].pk
    city, province = signed_in(Role.MUNICIPAL), signed_in(Role.PROVINCIAL)
    page = reverse("deadline", args=["contract", pk])
    city.post(f"{page}ask/", {"new_due_on": "2010-12-31", "reason": "职工安置"})
    assert "职工安置" in province.get("/deadlines/").text
    asked = province.get(page).context["waiting"]
    province.post(f"{page}decide/", {"decision": "approve", "note": "", "version": asked.version})
    assert DeadlineChange.objects.get().due_on == date(2010, 12, 31)
    assert "2010-12-31" in city.get(page).text
    province.post(f"{page}pause/", {"what": "pause", "reason": "诉讼"})
    assert "恢复计算" in province.get(page).text
