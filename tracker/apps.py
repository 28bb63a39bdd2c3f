"""The one Django app of the house."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """淘汰落后产能管理系统."""

    name = "tracker"
    verbose_name = "淘汰落后产能"
    default_auto_field = "django.db.models.BigAutoField"
