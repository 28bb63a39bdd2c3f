"""Pages of the calendar (工作日历): a year at a glance, and entering days the published calendar does not know."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.deadlines.calendar import ShownDay, Stretch, enter_days, take_out, year_of
from tracker.deadlines.calendar_tables import CalendarDay
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.values.workdays import Source
from tracker.web.editing import attempt, checked
from tracker.web.forms.deadlines import CalendarDayForm, DaysForm
from tracker.web.histories import changes_in
from tracker.web.pages import OfficerRequest, page

FIRST_YEAR, LAST_YEAR = 2004, 2100


@page("calendar")
def index(request: OfficerRequest) -> HttpResponse:
    """A year, month by month; what was entered, by which document; what is inferred."""
    return _shown(request, DaysForm())


@page("calendar", "change")
@require_POST
def enter(request: OfficerRequest) -> HttpResponse:
    """Enter days; a fault is shown at its field."""
    form = DaysForm(request.POST)
    tried = attempt(request, form, None, lambda: enter_days(stretch=Stretch(**form.stretch()), by=request.user))
    if tried.saved:
        return redirect(f"{reverse('calendar')}?year={form.cleaned_data['first'].year}")
    return _shown(request, form)


@page("calendar", "change")
@require_POST
def remove(request: OfficerRequest) -> HttpResponse:
    """Take an entered day out again."""
    day: date = checked(CalendarDayForm(request.POST))["date"]
    take_out(day=day, by=request.user)
    messages.success(request, _("已取消登记"))
    return redirect(f"{reverse('calendar')}?year={day.year}")


def _shown(request: OfficerRequest, form: DaysForm) -> HttpResponse:
    on = today()
    year = _year(request, on)
    days = year_of(year)
    context = {
        "year": year,
        "years": [number for number in (year - 1, year + 1) if FIRST_YEAR <= number <= LAST_YEAR],
        "months": [_month([day for day in days if day.date.month == month]) for month in range(1, 13)],
        "working": sum(day.is_working for day in days),
        "inferred": any(day.source == Source.INFERRED for day in days),
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "entered": CalendarDay.objects.filter(date__year=year),
        "changes": _changes(request, year),
        "form": form,
        "may_change": may(request.user, "change", "calendar"),
    }
    return render(request, "tracker/deadlines/calendar.html", context)


def _changes(request: OfficerRequest, year: int) -> list[dict[str, Any]]:
    """Who entered and took out what, newest first."""
    lines = changes_in(CalendarDay.objects.all(), request.user, date__year=year)
    return [
        {**line, "source": f"{line['about'].date} {line['about'].name} · {line['about'].document}"} for line in lines
    ]


def _year(request: OfficerRequest, on: date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else on.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _month(days: list[ShownDay]) -> dict[str, Any]:
    """A month as weeks that begin on Monday, with empty places before and after."""
    places: list[ShownDay | None] = [None] * days[0].date.weekday() + list(days)
    places += [None] * (-len(places) % 7)
    return {"first": days[0].date, "weeks": [places[n : n + 7] for n in range(0, len(places), 7)]}
