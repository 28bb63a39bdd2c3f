"""Who may come in: tokens, the signed-in session, and methods nobody may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from fixtures.factories import OfficerFactory, TargetFactory
from tests.api.conftest import Asker
from tracker.officers.models import ApiToken
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db

PLANS = "/api/v1/plans/"


@pytest.mark.parametrize(
    "header", [None, "", "Token", "Token ", "Token nonsense", "Token a b", "Bearer {}", "Basic {}", "{}", "Token {}x"]
)
def test_without_a_usable_token_the_answer_is_401_and_says_how_to_come_back(header: str | None, auditor: Asker) -> None:
    headers = {} if header is None else {"Authorization": header.format(auditor.token)}
    answer = Client().get(PLANS, headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Token")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_stops_when_it_is_revoked_expires_or_its_officer_is_disabled(auditor: Asker) -> None:
    assert auditor("plans/").status_code == 200
    token = ApiToken.objects.get(officer=auditor.officer)
    past = datetime.now(UTC) - timedelta(seconds=1)
    for stop in ({"revoked_at": past}, {"created_at": past - timedelta(days=1), "expires_at": past}):
        ApiToken.objects.filter(pk=token.pk).update(**stop)
        assert auditor("plans/").status_code == 401
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=None, expires_at=token.expires_at)
    assert auditor("plans/").status_code == 200
    type(auditor.officer).objects.filter(pk=auditor.officer.pk).update(is_active=False)
    assert auditor("plans/").status_code == 401


@pytest.mark.parametrize("name", ["token", "access_token", "api_key"])
def test_a_token_in_the_address_is_refused_even_when_the_header_is_good(name: str, auditor: Asker) -> None:
    answer = auditor("plans/", **{name: auditor.token})
    assert answer.status_code == 400
    assert answer.json()["code"] == "token_in_url"
    assert Client().get(PLANS, {name: auditor.token}).status_code == 400


def test_the_signed_in_session_may_read() -> None:
    client = Client()
    client.force_login(OfficerFactory(role=Role.AUDITOR))
    assert client.get(PLANS).status_code == 200


def test_a_bad_token_is_not_made_good_by_a_session() -> None:
    client = Client()
    client.force_login(OfficerFactory(role=Role.AUDITOR))
    assert client.get(PLANS, headers={"Authorization": "Token nonsense"}).status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nobody_writes_whatever_the_method(method: str, auditor: Asker) -> None:
    target = TargetFactory()
    headers = {"Authorization": f"Token {auditor.token}"}
    for path in (PLANS, f"/api/v1/targets/{target.pk}/", "/api/v1/events/", "/api/v1/export/targets.csv"):
        assert getattr(Client(), method)(path, headers=headers).status_code == 405


def test_the_method_is_not_taken_from_a_header(auditor: Asker) -> None:
    target = TargetFactory()
    headers = {"Authorization": f"Token {auditor.token}", "X-HTTP-Method-Override": "DELETE"}
    assert Client().get(f"/api/v1/targets/{target.pk}/", headers=headers).status_code == 200
    assert auditor(f"targets/{target.pk}/").status_code == 200


def test_a_session_from_another_site_writes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(OfficerFactory(role=Role.PROVINCIAL))
    answer = client.post("/api/v1/targets/", {}, headers={"Origin": "https://evil.example"})
    assert answer.status_code in (401, 403, 405)


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN])
def test_roles_outside_the_table_get_403_with_a_valid_token(role: Role, ask_as: Callable[..., Asker]) -> None:
    answer = ask_as(role)("plans/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_forged_forwarding_header_changes_nothing_and_a_foreign_host_is_refused(auditor: Asker) -> None:
    headers = {"Authorization": f"Token {auditor.token}", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    answer = Client().get(PLANS, headers=headers, query_params={"page_size": "1"})
    assert answer.status_code == 200
    assert str(answer.json()["next"]).startswith(("None", "http://testserver/"))
    assert Client().get(PLANS, headers={**headers, "Host": "evil.example"}).status_code == 400


def test_the_use_of_a_token_is_noted_at_most_every_five_minutes(auditor: Asker) -> None:
    auditor("plans/")
    first = ApiToken.objects.get(officer=auditor.officer).last_used_at
    auditor("plans/")
    assert first is not None
    assert ApiToken.objects.get(officer=auditor.officer).last_used_at == first


def test_a_refused_request_leaves_no_trace_of_itself(ask_as: Callable[..., Asker]) -> None:
    outsider = ask_as(Role.SYSADMIN)
    outsider("plans/")
    assert ApiToken.objects.get(officer=outsider.officer).last_used_at is None
