"""Addresses of the whole site: all of them belong to the one app."""

from django.urls import include, path

handler500 = "tracker.web.problems.server_error"
urlpatterns = [path("", include("tracker.urls"))]
