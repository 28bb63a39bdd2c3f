"""Redis is a doorbell: flushed, down or restarted, no accepted work is lost and no request fails."""

from pathlib import Path

import pytest
from django.db import transaction
from redis import Redis

from config.embedded import Places, redis_server
from fixtures.factories import UploadFactory
from tests.database import Database
from tests.processes import Process, wait_until
from tracker.jobs.models import Job
from tracker.jobs.services import submit
from tracker.tasks import sweep_jobs, wake

UPLOADS = 20


@pytest.fixture
def uploads(committed_db: Database) -> list[str]:
    """Uploads that were read before: to read them again is harmless and quick."""
    return [str(UploadFactory().pk) for _ in range(UPLOADS)]


def hand_in(uploads: list[str]) -> None:
    with transaction.atomic():
        for upload in uploads:
            submit(kind="upload", subject=upload, by=None)
            wake("upload")


def all_is_done() -> bool:
    return Job.objects.filter(state="done").count() == UPLOADS


def test_work_whose_messages_were_flushed_away_is_found_by_the_sweeper(
    worker: Process, redis_url: str, uploads: list[str]
) -> None:
    worker.stop()
    hand_in(uploads)
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    worker.start()
    sweep_jobs.delay()
    wait_until(all_is_done, "every upload to be read")
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_redis_down_fails_no_request_and_loses_no_work(
    worker: Process, redis_url: str, uploads: list[str], tmp_path: Path
) -> None:
    where = Places(tmp_path)
    redis_server.stop(where)
    hand_in(uploads)
    assert Job.objects.filter(state="waiting").count() == UPLOADS
    redis_server.start(where)
    sweep_jobs.delay()
    wait_until(all_is_done, "every upload to be read")


def test_a_flush_in_mid_work_stops_nothing(worker: Process, redis_url: str, uploads: list[str]) -> None:
    hand_in(uploads)
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    sweep_jobs.delay()
    wait_until(all_is_done, "every upload to be read")
