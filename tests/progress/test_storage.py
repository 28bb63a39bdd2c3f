"""Evidence in a bucket: kept and read over a real connection, signed, and shown only to those who may see the target."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from config.buckets import BucketStorage, Signer
from config.environment import evidence_storage
from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory
from tests.bucket_server import BUCKET, Bucket, bucket_server
from tests.progress.pictures import photo
from tests.progress.test_partial import Sender, large_photo
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.evidence import attach
from tracker.targets.evidence import Evidence

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# The two worked examples in the description of Signature Version 4 for S3, with its example key.
EXAMPLE = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
HOST, THEN = "examplebucket.s3.amazonaws.com", datetime(2013, 5, 24, tzinfo=UTC)


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """The settings name a bucket, as in an office that has one."""
    with bucket_server() as server:
        monkeypatch.setenv("EVIDENCE_STORAGE", server.address)
        settings.STORAGES = {**settings.STORAGES, "evidence": evidence_storage()}
        for name in ("file", "thumbnail"):  # the fields asked for their storage when the models were made
            field = Evidence._meta.get_field(name)
            monkeypatch.setattr(field, "storage", BucketStorage(server.address))
        yield server


def test_requests_are_signed_as_the_published_examples_say() -> None:
    read = {"host": HOST, "range": "bytes=0-9", "x-amz-content-sha256": EMPTY}
    signed = EXAMPLE.sign("GET", "/test.txt", read, THEN)["authorization"]
    assert signed.endswith("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    digest = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
    write = {"Host": HOST, "date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"}
    signed = EXAMPLE.sign("PUT", "/test%24file.text", {**write, "x-amz-content-sha256": digest}, THEN)["authorization"]
    assert signed.endswith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")


def test_a_file_is_kept_read_measured_and_removed(bucket: Bucket) -> None:
    storage = BucketStorage(bucket.address)
    name = storage.save("evidence/2010/09/现场 (1).jpg", ContentFile(b"picture"))
    assert list(bucket.files) == [f"/{BUCKET}/evidence/2010/09/%E7%8E%B0%E5%9C%BA%20%281%29.jpg"]
    assert (storage.open(name).read(), storage.size(name), storage.exists(name)) == (b"picture", 7, True)
    storage.delete(name)
    storage.delete(name)
    assert not storage.exists(name)
    with pytest.raises(FileNotFoundError):
        storage.open(name)


def test_a_wrong_key_and_a_server_in_trouble_are_told_not_swallowed(bucket: Bucket) -> None:
    wrong = BucketStorage(bucket.address.replace("not%2F", "other"))
    with pytest.raises(OSError, match="403"):
        wrong.save("a", ContentFile(b"1"))
    bucket.down = True
    with pytest.raises(OSError, match="503"):
        BucketStorage(bucket.address).exists("a")
    assert bucket.files == {}


@pytest.mark.parametrize("address", ["s3://bucket", "https://host/bucket", "https://k:s@host", "k:s@host/bucket"])
def test_an_address_that_cannot_be_meant_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EVIDENCE_STORAGE"):
        BucketStorage(address)


def test_a_bucket_may_also_be_part_of_the_host_name() -> None:
    storage = BucketStorage("https://k:s@oss.example.cn/evidence?region=cn-hangzhou&style=host")
    assert (storage._host, storage._root, storage._signer.region) == ("evidence.oss.example.cn", "", "cn-hangzhou")


def test_without_the_setting_evidence_lies_in_the_media_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVIDENCE_STORAGE", raising=False)
    assert evidence_storage()["BACKEND"].endswith("WholeFiles")


@pytest.mark.django_db
def test_evidence_in_a_bucket_is_served_by_the_page_alone(bucket: Bucket) -> None:
    hangzhou: Officer = OfficerFactory(role=Role.MUNICIPAL)
    data = photo()
    kept = attach(
        target=TargetFactory(), kind="photo_after", file=io.BytesIO(data), name="a.jpg", by=hangzhou, on=date(2010, 9, 1)
    )  # fmt: skip
    assert len(bucket.files) == 2
    elsewhere = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    answers = {}
    for officer in (hangzhou, elsewhere):
        client = Client()
        client.force_login(officer)
        answers[officer] = client.get(reverse("evidence_file", args=[kept.pk]))
    assert answers[hangzhou].getvalue() == data
    assert answers[elsewhere].status_code == 404
    page = Client()
    page.force_login(hangzhou)
    assert bucket.url not in page.get(reverse("target", args=[kept.target_id])).content.decode()
    with pytest.raises(urllib.error.HTTPError) as refused:  # whoever knows the address has nothing without the key
        urllib.request.urlopen(bucket.url + next(iter(bucket.files)))
    assert refused.value.code == 403
    with pytest.raises(NotImplementedError):
        _ = kept.file.url


@pytest.mark.django_db
def test_pieces_of_a_file_go_through_the_bucket_too(bucket: Bucket) -> None:
    answer = Sender(TargetFactory(), OfficerFactory(role=Role.MUNICIPAL), large_photo(9000)).send_all()
    assert answer.status_code == 200
    assert sum("/parts/" in name for name in bucket.files) == 3
    assert sum("/evidence/2" in name or "/evidence/evidence/" in name for name in bucket.files) == 2
