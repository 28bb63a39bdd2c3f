"""Coming in, going out, the language, being locked out, and the refusal pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from fixtures import factories
from tests.web.conftest import World
from tracker.officers.roles import Role


@pytest.fixture
def officer(db: None) -> object:
    """An officer with a password."""
    return factories.OfficerFactory(username="hangzhou-test", role=Role.MUNICIPAL, password=factories.PASSWORD)


def sign_in(client: Client, password: str) -> object:
    """Send the sign-in form."""
    return client.post(reverse("login"), {"username": "hangzhou-test", "password": password})


def test_right_password_leads_to_the_overview(officer: object) -> None:
    answer = sign_in(Client(), factories.PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")  # type: ignore[attr-defined, index]


def test_wrong_password_is_told_without_saying_which_part_was_wrong(officer: object) -> None:
    answer = sign_in(Client(), "no")
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "notice-bad" in answer.text  # type: ignore[attr-defined]


def test_five_wrong_passwords_lock_even_the_right_one_out(officer: object) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, "no")
    answer = sign_in(client, factories.PASSWORD)
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "30 分钟" in answer.text  # type: ignore[attr-defined]


def test_signing_out_ends_the_session(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    client.post(reverse("logout"))
    assert client.get(reverse("targets")).status_code == 302


def test_language_is_switched_and_kept(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    client.post(reverse("language"), {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get(reverse("targets")).text
    client.post(reverse("language"), {"language": "zh-hans", "next": "/"})
    assert '<html lang="zh-CN">' in client.get(reverse("targets")).text


def test_signed_in_pages_are_not_kept_by_browsers(world: World, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(Role.MUNICIPAL).get(reverse("targets"))
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_refusal_names_the_way_out(world: World, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(Role.MUNICIPAL).get(reverse("target", args=[world.foreign.pk]))
    assert answer.status_code == 404
    assert "返回首页" in answer.text
    assert answer["X-Request-ID"] in answer.text


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(officer: object, world: World) -> None:
    client, page = Client(), reverse("target", args=[world.targets[1].pk])
    sent = reverse("target_move", args=[world.targets[1].pk, "stop"])
    told = {f"http://testserver{page}?a=1": f"{page}?a=1", "https://elsewhere.example/": "/", "": "/"}
    for referer, way in told.items():
        answer = client.post(sent, headers={"referer": referer})
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [way]
    assert "没有保存" in client.get(answer["Location"]).text


def test_an_address_that_only_takes_a_form_leads_to_the_page_above(
    world: World, signed_in: Callable[..., Client]
) -> None:
    pk = world.targets[1].pk
    answer = signed_in(Role.COUNTY).get(reverse("target_move", args=[pk, "stop"]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "此地址不能直接打开" in answer.text
    assert f'href="{reverse("target", args=[pk])}"' in answer.text


@pytest.mark.django_db
def test_pages_speak_chinese_whatever_the_browser_prefers(client: Client) -> None:
    page = client.get(reverse("login"), headers={"accept-language": "en-US,en;q=0.9"})
    assert page.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh' in page.content.decode().lower()


def test_a_form_sent_from_a_stale_page_is_told_so(world: World, signed_in: Callable[..., Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(Role.MUNICIPAL).cookies
    answer = strict.post(reverse("plan_switch"), {"plan": world.plan.code})
    assert answer.status_code == 403
    assert "页面已过期" in answer.text


def test_the_page_of_last_resort_needs_nothing(db: None) -> None:
    page = server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "没有写入任何数据" in page.content.decode()
