"""What every view of the API has in common: who may come in, in which form it answers, which parameters it knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from tracker.api.authentication import ReadingSession, TokenAuthentication
from tracker.api.pagination import Cursor
from tracker.api.parameters import check_names
from tracker.api.permissions import TablePermission
from tracker.api.rows import FastJSON, OnlyJSON
from tracker.api.throttling import OfficerThrottle
from tracker.officers.models import Officer


class Door(APIView):
    """Reading only, for officers the permission table lets in; closed until a subclass names its `resource`."""

    authentication_classes = [TokenAuthentication, ReadingSession]
    permission_classes = [TablePermission]
    throttle_classes = [OfficerThrottle]
    renderer_classes = [FastJSON]
    content_negotiation_class = OnlyJSON
    http_method_names = ["get", "head"]

    resource = ""
    verb = "view"
    verbs: dict[str, str] = {}

    def parameters(self) -> Iterable[str]:
        """The query parameters this view knows."""
        return ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anything is read: who, may they, and do we understand every word of the question."""
        super().initial(request, *args, **kwargs)
        check_names(request, self.parameters())

    @property
    def pager(self) -> Cursor:
        """The cursor of this request."""
        paginator: Cursor = self.paginator  # type: ignore[attr-defined]
        return paginator

    @property
    def officer(self) -> Officer:
        """Who asks; there is one, or the permission would have refused."""
        user = self.request.user
        assert isinstance(user, Officer)  # noqa: S101 - for the type checker
        return user
