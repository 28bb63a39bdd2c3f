"""An officer's own notification settings, and the way out of a mail without signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from fixtures.factories import OfficerFactory
from tests.web.test_forms import stored
from tracker.audit.history import events_of
from tracker.jobs.kinds import OPTIONAL, MessageKind
from tracker.jobs.outbox import _SIGNER, unsubscribe_address
from tracker.jobs.preferences import MailPreference, change_preference, decline, preference_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import InvalidValue, NotAllowed, StaleState

pytestmark = pytest.mark.django_db

SENT = {"language": "en", "digest_hour": "9", "digest_days": "workdays", "wanted": ["weekly"], "version": "1"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def officer() -> Officer:
    made: Officer = OfficerFactory(role=Role.MUNICIPAL)
    return made


def browser(officer: Officer | None = None) -> Client:
    client = Client(enforce_csrf_checks=officer is None)
    if officer:
        client.force_login(officer)
    return client


def path_of(officer: Officer, kind: str) -> str:
    return "/unsubscribe/" + unsubscribe_address(officer.pk, kind).rpartition("/unsubscribe/")[2]


def test_an_officer_chooses_hour_days_language_and_kinds(officer: Officer) -> None:
    client = browser(officer)
    answer = client.post(reverse("notification_settings"), SENT, follow=True)
    assert "Saved" in answer.text
    chosen = stored(MailPreference, pk=officer.pk)
    assert (chosen.digest_hour, chosen.digest_days, chosen.unwanted) == (9, "workdays", ["due_soon", "upload"])
    assert stored(Officer, pk=officer.pk).language == "en"


def test_obligatory_kinds_are_shown_and_no_form_can_switch_them_off(officer: Officer) -> None:
    client, address = browser(officer), reverse("notification_settings")
    shown = client.get(address).text
    assert "逾期预警" in shown
    assert "必须接收" in shown
    client.post(address, {**SENT, "wanted": [], "unwanted": ["overdue"]})
    assert stored(MailPreference, pk=officer.pk).unwanted == ["due_soon", "upload", "weekly"]
    assert client.post(address, {**SENT, "version": "2", "wanted": ["overdue"]}).status_code == 200
    assert stored(MailPreference, pk=officer.pk).version == 2


@pytest.mark.parametrize("kind", [kind for kind in MessageKind if kind not in OPTIONAL])
def test_neither_service_nor_link_nor_database_switches_an_obligatory_kind_off(officer: Officer, kind: str) -> None:
    with pytest.raises(InvalidValue):
        change_preference(officer=officer, by=officer, seen_version=1, unwanted=[kind])
    with pytest.raises(InvalidValue):
        decline(officer_id=officer.pk, kind=kind)
    token = _SIGNER.sign(f"{officer.pk}-{kind}")
    assert Client().post(f"/unsubscribe/{token}/", ONE_CLICK).status_code == 400
    with pytest.raises(IntegrityError), transaction.atomic():
        MailPreference.objects.create(officer=officer, unwanted=[kind])
    assert preference_of(officer).wants(kind)


def test_nobody_chooses_for_another(officer: Officer) -> None:
    with pytest.raises(NotAllowed):
        change_preference(officer=officer, by=OfficerFactory(role=Role.SYSADMIN), seen_version=1, unwanted=[])


def test_two_windows_do_not_overwrite_each_other(officer: Officer) -> None:
    client, address = browser(officer), reverse("notification_settings")
    client.post(address, SENT)
    assert client.post(address, {**SENT, "digest_hour": "12"}).status_code == 409
    assert stored(MailPreference, pk=officer.pk).digest_hour == 9
    with pytest.raises(StaleState):
        change_preference(officer=officer, by=officer, seen_version=1, digest_hour=12)


@pytest.mark.parametrize("hour", [0, 6, 21])
def test_no_digest_at_night(officer: Officer, hour: int) -> None:
    with pytest.raises(InvalidValue):
        change_preference(officer=officer, by=officer, seen_version=1, digest_hour=hour)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_the_page_with_the_kinds_it_is_sent(role: Role) -> None:
    answer = browser(OfficerFactory(role=role)).get(reverse("notification_settings"))
    assert answer.status_code == 200
    assert ("系统运行告警" in answer.text) == (role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN))


def test_the_link_asks_first_as_mail_filters_open_it(officer: Officer) -> None:
    client = browser()
    assert "不再接收“临近到期提醒”邮件？" in client.get(path_of(officer, "due_soon")).text
    assert not MailPreference.objects.exists()
    assert "已退订" in client.post(path_of(officer, "due_soon"), {"confirm": "1"}).text
    chosen = stored(MailPreference, pk=officer.pk)
    assert chosen.unwanted == ["due_soon", "weekly"]
    assert [event.pgh_context.get("officer") for event in events_of(chosen)] == [officer.pk] * 2


def test_one_click_of_a_mail_program_needs_no_page_and_may_come_twice(officer: Officer) -> None:
    client = browser()
    for _ in range(2):
        assert client.post(path_of(officer, "upload"), ONE_CLICK).status_code == 200
    assert stored(MailPreference, pk=officer.pk).unwanted == ["upload", "weekly"]


def test_the_link_of_one_officer_does_nothing_to_another(officer: Officer) -> None:
    other = OfficerFactory(role=Role.MUNICIPAL)
    client = browser()
    assert client.post(path_of(officer, "upload"), ONE_CLICK).status_code == 200
    forged = path_of(officer, "upload").replace(f"{officer.pk}-", f"{other.pk}-", 1)
    assert client.post(forged, ONE_CLICK).status_code == 404
    assert preference_of(other).wants("upload")


def test_a_link_of_an_officer_who_is_gone_leads_nowhere() -> None:
    assert Client().get("/unsubscribe/" + _SIGNER.sign("999999-weekly") + "/").status_code == 404


def test_the_settings_are_reached_from_every_page(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.SYSADMIN)
    assert reverse("notification_settings") in client.get(reverse("accounts")).text
