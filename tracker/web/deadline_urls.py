"""Addresses of the deadlines room's pages."""

from django.urls import URLPattern, path

from tracker.web import working_days

urlpatterns: list[URLPattern] = [
    path("calendar/", working_days.index, name="calendar"),
    path("calendar/enter/", working_days.enter, name="calendar_enter"),
    path("calendar/remove/", working_days.remove, name="calendar_remove"),
]
