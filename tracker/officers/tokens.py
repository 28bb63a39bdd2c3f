"""API tokens (接口令牌): every officer's own; the system administrator can only put an end to them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from tracker.officers.models import ApiToken, Officer
from tracker.officers.permissions import may, require
from tracker.officers.roles import Role
from tracker.values.errors import NotAllowed, NotFound

TOKEN_DAYS = 90
_USED_EVERY = timedelta(minutes=5)


@transaction.atomic
def issue_token(*, officer: Officer, scope: str, now: datetime, days: int = TOKEN_DAYS) -> str:
    """A new API token for an officer; the text is returned once and only its digest is kept."""
    text = secrets.token_urlsafe(32)
    ApiToken.objects.create(officer=officer, digest=_digest(text), scope=scope, expires_at=now + timedelta(days=days))
    return text


@transaction.atomic
def ask_for_token(*, scope: str, by: Officer, now: datetime) -> str:
    """A token for one's own programs; only a department executes orders by program."""
    require(by, "change", "token")
    if scope not in scopes_for(by):
        raise NotAllowed(scope=scope, role=by.role)
    return issue_token(officer=by, scope=scope, now=now)


def scopes_for(officer: Officer) -> list[str]:
    """What an officer's tokens may be for."""
    orders = [ApiToken.Scope.ORDERS] if officer.role == Role.DEPARTMENT else []
    return [ApiToken.Scope.READ, *orders] if may(officer, "change", "token") else []


@transaction.atomic
def revoke_token(*, token: int, by: Officer, now: datetime) -> None:
    """Put an end to a token of one's own."""
    require(by, "change", "token")
    if not ApiToken.objects.filter(pk=token, officer=by, revoked_at__isnull=True).update(revoked_at=now):
        raise NotFound(token=token)


@transaction.atomic
def revoke_tokens(*, officer: Officer, by: Officer, now: datetime) -> int:
    """Put an end to every token of an account; how many there were."""
    require(by, "change", "officer")
    return ApiToken.objects.standing(now).filter(officer=officer).update(revoked_at=now)


def officer_of_token(text: str, now: datetime) -> ApiToken | None:
    """The usable token a text stands for, or None; notes its use at most every five minutes."""
    token = ApiToken.objects.usable(now).select_related("officer__region").filter(digest=_digest(text)).first()
    if token and (token.last_used_at is None or now - token.last_used_at > _USED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
