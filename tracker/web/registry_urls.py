"""Addresses of the registry and its survey."""

from django.urls import URLPattern, path

from tracker.web import duplicates, merges, registry, statistics, surveys

urlpatterns: list[URLPattern] = [
    path("enterprises/", registry.index, name="enterprises"),
    path("enterprises/duplicates/", duplicates.index, name="enterprise_duplicates"),
    path("enterprises/merge/", merges.merge_two_enterprises, name="enterprise_merge"),
    path("enterprises/survey/<str:code>/", surveys.questionnaire, name="enterprise_questionnaire"),
    path("enterprises/<int:pk>/", registry.detail, name="enterprise"),
    path("enterprises/<int:pk>/year/", surveys.year, name="enterprise_year"),
    path("statistics/", statistics.index, name="statistics"),
    path("facilities/merge/", merges.merge_two_facilities, name="enterprise_facility_merge"),
    path("facilities/<int:pk>/", surveys.detail, name="enterprise_facility"),
    path("facilities/<int:pk>/survey/", surveys.survey, name="enterprise_facility_survey"),
]
