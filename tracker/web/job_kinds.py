"""Kinds of jobs (作业种类): what each is called on the pages, and the page of what it is about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tracker.jobs.models import Job

NAMES = {"upload": _("处理上传文件")}
PAGES = {"upload": "upload"}


def name_of(job: Job) -> Any:
    """What a job is called."""
    return NAMES.get(job.kind, job.kind)
