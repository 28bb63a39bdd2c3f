"""The form that records a contract as signed (登记签订)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.web.forms.fields import DayField


class SignForm(forms.Form):
    """Who signed for each party, and when."""

    signed_on = DayField(label=_("签订日期"))
    party_a_name = forms.CharField(label=_("甲方签订人"), max_length=40)
    party_b_name = forms.CharField(label=_("乙方签订人"), max_length=40)
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """A button that acts on the row the officer saw, with an optional note."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=300)
