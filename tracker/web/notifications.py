"""The page of an officer's own notification settings (通知设置)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.jobs.preferences import change_preference, preference_of
from tracker.officers.services import choose_language
from tracker.web.forms.notifications import NotificationForm
from tracker.web.language import remember
from tracker.web.pages import OfficerRequest, page


@page("preference", "change")
def settings(request: OfficerRequest) -> HttpResponse:
    """An officer's own settings; obligatory kinds are shown as such."""
    officer, chosen = request.user, preference_of(request.user)
    form = NotificationForm(request.POST or None, officer=officer, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change_preference(officer=officer, by=officer, seen_version=said["version"], **form.changes(chosen))
        choose_language(officer=officer, language=said["language"])
        officer.language = said["language"]
        with translation.override(officer.language):
            messages.success(request, _("已保存"))
        return remember(redirect("notification_settings"), officer)
    return render(request, "tracker/account/notifications.html", {"form": form})
