"""Refusals (错误应答) as `application/problem+json` (RFC 9457), in the language the client accepts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ErrorDetail

from tracker.enforcement.executing import KeyReused
from tracker.values.errors import DomainError, IllegalState, InvalidValue, NoRoom, NotAllowed, NotFound, StaleState

log = logging.getLogger(__name__)

_STATUS_OF: dict[type[DomainError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    StaleState: 409,
    IllegalState: 409,
    InvalidValue: 400,
    KeyReused: 422,
    NoRoom: 507,
}
_TITLES: dict[int, Any] = {
    400: _("请求有误"),
    401: _("需要身份认证"),
    403: _("没有权限"),
    404: _("未找到"),
    405: _("不支持该方法"),
    409: _("状态冲突"),
    429: _("请求过于频繁"),
    500: _("系统错误"),
    503: _("服务暂不可用"),
    507: _("存储空间不足"),
}


def handle(error: Exception, context: dict[str, Any]) -> JsonResponse:
    """The exception handler of the API: undoes what the request wrote, and says what was wrong and how to go on."""
    request = context["request"]._request
    request.refused = True
    if isinstance(error, APIException):
        response = _of_framework(error, request.request_id)
    elif isinstance(error, DomainError):
        status = next((status for kind, status in _STATUS_OF.items() if isinstance(error, kind)), 400)
        response = problem(status, error.code, error.message, request.request_id, errors=_of_domain(error))
    elif isinstance(error, Http404):
        response = problem(404, NotFound.code, NotFound.message, request.request_id)
    elif isinstance(error, PermissionDenied):
        response = problem(403, NotAllowed.code, NotAllowed.message, request.request_id)
    else:
        log.error("request %s failed", request.request_id, exc_info=error)
        response = problem(500, "server_error", _("请将请求编号告知管理员"), request.request_id)
    return response


def problem(
    status: int, code: str, detail: Any, request_id: str, *, errors: list[dict[str, Any]] | None = None
) -> JsonResponse:
    """One refusal: what kind, what exactly, and the request's number for asking about it."""
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    body = {
        "type": f"urn:capacity-tracker:problem:{code}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "code": code,
        "errors": errors or [],
        "request_id": request_id,
    }
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def _of_framework(error: APIException, request_id: str) -> JsonResponse:
    details = list(_flat(error.detail))
    fields = [entry for entry in details if entry["field"]]
    code = "invalid" if fields else str(details[0]["code"]) if details else error.default_code
    detail = "；".join(
        f"{entry['field']}：{entry['message']}" if entry["field"] else entry["message"] for entry in details
    )
    response = problem(error.status_code, code, detail, request_id, errors=fields)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def _flat(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Every single error of a nested detail, with the name of its field."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, field)
    else:
        code = str(detail.code) if isinstance(detail, ErrorDetail) else ""
        yield {"field": field, "code": code, "message": str(detail)}


def _of_domain(error: DomainError) -> list[dict[str, Any]]:
    """The data of a domain error that a client may use: the field, what was found, what was expected."""
    if "field" not in error.data:
        return []
    return [
        {"code": error.code, "message": str(error.message), **{key: str(value) for key, value in error.data.items()}}
    ]
