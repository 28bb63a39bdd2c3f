"""Addresses of messages: one's own settings, the way out, the outbox, previews and webhooks."""

from django.urls import URLPattern, path

from tracker.web import mail_preview, notifications, outbox, unsubscribing, webhooks

urlpatterns: list[URLPattern] = [
    path("account/notifications/", notifications.settings, name="notification_settings"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("outbox/", outbox.index, name="outbox"),
    path("outbox/settle/", outbox.settle, name="outbox_settle"),
    path("outbox/preview/", mail_preview.index, name="outbox_preview"),
    path("outbox/preview/<slug:template>/<slug:language>/", mail_preview.detail, name="outbox_preview_one"),
    path("outbox/preview/<slug:template>/<slug:language>/html/", mail_preview.html, name="outbox_preview_html"),
    path("outbox/preview/<slug:language>/overdue.xlsx", mail_preview.workbook, name="outbox_preview_workbook"),
    path("outbox/<int:pk>/", outbox.detail, name="outbox_line"),
    path("outbox/<int:pk>/resend/", outbox.send_again, name="outbox_resend"),
    path("webhooks/", webhooks.index, name="webhooks"),
    path("webhooks/new/", webhooks.new, name="webhook_new"),
    path("webhooks/<int:pk>/switch/", webhooks.switch, name="webhook_switch"),
    path("webhooks/<int:pk>/test/", webhooks.test, name="webhook_test"),
]
