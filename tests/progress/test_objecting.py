"""Objecting in public: within its days, so many a day, and nobody learns who objected."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures.factories import OfficerFactory, TargetFactory
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.progress import objecting
from tracker.progress.notice_tables import Notice, Objection
from tracker.progress.publication import handle_objection, publish_notice

pytestmark = pytest.mark.django_db
DAY = date(2010, 7, 8)
SAID = {"number": "1", "raised_by": "王大明", "contact": "0571-12345678", "text": "该窑夜间仍在生产"}


@pytest.fixture
def notice(monkeypatch: pytest.MonkeyPatch) -> Notice:
    monkeypatch.setenv("TRACKER_TODAY", DAY.isoformat())
    said: dict[str, Any] = {"title": "企业名单公示", "body": "现予公示", "objections_until": DAY + timedelta(days=7)}
    return publish_notice(plan=TargetFactory().plan, kind="list", by=OfficerFactory(), on=DAY, **said)


def on_record() -> list[Objection]:
    with acting(system("test")):
        return list(Objection.objects.all())


def sent(notice: Notice, **changes: str) -> Any:
    return Client().post(reverse("public_objection_new", args=[notice.code]), SAID | changes)


def test_anybody_objects_and_finds_the_answer_by_the_receipt(notice: Notice) -> None:
    assert "提出异议" in Client().get(reverse("public_notice", args=[notice.code])).text
    place = sent(notice)["Location"]
    assert re.fullmatch(r"/public/objections/[2-9A-Z]{16}/", place)
    (objection,) = on_record()
    assert (objection.target_id is not None, objection.received_by) == (True, None)
    province = OfficerFactory()
    with acting(province.actor):
        handle_objection(
            objection=objection, upheld=True, answer="经核查属实，已责令整改", by=province, on=DAY, seen_version=1
        )
    answered = Client().get(place).text
    assert "经核查属实" in answered


def test_who_objects_is_on_no_public_page_nor_known_to_the_region(notice: Notice) -> None:
    place = sent(notice)["Location"]
    pages = [place, reverse("public_notice", args=[notice.code]), reverse("public"), reverse("public_data")]
    for path in (*pages, reverse("public_notice_data", args=[notice.code])):
        answer = Client().get(path)
        text = answer.getvalue().decode()
        assert "王大明" not in text, path
        assert "0571-12345678" not in text, path
    with acting(OfficerFactory(role=Role.MUNICIPAL).actor):
        assert not Objection.objects.exists()


def test_an_unknown_receipt_finds_nothing(notice: Notice) -> None:
    sent(notice)
    assert Client().get(reverse("public_objection", args=["A" * 16])).status_code == 404


@pytest.mark.parametrize("changes", [{"number": "99"}, {"text": " "}, {"contact": ""}])
def test_what_is_missing_is_said_on_the_form(notice: Notice, changes: dict[str, str]) -> None:
    assert sent(notice, **changes).status_code in (200, 400)
    assert not on_record()


def test_after_its_days_nothing_is_taken(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", (DAY + timedelta(days=8)).isoformat())
    assert "不在公示期内" in Client().get(reverse("public_objection_new", args=[notice.code])).text
    assert sent(notice).status_code == 400
    assert not on_record()


def test_one_place_sends_so_many_a_day_and_its_address_is_not_kept(notice: Notice) -> None:
    answers = [sent(notice).status_code for _each in range(objecting.MOST_FROM_ONE_PLACE + 1)]
    assert answers == [302] * objecting.MOST_FROM_ONE_PLACE + [429]
    sources = {one.source for one in on_record()}
    assert len(sources) == 1
    assert "127.0.0.1" not in sources.pop()
    elsewhere = Client(REMOTE_ADDR="10.1.2.3").post(reverse("public_objection_new", args=[notice.code]), SAID)
    assert elsewhere.status_code == 302
