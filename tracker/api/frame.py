"""The frame around the resources: what there is, and what to say where there is nothing."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.api.contents import RESOURCES
from tracker.api.doors import Door
from tracker.values.errors import NotFound


class Index(Door):
    """The resources there are, and where."""

    resource = "api"

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Each resource with its address."""
        names = [*RESOURCES, "events"]
        return Response({name: reverse(f"api:{name}-list", request=request) for name in names})


class Nowhere(Door):
    """Any other address below the API's: 404 as a problem, to those who may ask at all."""

    resource = "api"
    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """There is nothing here, whatever is asked."""
        super().initial(request, *args, **kwargs)
        raise NotFound(path=request.path[:200])

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Never reached."""
        raise NotFound(path=request.path[:200])
