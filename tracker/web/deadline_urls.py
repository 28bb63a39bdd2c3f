"""Addresses of the deadlines room's pages."""

from django.urls import URLPattern, path

from tracker.web import due_days, extension_requests, quiet, working_days

urlpatterns: list[URLPattern] = [
    path("calendar/", working_days.index, name="calendar"),
    path("calendar/enter/", working_days.enter, name="calendar_enter"),
    path("calendar/remove/", working_days.remove, name="calendar_remove"),
    path("quiet-hours/", quiet.index, name="quiet"),
    path("deadlines/", extension_requests.index, name="deadline_requests"),
    path("deadlines/<slug:kind>/<int:pk>/", due_days.detail, name="deadline"),
    path("deadlines/<slug:kind>/<int:pk>/ask/", due_days.ask, name="deadline_ask"),
    path("deadlines/<slug:kind>/<int:pk>/decide/", due_days.decide, name="deadline_decide"),
    path("deadlines/<slug:kind>/<int:pk>/take-back/", due_days.take_back, name="deadline_take_back"),
    path("deadlines/<slug:kind>/<int:pk>/pause/", due_days.pause, name="deadline_pause"),
]
