"""The pages of the ladder: the administrator sets rungs, each city names its leader."""

from collections.abc import Callable

import pytest
from django.test import Client

from tracker.alerts.ladder_tables import LadderRung, Leader
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
RUNG = {
    "moment": "overdue",
    "days": "20",
    "audiences": ["city", "leader"],
    "task": "",
    "kinds": ["target"],
    "version": "0",
}


def test_a_rung_is_set_and_changed(signed_in: SignIn) -> None:
    client = signed_in(Role.SYSADMIN)
    assert client.post("/ladder/new/", RUNG | {"code": "overdue-20", "is_active": "on"}).status_code == 302
    rung = LadderRung.objects.get(pk="overdue-20")
    assert (rung.days, rung.audiences, rung.kinds, rung.is_active) == (20, ["city", "leader"], ["target"], True)
    client.post("/ladder/overdue-20/", RUNG | {"days": "21", "version": rung.version})
    rung.refresh_from_db()
    assert (rung.days, rung.is_active) == (21, False)
    assert "逾期第21 天" in client.get("/ladder/").text or "逾期第 21 天" in client.get("/ladder/").text


def test_a_stale_or_senseless_rung_is_refused_on_the_form(signed_in: SignIn) -> None:
    client = signed_in(Role.SYSADMIN)
    stale = client.post("/ladder/overdue-7/", RUNG | {"version": "99"})
    assert stale.status_code in (200, 409)
    assert LadderRung.objects.get(pk="overdue-7").days == 7
    assert "逾期从第一天算起" in client.post("/ladder/new/", RUNG | {"code": "x", "days": "0"}).text


def test_others_read_the_ladder_only(signed_in: SignIn) -> None:
    client = signed_in(Role.MUNICIPAL)
    assert "逾期第 15 天" in client.get("/ladder/").text
    assert client.post("/ladder/overdue-7/", RUNG).status_code == 403


def test_a_city_names_its_own_leader_only(signed_in: SignIn) -> None:
    client = signed_in(Role.MUNICIPAL)
    said = {"title": "副市长", "name": "张三", "email": "leader@example.com", "language": "zh-hans", "version": "0"}
    assert client.post("/leaders/330100/", said).status_code == 302
    assert Leader.objects.get().name == "张三"
    assert "张三" in client.get("/leaders/").text
    assert client.post("/leaders/330200/", said).status_code == 404
