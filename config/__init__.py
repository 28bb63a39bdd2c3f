"""How the product is set up and started: settings, timetable, addresses, embedded servers. No rule of the campaign."""

from config.celery import app

__all__ = ["app"]
