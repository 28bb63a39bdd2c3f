"""Comparators (比较): how a value stands to a threshold, in signs and in words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Comparator(models.TextChoices):
    """比较: the words officials use."""

    LESS = "<", _("小于")
    AT_MOST = "<=", _("小于等于")
    EQUAL = "=", _("是")
    MORE = ">", _("大于")
    AT_LEAST = ">=", _("大于等于")
