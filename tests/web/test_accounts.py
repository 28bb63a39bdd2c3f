"""Accounts on their pages: made by one administrator, granted by another, opened with a password for once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures.factories import OfficerFactory
from tracker.officers.models import Officer
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
NEW = {"username": "xiaoshan", "name": "萧山区经办人", "email": "", "role": "county", "region": "330109"}
OWN = "qingshan-lvshui-7731"


def told(answer: Any) -> str:
    """The password an answer shows."""
    (found,) = re.findall(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>", answer.text)
    return str(found)


def sign_in(username: str, password: str) -> tuple[Client, Any]:
    client = Client(REMOTE_ADDR="127.0.0.1")
    return client, client.post(reverse("login"), {"username": username, "password": password}, follow=True)


def choose(client: Client, old: str, new: str) -> Any:
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("own_password"), data)


def test_an_account_is_made_granted_and_opened_with_a_password_of_its_own(signed_in: SignedIn) -> None:
    password = told(signed_in(Role.SYSADMIN).post(reverse("account_new"), NEW))
    made = Officer.objects.get(username="xiaoshan")
    assert "_auth_user_id" not in sign_in("xiaoshan", password)[0].session
    security = signed_in(Role.SECADMIN)
    assert "待授权" in security.get(reverse("accounts")).text
    grant = {"role": "county", "region": "330109", "reason": "任职文件", "version": made.version}
    assert security.post(reverse("account_grant", args=[made.pk]), grant).status_code == 302
    client, first = sign_in("xiaoshan", password)
    assert "您使用的是临时密码" in first.text
    assert client.get(reverse("targets"))["Location"] == reverse("own_password")
    assert client.get("/api/v1/targets/").status_code in (401, 403)
    assert "不能与原密码相同" in choose(client, password, password).text
    assert choose(client, password, OWN).status_code == 302
    assert client.get(reverse("targets")).status_code == 200
    assert "任职文件" in security.get(reverse("account", args=[made.pk])).text


def test_a_reset_password_ends_sessions_and_is_shown_once(signed_in: SignedIn) -> None:
    officer = OfficerFactory(username="quzhou")
    reader, administrator = signed_in(officer=officer), signed_in(Role.SYSADMIN)
    asked = {"reason": "本人遗忘", "version": officer.version}
    answer = administrator.post(reverse("account_password", args=[officer.pk]), asked)
    assert reader.get(reverse("targets"))["Location"].startswith("/login/")
    assert "您使用的是临时密码" in sign_in("quzhou", told(answer))[1].text
    assert told(answer) not in administrator.get(reverse("account", args=[officer.pk])).text


def test_an_administrator_cannot_become_another_by_resetting_the_password(signed_in: SignedIn) -> None:
    guarded, security = OfficerFactory(role=Role.SECADMIN, username="anquan"), signed_in(Role.SECADMIN)
    asked = {"reason": "本人遗忘", "version": guarded.version}
    password = told(signed_in(Role.SYSADMIN).post(reverse("account_password", args=[guarded.pk]), asked))
    assert "_auth_user_id" not in sign_in("anquan", password)[0].session
    grant = {"role": "secadmin", "region": "330000", "reason": "本人到场核对", "version": guarded.version + 1}
    assert security.post(reverse("account_grant", args=[guarded.pk]), grant).status_code == 302
    assert "您使用的是临时密码" in sign_in("anquan", password)[1].text


def test_two_administrators_changing_one_account_meet_a_conflict(signed_in: SignedIn) -> None:
    officer = OfficerFactory(email="old@demo.invalid")
    address, said = (
        reverse("account_edit", args=[officer.pk]),
        {"name": officer.name, "is_active": "on", "reason": "改邮箱"},
    )
    first = {**said, "email": "one@demo.invalid", "version": officer.version}
    assert signed_in(Role.SYSADMIN).post(address, first).status_code == 302
    second = signed_in(Role.SYSADMIN).post(address, {**first, "email": "two@demo.invalid"})
    assert second.status_code == 409
    assert {"old@demo.invalid", "one@demo.invalid", "two@demo.invalid"} <= set(
        re.findall(r"\w+@demo.invalid", second.text)
    )


def test_a_disabled_account_is_signed_out_at_once(signed_in: SignedIn) -> None:
    officer = OfficerFactory()
    reader, said = signed_in(officer=officer), {"name": officer.name, "email": "", "reason": "调离", "version": 1}
    assert signed_in(Role.SYSADMIN).post(reverse("account_edit", args=[officer.pk]), said).status_code == 302
    assert reader.get(reverse("overview"))["Location"].startswith("/login/")


def test_a_token_of_ones_own_opens_the_api_until_it_is_revoked(signed_in: SignedIn) -> None:
    client = signed_in(Role.AUDITOR)
    (token,) = re.findall(r"<code>([\w-]{40,})</code>", client.post(reverse("own_tokens"), {"scope": "read"}).text)
    headers = {"Authorization": f"Token {token}"}
    assert Client().get("/api/v1/plans/", headers=headers).status_code == 200
    assert token not in client.get(reverse("own_tokens")).text
    client.post(reverse("own_token_revoke"), {"token": client.officer.tokens.get().pk})  # type: ignore[attr-defined]
    assert Client().get("/api/v1/plans/", headers=headers).status_code == 401
