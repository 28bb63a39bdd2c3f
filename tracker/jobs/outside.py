"""Addresses outside (外部地址): where webhooks may lead, so that the server cannot be made to call what only it can reach.

The operator names the hosts (WEBHOOK_HOSTS) and the private networks (WEBHOOK_NETWORKS); an administrator may enter
addresses of those only. The name is looked up once, each answer is checked, and the connection goes to what was checked.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tracker.values.errors import InvalidValue

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Destination:
    """Where an address leads, taken apart."""

    secure: bool
    host: str
    port: int
    path: str


def destination_of(url: str) -> Destination:
    """An address taken apart; InvalidValue unless it is one the operator allows."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidValue(_("网址格式不正确"), field="url") from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("https", "http") or not host or parts.username is not None or parts.fragment:
        raise InvalidValue(_("网址须以 https:// 开头，不含用户名和锚点"), field="url")
    if any(character <= " " or character > "~" for character in url):
        raise InvalidValue(_("网址格式不正确"), field="url")
    if host not in settings.WEBHOOK_HOSTS:
        raise InvalidValue(_("主机“%(host)s”不在运维人员允许的名单内") % {"host": host}, field="url")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(secure, host, port or (443 if secure else 80), path)


def reachable(destination: Destination) -> str:
    """The network address to connect to; InvalidValue if any the name stands for is forbidden, OSError if none is known."""
    found = socket.getaddrinfo(destination.host, destination.port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        if not _allowed(address, secure=destination.secure):
            raise InvalidValue(_("主机指向不允许访问的网络地址 %(address)s") % {"address": address}, field="url")
    return str(addresses[0])


def _allowed(address: Address, *, secure: bool) -> bool:
    """Public addresses over https; private ones only within the networks the operator named."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address in ip_network(network) for network in settings.WEBHOOK_NETWORKS):
        return True
    return secure and address.is_global and not address.is_multicast
