"""Addresses of the incentives' pages: replacements and awards."""

from django.urls import URLPattern, path

from tracker.web import award, award_form, awards, replacements

urlpatterns: list[URLPattern] = [
    path("replacements/", replacements.index, name="replacements"),
    path("replacements/new/", replacements.new, name="replacement_new"),
    path("replacements/<int:pk>/", replacements.detail, name="replacement"),
    path("awards/", awards.index, name="awards"),
    path("awards/new/", award_form.new, name="award_new"),
    path("awards/<int:pk>/", award.detail, name="award"),
    path("awards/export/", awards.workbook, name="award_export"),
]
