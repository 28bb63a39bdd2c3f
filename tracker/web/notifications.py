"""Pages of an officer's own notifications (通知设置): what is sent when, and the way out of a mail without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.audit.acting import Actor, declare
from tracker.jobs.kinds import MessageKind
from tracker.jobs.outbox import read_unsubscribe
from tracker.jobs.preferences import change_preference, decline, preference_of
from tracker.officers.models import Officer
from tracker.officers.services import choose_language
from tracker.values.errors import NotFound
from tracker.web.forms.notifications import NotificationForm
from tracker.web.language import remember
from tracker.web.pages import OfficerRequest, page, public_page


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


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed address is what allows it
@require_http_methods(["GET", "POST"])
def _unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The way out of one optional kind: asked first, as mail filters open every link; done when it is posted."""
    read = read_unsubscribe(token)
    officer = Officer.objects.filter(pk=read[0]).first() if read else None
    if read is None or officer is None:
        raise NotFound(token=token)
    kind = MessageKind(read[1])
    done = request.method == "POST" and ("confirm" in request.POST or "List-Unsubscribe" in request.POST)
    if done:
        declare(Actor(officer.pk, officer.username, ()), reason=_("按邮件中的链接退订"))
        decline(officer_id=officer.pk, kind=kind)
    with translation.override(officer.language):
        context = {"kind": kind, "done": done}
        return render(request, "tracker/account/unsubscribe.html", context)


unsubscribe = public_page(_unsubscribe)
