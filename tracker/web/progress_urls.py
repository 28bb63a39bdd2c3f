"""Addresses of the progress room's pages."""

from django.urls import URLPattern, path

from tracker.web import reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports.index, name="progress_reports"),
    path("reports/new/", reports.begin, name="progress_begin"),
    path("reports/<int:pk>/", reports.detail, name="progress_report"),
    path("reports/<int:pk>/write/", reports.write, name="progress_write"),
    path("reports/<int:pk>/<slug:verb>/", reports.move, name="progress_move"),
]
