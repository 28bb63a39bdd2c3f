"""The way out of an optional mail (退订), without signing in: its signed address says whose and which kind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.audit.acting import Actor, declare
from tracker.jobs.kinds import MessageKind
from tracker.jobs.outbox import read_unsubscribe
from tracker.jobs.preferences import decline
from tracker.officers.models import Officer
from tracker.values.errors import NotFound
from tracker.web.pages import public_page


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
