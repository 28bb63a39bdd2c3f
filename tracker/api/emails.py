"""E-mails (邮件发送) in the API: who was sent what about, when, and what became of it; never the text. For auditors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.alerts.models import Alert
from tracker.api import filters
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail


class EmailRow(Rows):
    """邮件: `alerts` counts the alerts it told its recipient of."""

    of = OutboxMail

    id = serializers.IntegerField()
    officer = serializers.CharField(source="officer.username", label=_("用户名"), allow_null=True)
    officer_name = serializers.CharField(source="officer.name", label=_("收件人"), allow_null=True)
    to = serializers.CharField()
    webhook = serializers.CharField(source="webhook.name", label=_("机器人推送"), allow_null=True)
    kind = serializers.ChoiceField(choices=MessageKind.choices)
    kind_label = Label(of="kind", choices=MessageKind)
    subject = serializers.CharField()
    alerts = serializers.IntegerField(label=_("预警数"))
    attachment = serializers.CharField(source="attachment.name", label=_("附件"), allow_null=True)
    state = serializers.ChoiceField(choices=OutboxMail.State.choices)
    state_label = Label(of="state", choices=OutboxMail.State)
    attempts = serializers.IntegerField()
    in_doubt = serializers.BooleanField()
    message_id = serializers.CharField()
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)


class Recipient(filters.Word):
    """Who was written to: a user name, or an address."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Mails to the officer or the address."""
        return qs.filter(Q(officer__username=value) | Q(to__iexact=value)) if value else qs


class EmailFilters(filters.Filters):
    """Filters of e-mails; days are those of Shanghai."""

    recipient = Recipient()
    kind = filters.Choice(choices=MessageKind)
    state = filters.Choice(choices=OutboxMail.State)
    message_id = filters.Word()
    created_from = filters.Day(field_name="created_at", lookup_expr="date__gte")
    created_until = filters.Day(field_name="created_at", lookup_expr="date__lte")
    sent_from = filters.Day(field_name="sent_at", lookup_expr="date__gte")
    sent_until = filters.Day(field_name="sent_at", lookup_expr="date__lte")


class Emails(Resource):
    """邮件: oldest first."""

    model = OutboxMail
    resource = "mail"
    verb = "read"
    verbs: dict[str, str] = {}
    serializer_class = EmailRow
    filterset_class = EmailFilters
    history = None  # type: ignore[assignment]

    def parameters(self) -> Iterable[str]:
        """What each action may be asked: a mail is as it is now, there is no earlier recorded time to ask for."""
        return [name for name in super().parameters() if name not in {"known_at", "as_of"}]

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the number of alerts each told of."""
        told = Alert.objects.filter(told_in__notices__mail=OuterRef("pk"), told_in__notices__region=F("region"))
        counted = told.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
        placed: QuerySet[Any] = rows.annotate(alerts=Subquery(counted, output_field=IntegerField()))
        return placed
