"""Before everything else: the answer that this process lives; the number and the measuring of every other request."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tracker.audit.numbering import under
from tracker.vitals.metrics import count_request

ALIVE = "/livez"
Handler = Callable[[HttpRequest], HttpResponse]


class OutermostMiddleware:
    """Answers /livez without touching host, session or database: what is away elsewhere is no reason to restart us."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == ALIVE:
            return HttpResponse("alive", content_type="text/plain", headers={"Cache-Control": "no-store"})
        started = time.perf_counter()
        request.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        with under(request=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        match = request.resolver_match
        route = match.view_name if match and match.view_name else "none"
        count_request(
            method=request.method if request.method in ("GET", "POST", "HEAD") else "other",
            route=route,
            status=response.status_code,
            seconds=time.perf_counter() - started,
        )
        return response
