"""Histories (变更历史): who changed what when and why, field by field, for one row or for everything."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from tracker.api.pagination import Cursor, Slice, bad_cursor
from tracker.api.parameters import read_moment
from tracker.audit import feed
from tracker.values.errors import InvalidValue

KEYS = ("at", "kind", "number")
_KINDS = ("insert", "update", "delete")


class Change(serializers.Serializer):
    """One field's value before and after; decimals are exact text."""

    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class EventRow(serializers.Serializer):
    """One event: a row was inserted, updated or deleted."""

    id = serializers.CharField()
    at = serializers.DateTimeField(help_text=_("记录时间"))
    kind = serializers.CharField(help_text=_("数据类别"))
    number = serializers.IntegerField()
    object = serializers.CharField(help_text=_("数据主键"))
    event = serializers.ChoiceField(choices=_KINDS)
    officer = serializers.IntegerField(allow_null=True, help_text=_("操作人"))
    name = serializers.CharField(help_text=_("操作人用户名，或系统作业名"))
    reason = serializers.CharField()
    request = serializers.CharField(help_text=_("请求编号"))
    job = serializers.CharField()
    changes = serializers.DictField(child=Change(), help_text=_("字段 → 原值与新值"))


def page_of_events(paginator: Cursor, request: Request, asked: feed.Question) -> list[feed.Event]:
    """The page of the feed a request asks for."""

    def take(part: Slice) -> list[feed.Event]:
        return feed.events(asked, feed.Stretch(_place(part.keys), part.limit, part.backwards))

    return paginator.fetch(request, KEYS, take)


def _place(keys: list[str] | None) -> feed.Place | None:
    if keys is None:
        return None
    at, kind, number = keys
    if kind not in feed.tracked_models() or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise bad_cursor()
    try:
        return feed.Place(read_moment(at, "cursor"), kind, int(number))
    except InvalidValue:
        raise bad_cursor() from None


def empty_page(rows: list[Any], request: Request) -> bool:
    """Whether there is nothing at all, not just nothing more."""
    return not rows and "cursor" not in request.query_params
