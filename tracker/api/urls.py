"""Addresses of the API: for each resource a list, single rows, their histories and a download."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from tracker.api.catalogue_check import CatalogueCheck
from tracker.api.contents import RESOURCES
from tracker.api.documentation import Schema, docs
from tracker.api.events import Events
from tracker.api.execution import OrderExecution
from tracker.api.execution_photos import OrderPhotos
from tracker.api.files import EnterpriseCaseFile, EvidenceFile
from tracker.api.frame import Index, Nowhere
from tracker.api.health import healthz
from tracker.api.metrics import metrics
from tracker.api.resources import Resource

app_name = "api"
V1 = "api/v1/"


def addresses_of(name: str, resource: type[Resource]) -> list[URLPattern]:
    """The addresses of one resource."""
    one = rf"^{V1}{name}/(?P<pk>{resource.lookup_value_regex})/"

    def view(action: str) -> Any:
        return resource.as_view({"get": action}, basename=name, detail=action != "list")

    subs = [sub for sub in ("history", *resource.sublists) if getattr(resource, sub, None)]
    return [
        path(f"{V1}{name}/", view("list"), name=f"{name}-list"),
        re_path(rf"{one}$", view("retrieve"), name=f"{name}-detail"),
        *[re_path(rf"{one}{sub}/$", view(sub), name=f"{name}-{sub}") for sub in subs],
        re_path(rf"^{V1}export/{name}\.(?P<kind>(?:csv|ndjson|xlsx))$", view("export"), name=f"{name}-export"),
    ]


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path(V1, Index.as_view(), name="index"),
    path(f"{V1}schema/", Schema.as_view(), name="schema"),
    path(f"{V1}docs/", docs, name="docs"),
    path(f"{V1}catalogue-check/", CatalogueCheck.as_view(), name="catalogue-check"),
    re_path(rf"^{V1}orders/(?P<pk>[0-9]{{1,18}})/execution/$", OrderExecution.as_view(), name="order-execution"),
    re_path(rf"^{V1}orders/(?P<pk>[0-9]{{1,18}})/photos/$", OrderPhotos.as_view(), name="order-photos"),
    path(f"{V1}evidence/<uuid:pk>/file/", EvidenceFile.as_view(), name="evidence-file"),
    path(f"{V1}enterprises/<int:pk>/casefile/", EnterpriseCaseFile.as_view(), name="enterprise-casefile"),
    path(f"{V1}events/", Events.as_view({"get": "list"}, basename="events"), name="events-list"),
    *[address for name, resource in RESOURCES.items() for address in addresses_of(name, resource)],
    re_path(rf"^{V1}", Nowhere.as_view(), name="nowhere"),
]
