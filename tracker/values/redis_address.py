"""Reading the address of Redis: one server, one over TLS or a socket, or the master that Sentinels know of."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

SENTINEL_PORT = 26379
SINGLE = ("redis", "rediss", "unix")
SENTINEL = ("sentinel", "sentinels")  # in clear, and over TLS
TLS = ("ssl_cert_reqs", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
_HOW = (
    "REDIS_URL must look like redis://:password@host:6379/0, rediss://… (TLS; ?ssl_ca_certs=/path), unix:///path?db=0 or "
    "sentinel://:password@host:26379,host:26379/MASTER/0 (sentinels:// over TLS; ?sentinel_password=…)."
)


@dataclass(frozen=True)
class RedisAddress:
    """Where Redis is. A single server is reached by its `url`; otherwise the Sentinels are asked for the `master`."""

    url: str
    sentinels: tuple[tuple[str, int], ...] = ()
    master: str = ""
    db: int = 0
    login: dict[str, str] = field(default_factory=dict)
    sentinel_login: dict[str, str] = field(default_factory=dict)
    tls: dict[str, str] = field(default_factory=dict)

    @property
    def encrypted(self) -> bool:
        """Whether the server must show a certificate we trust."""
        return bool(self.tls)


def read_address(url: str) -> RedisAddress:
    """The parts of an address; ValueError says how one looks. Over TLS the certificate is checked unless told otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in SINGLE + SENTINEL:
        raise ValueError(_HOW)
    query = dict(parse_qsl(parts.query))
    tls = {}
    if parts.scheme in ("rediss", "sentinels"):
        tls = {"ssl_cert_reqs": "required"} | {name: value for name, value in query.items() if name in TLS}
    if parts.scheme in SINGLE:
        return RedisAddress(url, tls=tls)
    login, _at, hosts = parts.netloc.rpartition("@")
    master, _slash, db = parts.path.strip("/").partition("/")
    if not hosts or not master or not (db or "0").isdigit():
        raise ValueError(_HOW)
    password = query.get("sentinel_password")
    return RedisAddress(
        url,
        sentinels=tuple(_host(host) for host in hosts.split(",")),
        master=master,
        db=int(db or 0),
        login=_login(login),
        sentinel_login={"password": password} if password else {},
        tls=tls,
    )


def _host(written: str) -> tuple[str, int]:
    parts = urlsplit(f"//{written}")
    if not parts.hostname:
        raise ValueError(_HOW)
    return parts.hostname, parts.port or SENTINEL_PORT


def _login(written: str) -> dict[str, str]:
    user, _colon, password = written.partition(":")
    return {name: unquote(value) for name, value in (("username", user), ("password", password)) if value}
