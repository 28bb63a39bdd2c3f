"""The documentation (接口文档): the OpenAPI schema, and a page to read and try it with the signed-in session."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.doors import Door
from tracker.officers.models import Officer
from tracker.officers.permissions import require


class Schema(Door):
    """OpenAPI 3: every resource, field, filter and refusal."""

    resource = "api"

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The schema as JSON, in the client's language."""
        generator: Any = SchemaGenerator
        schema = generator().get_schema(request=None, public=True)
        return Response(schema, headers={"Content-Language": get_language() or ""})


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes the token."""

    target_class = "tracker.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A header, with the word `Token` before the token."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token …"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes the signed-in session."""

    target_class = "tracker.api.authentication.ReadingSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The cookie of the web pages, for reading only."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


@csp_update({"img-src": ["data:"]})  # the icons in Swagger UI's own style sheet; scripts stay our own files
def docs(request: HttpRequest) -> HttpResponse:
    """The page, for officers who may use the API."""
    if not isinstance(request.user, Officer):
        return redirect_to_login(request.get_full_path())
    require(request.user, "view", "api")
    return render(request, "tracker/api/docs.html")


docs.permission = ("api", "view")
