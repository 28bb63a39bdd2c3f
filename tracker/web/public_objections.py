"""Objecting in public (公众异议): the form of a notice, and what became of an objection, for whoever holds its receipt."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracker.progress.objecting import Raised, object_publicly, objection_of
from tracker.values.dates import today
from tracker.values.errors import IllegalState, InvalidValue
from tracker.web.editing import tell_refusal
from tracker.web.forms.notices import PublicObjectionForm
from tracker.web.pages import public_page
from tracker.web.public import notice_or_404


@public_page
def new(request: HttpRequest, code: str) -> HttpResponse:
    """The form; what is refused is said on it."""
    notice, on = notice_or_404(code), today()
    form = PublicObjectionForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = object_publicly(
                notice=notice, raised=Raised(**form.cleaned_data), address=address_of(request), on=on
            )  # fmt: skip
            return redirect("public_objection", receipt=made.receipt)
        except (IllegalState, InvalidValue) as refusal:
            tell_refusal(form, refusal)
            status = 429 if refusal.code == "too_many" else 400
    until = notice.objections_until
    context = {"notice": notice, "form": form, "is_open": until is not None and notice.published_on <= on <= until}
    return render(request, "tracker/public/objection_new.html", context, status=status)


@public_page
def detail(request: HttpRequest, receipt: str) -> HttpResponse:
    """Whether it was handled, and the answer; neither who objected nor how to reach them."""
    return render(request, "tracker/public/objection.html", {"objection": objection_of(receipt)})


def address_of(request: HttpRequest) -> str:
    """Where a request came from: what the proxy says, where there is one, else the other end of the line."""
    told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip() if settings.SECURE_PROXY_SSL_HEADER else ""
    return told or request.META.get("REMOTE_ADDR", "")
