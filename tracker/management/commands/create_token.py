"""`create_token USER --scope S`: a token for a program of an officer; printed once, kept only as a digest."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.audit.acting import Actor, acting
from tracker.management.output import Answer, AnsweringCommand
from tracker.officers.models import ApiToken, Officer
from tracker.officers.permissions import may
from tracker.officers.tokens import TOKEN_DAYS, issue_token
from tracker.values.errors import InvalidValue, NotAllowed, NotFound

_OPERATOR = Actor(None, "create_token", ())


class Command(AnsweringCommand):
    """Issues an API token."""

    help = "Issue an API token for an officer; the token is printed once and only its digest is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The officer, what the token is for, and for how long."""
        super().add_arguments(parser)
        parser.add_argument("user", help="user name of the officer")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.READ)
        parser.add_argument("--days", type=int, default=TOKEN_DAYS, help=f"valid for so many days (1 to {TOKEN_DAYS})")

    def work(self, options: dict[str, Any]) -> Answer:
        """Issue it, on behalf of the operator of the server."""
        username, scope, days = options["user"], options["scope"], options["days"]
        if not 1 <= days <= TOKEN_DAYS:
            raise InvalidValue(_("有效期应为 1 至 %(most)d 天") % {"most": TOKEN_DAYS}, field="days", found=days)
        with acting(_OPERATOR, reason="create_token"):
            officer = Officer.objects.filter(username__iexact=username, is_active=True).first()
            if officer is None:
                raise NotFound(_("没有启用的用户“%(name)s”") % {"name": username}, user=username)
            if scope == ApiToken.Scope.READ and not may(officer, "view", "api"):
                raise NotAllowed(_("该用户的角色不能读取接口"), user=username, role=officer.role)
            token = issue_token(officer=officer, scope=scope, now=timezone.now(), days=days)
        return Answer(
            {"status": "issued", "user": officer.username, "scope": scope, "days": days, "token": token}, token
        )
