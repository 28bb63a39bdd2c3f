"""Forms of accounts (账号): for the two administrators that keep them, and for everybody's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import ApiToken, Officer
from tracker.officers.roles import Role
from tracker.officers.tokens import scopes_for
from tracker.regions.models import Organisation, Region


class PostForm(forms.Form):
    """What the security administrator grants: role, region, and for departments the office."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    region = forms.ModelChoiceField(
        label=_("所属区划"),
        queryset=Region.objects.filter(valid_to__isnull=True).order_by("code"),
        help_text=_("市级选设区市，县级选县（市、区），其余选省。"),
    )
    organisation = forms.ModelChoiceField(
        label=_("所属机构"),
        queryset=Organisation.objects.order_by("name"),
        required=False,
        help_text=_("部门经办人必填。"),
    )

    def post(self) -> dict[str, Any]:
        """Role, region and organisation as the services take them."""
        said = self.cleaned_data
        return {"role": Role(said["role"]), "region": said["region"], "organisation": said["organisation"]}


class NewAccountForm(PostForm):
    """A new account with the role it is meant for."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9._-]+$", _("以小写字母开头，只用小写字母、数字和 . _ -"))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=40)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    field_order = ["username", "name", "email", "role", "region", "organisation"]


class GrantForm(PostForm):
    """A grant, with its reason for the history."""

    reason = forms.CharField(label=_("理由"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AccountForm(forms.Form):
    """What the system administrator keeps of an account."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    is_active = forms.BooleanField(label=_("启用"), required=False)
    reason = forms.CharField(label=_("修改理由"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(label=_("理由"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TokenForm(forms.Form):
    """What a new token of one's own is for."""

    scope = forms.ChoiceField(label=_("用途"))

    def __init__(self, data: Any, *, officer: Officer) -> None:
        super().__init__(data)
        labels = dict(ApiToken.Scope.choices)
        self.fields["scope"].choices = [(one, labels[one]) for one in scopes_for(officer)]  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    """Which token of one's own is to end."""

    token = forms.IntegerField(widget=forms.HiddenInput)
