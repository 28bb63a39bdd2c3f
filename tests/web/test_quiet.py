"""The page of the quiet hours: set by the administrator, read by the province."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from tracker.deadlines.quiet import QuietTime
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db
SAID = {"starts_at": "19:30", "ends_at": "08:30", "rest_days": "on", "is_active": "on", "version": "0"}


def test_it_is_set_once_and_changed(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.SYSADMIN)
    assert client.post("/quiet-hours/", SAID).status_code == 302
    quiet = QuietTime.objects.get()
    assert (quiet.starts_at, quiet.ends_at) == (time(19, 30), time(8, 30))
    assert client.post("/quiet-hours/", SAID | {"ends_at": "09:00"}).status_code == 409
    assert client.post("/quiet-hours/", SAID | {"ends_at": "09:00", "version": quiet.version}).status_code == 302
    assert "不能相同" in client.post("/quiet-hours/", SAID | {"ends_at": "19:30", "version": "2"}).text
    province = signed_in(Role.PROVINCIAL)
    assert "19:30–09:00" in province.get("/quiet-hours/").text
    assert province.post("/quiet-hours/", SAID).status_code == 403
