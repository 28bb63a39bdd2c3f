"""Addresses of the inbox and of single alerts."""

from django.urls import URLPattern, path

from tracker.web import alert_handling, alerts, inbox, ladder

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.index, name="inbox"),
    path("alerts/", inbox.moved, name="alerts"),
    path("inbox/<int:pk>/", alerts.detail, name="alert"),
    path("inbox/<int:pk>/acknowledge/", alert_handling.acknowledge, name="alert_acknowledge"),
    path("inbox/<int:pk>/assign/", alert_handling.assign, name="alert_assign"),
    path("inbox/<int:pk>/snooze/", alert_handling.snooze, name="alert_snooze"),
    path("inbox/<int:pk>/resolve/", alert_handling.resolve, name="alert_resolve"),
    path("inbox/<int:pk>/settle/", alert_handling.settle, name="alert_settle"),
    path("ladder/", ladder.index, name="ladder"),
    path("ladder/new/", ladder.edit, name="ladder_new"),
    path("ladder/<slug:code>/", ladder.edit, name="ladder_edit"),
    path("leaders/", ladder.leaders, name="leaders"),
    path("leaders/<str:code>/", ladder.leader_edit, name="leader_edit"),
]
