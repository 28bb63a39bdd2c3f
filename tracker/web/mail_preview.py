"""Previews of the mails (邮件预览): every template with invented data, in both languages, as the recipient will see it."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin

from tracker.jobs.kinds import OPTIONAL
from tracker.jobs.outbox import WAY_OUT
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.mail_samples import SAMPLES, sample_workbook
from tracker.web.pages import OfficerRequest, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANGUAGES = dict(settings.LANGUAGES)
# The mail is shown in a frame that may do nothing: no script, no form, no address but its own inline styles.
_MAIL_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


@page("mail")
@csp_update({"frame-src": [SELF]})
def index(request: OfficerRequest) -> HttpResponse:
    """The first template, in the language of the page."""
    return _shown(request, next(iter(SAMPLES)), translation.get_language() or settings.LANGUAGE_CODE)


@page("mail")
@csp_update({"frame-src": [SELF]})
def detail(request: OfficerRequest, template: str, language: str) -> HttpResponse:
    """One template: subject, HTML in a frame, plain text, attachment."""
    return _shown(request, template, language)


def _shown(request: OfficerRequest, template: str, language: str) -> HttpResponse:
    subject, text, _html = _written(template, language)
    context = {
        "samples": [(name, sample.label, name == template) for name, sample in SAMPLES.items()],
        "languages": [(code, label, code == language) for code, label in settings.LANGUAGES],
        "template": template,
        "written_in": language,  # `language` is what the frame of the page calls its own
        "sample": SAMPLES[template],
        "is_optional": SAMPLES[template].kind in OPTIONAL,
        "subject": subject,
        "text": text,
    }
    return render(request, "tracker/outbox/preview.html", context)


@page("mail")
@xframe_options_sameorigin
@csp_replace(_MAIL_POLICY)
def html(request: OfficerRequest, template: str, language: str) -> HttpResponse:
    """The HTML of a mail, for the frame."""
    return HttpResponse(_written(template, language)[2])


@page("mail")
def workbook(request: OfficerRequest, language: str) -> HttpResponse:
    """The workbook that goes with a digest."""
    if language not in LANGUAGES:
        raise NotFound(language=language)
    with translation.override(language):
        response = HttpResponse(sample_workbook(today()), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="overdue.xlsx"'
    return response


def _written(template: str, language: str) -> tuple[str, str, str]:
    if template not in SAMPLES or language not in LANGUAGES:
        raise NotFound(template=template, language=language)
    with translation.override(language):
        subject, text, mail_html = SAMPLES[template].write(today(), language)
    way_out = f"{settings.SITE_URL.rstrip('/')}/unsubscribe/…/"
    return subject, text.replace(WAY_OUT, way_out), mail_html.replace(WAY_OUT, way_out)
