"""The verbs of the officers room: create, change and disable accounts; issue and check tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tracker.audit.conflicts import change_seen
from tracker.officers.models import ApiToken, Officer
from tracker.officers.permissions import require
from tracker.officers.roles import Role
from tracker.regions.models import Organisation, Region

TOKEN_DAYS = 90
_USED_EVERY = timedelta(minutes=5)


@transaction.atomic
def create_officer(
    *,
    username: str,
    name: str,
    role: Role,
    region: Region,
    password: str,
    by: Officer | None,
    organisation: Organisation | None = None,
    email: str = "",
) -> Officer:
    """A new account. `by` is None only for set-up commands run by an operator on the server."""
    if by is not None:
        require(by, "change", "officer")
    officer = Officer(username=username, name=name, role=role, region=region, organisation=organisation, email=email)
    validate_password(password, officer)
    officer.set_password(password)
    officer.save(force_insert=True)
    return officer


@transaction.atomic
def change_officer(*, officer: Officer, seen_version: int, by: Officer, **changes: Any) -> Officer:
    """Change an account: contact data and `is_active` by the system administrator; role and region by the security one."""
    granting = bool({"role", "region", "organisation"} & changes.keys())
    require(by, "grant" if granting else "change", "officer")
    changed: Officer = change_seen(officer, seen_version=seen_version, changes=changes)
    return changed


@transaction.atomic
def choose_language(*, officer: Officer, language: str) -> None:
    """The language of the officer's pages and e-mails."""
    require(officer, "change", "preference")
    Officer.objects.filter(pk=officer.pk).exclude(language=language).update(language=language)


@transaction.atomic
def issue_token(*, officer: Officer, scope: str, now: datetime, days: int = TOKEN_DAYS) -> str:
    """A new API token for an officer; the text is returned once and only its digest is kept."""
    text = secrets.token_urlsafe(32)
    ApiToken.objects.create(officer=officer, digest=_digest(text), scope=scope, expires_at=now + timedelta(days=days))
    return text


def officer_of_token(text: str, now: datetime) -> ApiToken | None:
    """The usable token a text stands for, or None; notes its use at most every five minutes."""
    token = ApiToken.objects.usable(now).select_related("officer__region").filter(digest=_digest(text)).first()
    if token and (token.last_used_at is None or now - token.last_used_at > _USED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
