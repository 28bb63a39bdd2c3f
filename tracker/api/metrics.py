"""Metrics (监控指标) for Prometheus: to whoever knows the token, or asks directly from an allowed network."""

from __future__ import annotations

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from tracker.values.dates import time_of_day, today
from tracker.vitals.looking import look
from tracker.vitals.metrics import CONTENT_TYPE, written


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures without names; 404 to everybody else, as there is nothing here for them."""
    if not (_knows_token(request) or _comes_from_allowed_network(request)):
        raise Http404
    vitals = look(now=timezone.now(), on=today(), at=time_of_day())
    return HttpResponse(written(vitals), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


metrics.permission = "public"  # type: ignore[attr-defined]


def _knows_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    known: str = settings.METRICS_TOKEN
    return bool(known) and scheme == "Bearer" and hmac.compare_digest(token.encode(), known.encode())


def _comes_from_allowed_network(request: HttpRequest) -> bool:
    """What came through a proxy bears the proxy's address, which says nothing of who asks."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(peer in ip_network(allowed) for allowed in settings.METRICS_NETWORKS)
