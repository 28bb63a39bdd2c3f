"""Addresses of the catalogue and of screening."""

from django.urls import URLPattern, path

from tracker.web import catalogue, criteria, editions, entries, screening, screening_runs, screening_steps

urlpatterns: list[URLPattern] = [
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/check/", catalogue.lookup, name="catalogue_check"),
    path("catalogue/drafts/new/", editions.draft, name="catalogue_draft"),
    path("catalogue/criteria/count/", criteria.count, name="catalogue_count"),
    path("catalogue/criteria/row/", criteria.row, name="catalogue_criterion_row"),
    path("catalogue/entries/<int:pk>/", entries.edit, name="catalogue_entry"),
    path("catalogue/entries/<int:pk>/drop/", entries.drop, name="catalogue_entry_drop"),
    path("catalogue/<str:code>/publish/", editions.publish, name="catalogue_publish"),
    path("catalogue/<str:code>/what-if/", editions.compare, name="catalogue_what_if"),
    path("catalogue/<str:code>/entries/new/", entries.new, name="catalogue_entry_new"),
    path("screening/", screening_runs.index, name="screening"),
    path("screening/start/", screening_runs.start, name="screening_start"),
    path("screening/pick/", screening_steps.pick_targets, name="screening_pick"),
    path("screening/<int:pk>/", screening.detail, name="screening_run"),
    path("screening/<int:pk>/compare/", screening_steps.compare, name="screening_compare"),
]
