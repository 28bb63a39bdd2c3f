"""The page of the calendar: read by everybody, kept by the system administrator."""

from collections.abc import Callable

import pytest
from django.test import Client

from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
DAYS = {"first": "2031-01-22", "last": "", "is_working": "no", "name": "春节", "document": "国办发明电〔2030〕号"}


def test_an_unpublished_year_is_marked_until_it_is_entered(signed_in: SignIn) -> None:
    client = signed_in(Role.SYSADMIN)
    page = client.get("/calendar/?year=2031").content.decode()
    assert "放假安排尚未公布" in page
    assert client.post("/calendar/enter/?year=2031", DAYS).status_code == 302
    page = client.get("/calendar/?year=2031").content.decode()
    assert "国办发明电〔2030〕号" in page
    assert 'title="春节"' in page
    assert client.post("/calendar/remove/", {"date": "2031-01-22"}).status_code == 302
    assert 'title="春节"' not in client.get("/calendar/?year=2031").content.decode()


def test_a_fault_is_shown_at_its_field(signed_in: SignIn) -> None:
    page = signed_in(Role.SYSADMIN).post("/calendar/enter/", DAYS | {"last": "2031-01-01"})
    assert "结束日期不能早于开始日期" in page.content.decode()


def test_others_read_it_only(signed_in: SignIn) -> None:
    client = signed_in(Role.COUNTY)
    page = client.get("/calendar/").content.decode()
    assert "2010年工作日历" in page
    assert "登记放假或调休" not in page
    assert client.post("/calendar/enter/", DAYS).status_code == 403
