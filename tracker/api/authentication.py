"""Who asks (身份认证): a token in the header, or for reading the signed-in session of the documentation page.

The transaction is open already (web.middleware); from here on it acts for the officer of the token.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.request import Request

from tracker.audit.acting import declare
from tracker.officers.models import ApiToken, Officer
from tracker.officers.tokens import officer_of_token

_TOKEN_PARAMETERS = ("token", "access_token", "auth_token", "api_key", "apikey")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`. Any other scheme, and any token that isn't usable, is refused with 401."""

    def authenticate(self, request: Request) -> tuple[Officer, ApiToken] | None:
        """The officer of the token; None where no header was sent."""
        refuse_token_in_address(request)
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, text = header.partition(" ")
        if scheme.lower() != "token" or not text.strip():
            raise AuthenticationFailed(_("请在请求头中提供“Authorization: Token 令牌”"), code="token_malformed")
        token = officer_of_token(text.strip(), timezone.now())
        if token is None:
            raise AuthenticationFailed(_("令牌无效、已过期或已吊销"), code="token_refused")
        declare(token.officer.actor, request_id=request._request.request_id)  # type: ignore[attr-defined]
        return token.officer, token

    def authenticate_header(self, request: Request) -> str:
        """What a client that came without a token is asked for."""
        return 'Token realm="api"'


class ReadingSession(BaseAuthentication):
    """The officer signed in on the web, for reading only: a page of another site can make a browser read, never write."""

    def authenticate(self, request: Request) -> tuple[Officer, None] | None:
        """The signed-in officer, on whose behalf the transaction acts already."""
        user = request._request.user
        if not isinstance(user, Officer) or user.password_temporary:
            return None
        return (user, None) if request.method in ("GET", "HEAD") else None


def refuse_token_in_address(request: Request) -> None:
    """An address ends up in logs and histories: a token in it must be considered public, and is never accepted."""
    if any(name in request.query_params for name in _TOKEN_PARAMETERS):
        raise ParseError(_("令牌不得写在网址中：请改用请求头，并吊销该令牌"), code="token_in_url")
