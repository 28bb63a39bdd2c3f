"""Jobs (作业) in the API: background work and how far it is."""

from __future__ import annotations

from collections.abc import Iterable

from rest_framework import serializers

from tracker.api import filters
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows
from tracker.jobs.models import Job
from tracker.tasks import TASK_OF


class JobRecord(Rows):
    """作业."""

    of = Job

    id = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    state = serializers.ChoiceField(choices=Job.State.choices)
    state_label = Label(of="state", choices=Job.State)
    step = serializers.ChoiceField(choices=[("", ""), *Job.Step.choices])
    step_label = Label(of="step", choices=Job.Step)
    step_at = serializers.DateTimeField(allow_null=True)
    done = serializers.IntegerField(source="progress")
    total = serializers.IntegerField()
    attempts = serializers.IntegerField()
    cancel_requested = serializers.BooleanField()
    message = serializers.CharField()
    fault = serializers.CharField()
    created_by = serializers.CharField(source="created_by.username", allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class JobFilters(filters.Filters):
    """Filters of jobs."""

    kind = filters.OneOf(TASK_OF)
    subject = filters.Word()
    state = filters.Choice(choices=Job.State)
    created_by = filters.Word(field_name="created_by__username")


class Jobs(Resource):
    """作业: one's own, or all for those who audit; oldest first."""

    model = Job
    resource = "job"
    verbs: dict[str, str] = {}
    serializer_class = JobRecord
    filterset_class = JobFilters
    history = None  # type: ignore[assignment]

    def parameters(self) -> Iterable[str]:
        """What each action may be asked: a job is as it is now, there is no earlier recorded time to ask for."""
        return [name for name in super().parameters() if name not in {"known_at", "as_of"}]
