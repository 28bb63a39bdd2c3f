"""Forms of publication (公示公告)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.progress.notice_tables import Notice
from tracker.web.forms.fields import DayField


def _text(label: Any, most: int, rows: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


class NoticeForm(forms.Form):
    """A notice to which one may object."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=[(one, one.label) for one in (Notice.Kind.LIST, Notice.Kind.RESULT)]
    )
    title = forms.CharField(label=_("标题"), max_length=120)
    body = _text(_("正文"), 4000, 6)
    objections_until = DayField(label=_("异议截止日期"))


class AnnouncementForm(forms.Form):
    """The final announcement."""

    title = forms.CharField(label=_("标题"), max_length=120)
    body = _text(_("正文"), 4000, 5)


class ObjectionForm(forms.Form):
    """An objection that came by letter, telephone or at the counter."""

    number = forms.IntegerField(label=_("涉及的序号"), required=False, min_value=1)
    raised_by = forms.CharField(label=_("提出人"), max_length=60)
    contact = forms.CharField(label=_("联系方式"), max_length=60, required=False)
    text = _text(_("异议内容"), 2000, 3)


class PublicObjectionForm(forms.Form):
    """An objection on the public page."""

    number = forms.IntegerField(label=_("涉及的序号"), required=False, min_value=1, max_value=1_000_000)
    raised_by = forms.CharField(label=_("姓名或单位"), max_length=60)
    contact = forms.CharField(label=_("电话或邮箱"), max_length=60)
    text = _text(_("异议内容"), 2000, 5)
