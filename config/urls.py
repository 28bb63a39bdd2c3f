"""Addresses of the whole site: all of them belong to the one app."""

from django.urls import include, path

urlpatterns = [path("", include("tracker.urls"))]
