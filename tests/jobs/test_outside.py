"""Where a webhook may not lead: to hosts nobody allowed, and to what only the server can reach."""

import pytest
from pytest_django.fixtures import Settings

from tracker.jobs.outside import Destination, destination_of, reachable
from tracker.values.errors import InvalidValue


@pytest.mark.parametrize(
    "url",
    [
        "ftp://qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com@evil.example/",
        "https://user@qyapi.weixin.qq.com/",
        "https://evil.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://qyapi.weixin.qq.com.evil.example/",
        "https://qyapi.weixin.qq.com/\r\nHost: evil",
        "https://qyapi.weixin.qq.com:99999/",
        "//qyapi.weixin.qq.com/",
        "",
    ],
)
def test_an_address_the_operator_did_not_allow_is_refused(url: str) -> None:
    with pytest.raises(InvalidValue):
        destination_of(url)


@pytest.mark.parametrize(
    ("address", "secure", "allowed"),
    [
        ("203.0.113.9", True, False),  # documentation, not a public address
        ("8.8.8.8", True, True),
        ("8.8.8.8", False, False),  # in the clear over the internet
        ("127.0.0.1", True, False),
        ("169.254.169.254", True, False),
        ("10.1.2.3", True, False),
        ("10.9.2.3", False, True),  # named by the operator
        ("::1", True, False),
        ("::ffff:127.0.0.1", True, False),
        ("fe80::1", True, False),
        ("100.64.0.1", True, False),
        ("0.0.0.0", True, False),
        ("224.0.0.1", True, False),
    ],
)
def test_a_name_that_leads_inside_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, address: str, secure: bool, allowed: bool
) -> None:
    settings.WEBHOOK_NETWORKS = ["10.9.0.0/16"]
    monkeypatch.setattr(
        "tracker.jobs.outside.socket.getaddrinfo", lambda *_args, **_more: [(0, 0, 0, "", (address, 443))]
    )
    where = Destination(secure, "hook.example", 443, "/")
    if allowed:
        assert reachable(where) == address
    else:
        with pytest.raises(InvalidValue):
            reachable(where)


def test_one_forbidden_address_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (address, 443)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr("tracker.jobs.outside.socket.getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(InvalidValue):
        reachable(Destination(True, "hook.example", 443, "/"))
