"""Files in pieces: what was received stays, a broken line costs the last piece, and the whole is refused as any file would be."""

from __future__ import annotations

import random
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory
from tests.progress.pictures import photo
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress import partial
from tracker.progress.evidence_files import LARGEST
from tracker.progress.nightly import drop_expired
from tracker.progress.partial_tables import PartialFile
from tracker.targets.evidence import STORAGE, Evidence
from tracker.targets.models import Target

pytestmark = pytest.mark.django_db
PIECE = 4000


def large_photo(size: int = 30_000) -> bytes:
    """A photo with a film behind it, as some phones write: as large as asked for, and honest."""
    data = photo()
    return data + random.Random(1).randbytes(size - len(data))


class Sender:
    """A phone that sends one file to a target."""

    def __init__(self, target: Target, by: Officer, data: bytes, *, kind: str = "photo_after") -> None:
        self.client = Client()
        self.client.force_login(by)
        self.target, self.data = target, data
        self.said = {"kind": kind, "name": "现场.jpg", "size": str(len(data)), "sha256": sha256(data).hexdigest()}

    def begin(self, **changes: str) -> Any:
        return self.client.post(reverse("evidence_part_new", args=[self.target.pk]), self.said | changes)

    def send(self, url: str, offset: int, *, length: int = PIECE, headers: dict[str, str] | None = None) -> Any:
        piece = self.data[offset : offset + length]
        told = {"Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {sha256(piece).hexdigest()}"} | (
            headers or {}
        )
        return self.client.patch(url, piece, content_type="application/offset+octet-stream", headers=told)

    def send_all(self) -> Any:
        state = self.begin().json()
        while state["offset"] < state["size"]:
            state |= {"offset": self.send(state["url"], state["offset"]).json()["offset"]}
        return self.client.post(state["complete"])


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def sender(hangzhou: Officer) -> Sender:
    return Sender(TargetFactory(), hangzhou, large_photo())


def test_a_file_arrives_piece_by_piece_and_becomes_evidence(sender: Sender) -> None:
    answer = sender.send_all()
    kept = Evidence.objects.get(pk=answer.json()["evidence"])
    assert (kept.size, kept.sha256, kept.file_name) == (30_000, sender.said["sha256"], "现场.jpg")
    with kept.file.open("rb") as file:
        assert file.read() == sender.data


def test_after_a_break_the_same_file_goes_on_where_it_stopped(sender: Sender) -> None:
    first = sender.begin().json()
    sender.send(first["url"], 0)
    sender.send(first["url"], PIECE)
    again = sender.begin()
    assert (again.json()["url"], again.json()["offset"]) == (first["url"], 2 * PIECE)
    told = sender.client.head(first["url"])
    assert told["Upload-Offset"] == str(2 * PIECE)
    assert sender.send_all().status_code == 200


def test_a_piece_sent_twice_counts_once_and_the_sender_learns_where_to_go_on(sender: Sender) -> None:
    url = sender.begin().json()["url"]
    assert sender.send(url, 0).json()["offset"] == PIECE
    twice = sender.send(url, 0)
    assert (twice.status_code, twice.json()["offset"]) == (409, PIECE)
    assert sender.send(url, 3 * PIECE).status_code == 409


def test_a_damaged_piece_is_not_kept(sender: Sender) -> None:
    url = sender.begin().json()["url"]
    damaged = sender.send(url, 0, headers={"Upload-Checksum": f"sha256 {'0' * 64}"})
    assert (damaged.status_code, damaged.json()["code"]) == (400, "piece_damaged")
    assert PartialFile.objects.get().offset == 0
    assert sender.send(url, 0, length=0).json()["code"] == "piece_size"
    assert sender.send(url, 0, headers={"Upload-Offset": "-1"}).status_code == 400


def test_a_piece_larger_than_allowed_is_refused_and_one_beyond_the_size_too(sender: Sender) -> None:
    sender.data = large_photo(partial.LARGEST_PIECE + 10)
    url = sender.begin().json()["url"]
    assert sender.send(url, 0, length=partial.LARGEST_PIECE + 1).json()["code"] == "piece_size"
    assert sender.send(url, 0, length=partial.LARGEST_PIECE).json()["code"] == "piece_size"


def test_an_answer_that_was_lost_may_be_asked_for_again(sender: Sender) -> None:
    state = sender.begin().json()
    answer = sender.send_all()
    assert sender.client.post(state["complete"]).json() == answer.json()
    assert Evidence.objects.filter(target=sender.target).count() == 1


def test_completing_too_early_says_where_to_go_on(sender: Sender) -> None:
    state = sender.begin().json()
    sender.send(state["url"], 0)
    early = sender.client.post(state["complete"])
    assert (early.status_code, early.json()["offset"]) == (409, PIECE)


def test_a_hostile_file_in_pieces_is_refused_like_any_other_and_forgotten(hangzhou: Officer) -> None:
    data = large_photo(9000) + b"<script>alert(1)</script>"
    answer = Sender(TargetFactory(), hangzhou, data).send_all()
    assert (answer.status_code, answer.json()["code"]) == (422, "polyglot")
    assert (Evidence.objects.count(), PartialFile.objects.count()) == (0, 0)


def test_what_was_announced_is_checked_against_what_came(sender: Sender) -> None:
    sender.said["sha256"] = "a" * 64
    assert sender.send_all().json()["code"] == "file_changed"


@pytest.mark.parametrize("wrong", [{"size": "0"}, {"size": str(LARGEST + 1)}, {"sha256": "x"}, {"kind": "film"}])
def test_what_can_never_be_kept_is_refused_before_a_byte_is_sent(sender: Sender, wrong: dict[str, str]) -> None:
    assert sender.begin(**wrong).status_code == 400
    assert not PartialFile.objects.exists()


def test_a_half_sent_file_is_known_to_its_officer_only(sender: Sender) -> None:
    url = sender.begin().json()["url"]
    colleague = Sender(sender.target, OfficerFactory(role=Role.MUNICIPAL), sender.data)
    assert colleague.send(url, 0).status_code == 404
    elsewhere = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    assert Sender(sender.target, elsewhere, sender.data).begin().status_code == 404
    auditor = OfficerFactory(role=Role.AUDITOR)
    assert Sender(sender.target, auditor, sender.data).begin().status_code == 403


def test_an_officer_has_only_so_much_lying_about(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial, "MOST_OPEN", 2)
    for number in range(2):
        assert sender.begin(sha256=f"{number:064x}").status_code == 201
    assert sender.begin(sha256="c" * 64).json()["code"] == "too_many_open"
    assert sender.begin(sha256=f"{0:064x}").status_code == 201


def test_what_nobody_goes_on_with_is_forgotten_with_its_pieces(sender: Sender) -> None:
    url = sender.begin().json()["url"]
    sender.send(url, 0)
    kept = f"parts/{PartialFile.objects.get().pk}/0"
    assert storages[STORAGE].exists(kept)
    assert drop_expired(now=timezone.now() + timedelta(days=1)) == 0
    assert drop_expired(now=timezone.now() + timedelta(days=3)) == 1
    assert not storages[STORAGE].exists(kept)
    assert sender.send(url, PIECE).status_code == 404


def test_giving_up_forgets_at_once(sender: Sender) -> None:
    url = sender.begin().json()["url"]
    sender.send(url, 0)
    assert sender.client.delete(url).status_code == 200
    assert not PartialFile.objects.exists()
