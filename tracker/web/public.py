"""What everybody may read (公众页面): notices and announcements under permanent addresses, and their data."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from tracker.progress.inspection_tables import Draw, DrawAnnouncement
from tracker.progress.notice_tables import Notice
from tracker.progress.publication import open_data
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.listing import page_context
from tracker.web.pages import public_page

_BOM = "\ufeff"  # without it Excel reads Chinese as something else


class _Echo:
    """Gives csv.writer's lines back instead of keeping them."""

    def write(self, line: str) -> str:
        """The line."""
        return line


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All that was published."""
    context = {
        "draws": Draw.objects.select_related("plan")[:50],
        "announcements": DrawAnnouncement.objects.filter(drawn=None).select_related("plan")[:50],
    }
    rows = Notice.objects.select_related("plan")
    return render(request, "tracker/public/index.html", context | page_context(request, rows))


@public_page
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """One notice with its lines, as it was published."""
    found = notice_or_404(code)
    listed = page_context(request, found.lines.all(), size=200)
    context = {"notice": found, "on": today(), "followed": Notice.objects.filter(follows=found).first()}
    return render(request, "tracker/public/notice.html", context | listed)


@public_page
def catalogue(request: HttpRequest) -> JsonResponse:
    """Everything published, with its permanent addresses, for programs."""
    there = request.build_absolute_uri
    notices = [
        {
            "code": one.code, "plan": one.plan.code, "kind": one.kind, "title": one.title,
            "published_on": one.published_on, "objections_until": one.objections_until,
            "page": there(reverse("public_notice", args=[one.code])),
            "data": there(reverse("public_notice_data", args=[one.code])),
        }
        for one in Notice.objects.select_related("plan")
    ]  # fmt: skip
    draws = [
        {"plan": one.plan.code, "drawn_on": one.drawn_on, "data": there(reverse("public_draw_data", args=[one.pk]))}
        for one in Draw.objects.select_related("plan")
    ]
    return JsonResponse({"notices": notices, "draws": draws}, json_dumps_params={"ensure_ascii": False})


@public_page
def data(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The lines of a notice as CSV."""
    found = notice_or_404(code)
    response = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(found: Notice) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BOM
    for row in open_data(found):
        yield writer.writerow(row)


def notice_or_404(code: str) -> Notice:
    """The notice of a permanent address."""
    found = Notice.objects.select_related("plan", "follows").filter(code=code).first()
    if found is None:
        raise NotFound(notice=code)
    return found
