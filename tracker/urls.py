"""Addresses of the app's doors."""

from django.urls import include, path

urlpatterns = [
    path("", include("tracker.web.urls")),
    path("", include("tracker.api.urls")),
]
