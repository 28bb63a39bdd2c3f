"""Evidence: what is kept, what is refused and why, who sees it, and the same photo on two targets."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory, furnish
from tests.progress.pictures import PDF, bomb, photo, png, scene, with_chunk
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.comparing import Shot, doubts
from tracker.progress.evidence import attach, set_aside, with_doubts
from tracker.progress.evidence_files import LARGEST, label_of
from tracker.progress.faces import jpeg_has_another_face, pdf_has_another_face, pdf_is_active, png_has_another_face
from tracker.progress.images import distance, examine_picture
from tracker.progress.suspicions import Suspicion
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.values.dates import SHANGHAI
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
DAY = date(2010, 9, 1)


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


def hand_in(target: Target, data: bytes, by: Officer, kind: str = "photo_after", name: str = "现场.jpg") -> Evidence:
    return attach(target=target, kind=kind, file=io.BytesIO(data), name=name, by=by, on=DAY)


def test_a_photo_is_kept_with_its_fingerprint_thumbnail_time_and_place(hangzhou: Officer) -> None:
    kept = hand_in(TargetFactory(), photo(taken="2010:08:30 09:15:00", place=(30.0, 120.0)), hangzhou)
    assert (kept.content_type, kept.width, kept.height) == ("image/jpeg", 320, 240)
    assert (str(kept.taken_at), str(kept.latitude)) == ("2010-08-30 09:15:00+08:00", "30.0")
    with kept.thumbnail.open("rb") as file, Image.open(file) as small:
        assert max(small.size) <= 480
        assert not small.getexif()


def test_the_same_file_twice_is_the_same_evidence(hangzhou: Officer) -> None:
    target = TargetFactory()
    assert hand_in(target, photo(), hangzhou) == hand_in(target, photo(), hangzhou)


HOSTILE = [
    ("file_empty", b"", "photo_after"),
    ("too_large", photo() + b"\x00" * LARGEST, "photo_after"),
    ("file_type", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "photo_after"),
    ("file_type", b"<html><script>alert(1)</script></html>", "witness"),
    ("file_type", b"GIF89a" + b"\x00" * 50, "photo_after"),
    ("file_type", b"PK\x03\x04" + b"\x00" * 50, "witness"),
    ("file_type", PDF, "photo_after"),
    ("polyglot", photo() + b"<script>alert(1)</script>", "photo_after"),
    ("polyglot", photo()[:2] + b"\xff\xfe\x00\x10<?php evil();?>" + photo()[2:], "photo_after"),
    ("polyglot", photo()[:-2] + b"\xff\xfe\x00\x0a<script " + b"\xff\xd9", "photo_after"),
    ("polyglot", photo() + b"\n%PDF-1.7", "photo_after"),
    ("polyglot", with_chunk(png(), b"tEXt", b"<svg onload=evil()>"), "photo_after"),
    ("polyglot", PDF + b"PK\x05\x06" + b"\x00" * 18 + b"%%EOF", "witness"),
    ("polyglot", photo() + b"PK\x03\x04evil" + b"PK\x05\x06" + b"\x00" * 18, "photo_after"),
    ("image_too_large", bomb(), "photo_after"),
    ("image_damaged", photo()[: len(photo()) // 2], "photo_after"),
    ("image_damaged", b"\xff\xd8\xff\xe0 no picture at all", "photo_after"),
    ("image_damaged", png() + b"more", "photo_after"),
    ("active_content", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(evil)>>"), "witness"),
    ("pdf_damaged", PDF[:-8], "witness"),
]


@pytest.mark.parametrize(("code", "data", "kind"), HOSTILE, ids=[f"{n}-{one[0]}" for n, one in enumerate(HOSTILE)])
def test_a_hostile_file_is_refused_with_a_clear_word_and_leaves_nothing(
    code: str, data: bytes, kind: str, hangzhou: Officer
) -> None:
    target = TargetFactory()
    with pytest.raises(InvalidValue) as refused:
        hand_in(target, data, hangzhou, kind)
    assert refused.value.code == code
    assert str(refused.value.message)
    assert not Evidence.objects.filter(target=target).exists()


@pytest.mark.parametrize("seed", range(3))
def test_an_honest_file_is_not_refused_for_what_its_compressed_parts_happen_to_hold(seed: int) -> None:
    pixels = photo(seed).replace(b"\xff\xd9", b"PK\x05\x06 <svg> <script> %PDF-1" + b"\xff\xd9")
    assert not jpeg_has_another_face(pixels)
    assert not png_has_another_face(with_chunk(png(seed), b"IDAT", b"<svg> <script> %PDF-1"))
    scanned = PDF.replace(b"trailer", b"2 0 obj<</Length 9>>stream\n/JS /XFA PK\x05\x06\nendstream endobj\ntrailer")
    assert not pdf_is_active(scanned)
    assert not pdf_has_another_face(scanned)


def test_a_file_name_is_only_a_label() -> None:
    assert label_of("../../etc/passwd\u202egpj.exe", "jpg") == "passwdgpj.jpg"
    assert label_of("C:\\照片\\a.php", "jpg") == "a.jpg"
    assert label_of("\r\n", "pdf") == "file.pdf"


def test_the_same_scene_is_known_when_scaled_and_compressed_anew_and_others_are_not() -> None:
    looks = [examine_picture(photo(seed)).look for seed in range(12)]
    assert None not in looks
    written = io.BytesIO()
    scene(3).resize((900, 675)).save(written, "JPEG", quality=40)
    again = examine_picture(written.getvalue()).look
    near = [seed for seed, look in enumerate(looks) if distance(again or 0, look or 0) <= 5]
    assert near == [3]


def test_the_same_photo_on_two_targets_is_found_for_both_without_telling_one_city_of_the_other(
    hangzhou: Officer,
) -> None:
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    mine, theirs = TargetFactory(), TargetFactory(facility__enterprise__region=reference.region("330200"))
    with acting(ningbo.actor):
        hand_in(theirs, photo(7), ningbo)
    with acting(hangzhou.actor):
        hand_in(mine, photo(7, size=(640, 480)), hangzhou)
        (seen,) = Suspicion.objects.all()
        assert (seen.kind, seen.target_id) == ("same_photo", mine.pk)
        assert theirs.enterprise.name not in "".join(seen.reasons)
    with acting(OfficerFactory().actor):
        assert {one.target_id for one in Suspicion.objects.all()} == {mine.pk, theirs.pk}


def test_a_targets_page_names_the_other_project_once_and_only_to_whoever_may_see_it(
    hangzhou: Officer, signed_in: Any
) -> None:
    mine, neighbour = TargetFactory(), TargetFactory()
    theirs = TargetFactory(facility__enterprise__region=reference.region("330200"))
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    with acting(system("test")):
        for other, by in ((neighbour, hangzhou), (theirs, ningbo)):
            for kind in ("photo_before", "photo_after"):
                hand_in(other, photo(7), by, kind)
    with acting(hangzhou.actor):
        hand_in(mine, photo(7), hangzhou)
    shown = signed_in(hangzhou).get(f"/targets/{mine.pk}/")
    assert [(one.other_seen, one.times) for one in shown.context["suspicions"]] in (
        [(neighbour, 2), (None, 2)],
        [(None, 2), (neighbour, 2)],
    )
    assert f'<a href="/targets/{neighbour.pk}/">{neighbour.enterprise.name}</a>' in shown.text
    assert theirs.enterprise.name not in shown.text


def test_only_those_who_work_at_the_target_may_hand_in(hangzhou: Officer) -> None:
    elsewhere = TargetFactory(facility__enterprise__region=reference.region("330200"))
    with pytest.raises(NotFound):
        hand_in(elsewhere, photo(), hangzhou)
    with pytest.raises(NotAllowed):
        hand_in(TargetFactory(), photo(), OfficerFactory(role=Role.AUDITOR))


def test_evidence_is_set_aside_with_a_reason_but_never_after_acceptance(hangzhou: Officer) -> None:
    target = TargetFactory()
    kept = hand_in(target, photo(), hangzhou)
    with pytest.raises(InvalidValue):
        set_aside(evidence=kept, reason=" ", by=hangzhou)
    assert set_aside(evidence=kept, reason="传错了", by=hangzhou).voided
    assert hand_in(target, photo(), hangzhou).pk != kept.pk
    accepted = TargetFactory.build(stage="accepted", region=target.region)
    kept.target = accepted
    with pytest.raises(IllegalState):
        set_aside(evidence=kept, reason="传错了", by=hangzhou)


def test_time_and_place_of_a_photo_are_held_against_the_target() -> None:
    def shot(kind: str, day: str, north: str, east: str) -> Shot:
        seen = examine_picture(photo(taken=f"{day} 10:00:00"))
        return Shot(kind, seen.taken_at, *(examine_number(text) for text in (north, east)))

    fine = shot("photo_before", "2010:08:01", "30.01", "120.01")
    assert doubts(fine, [], dismantled_on=date(2010, 8, 20), added_on=DAY) == []
    late = shot("photo_before", "2010:08:25", "30.01", "120.01")
    assert doubts(late, [], dismantled_on=date(2010, 8, 20), added_on=DAY) == ["拆除前照片拍摄于拆除之后"]
    far = shot("photo_after", "2010:08:25", "30.50", "120.01")
    assert "相距" in doubts(far, [fine], dismantled_on=date(2010, 8, 20), added_on=DAY)[0]
    abroad = shot("photo_after", "2010:08:25", "39.90", "116.40")
    assert doubts(abroad, [], dismantled_on=None, added_on=DAY) == ["拍摄地点不在本省"]
    bare = Shot("photo_after", None, None, None)
    assert len(doubts(bare, [fine], dismantled_on=None, added_on=DAY)) == 2


def examine_number(text: str) -> Any:
    return Evidence._meta.get_field("latitude").to_python(text)


def test_doubts_stand_beside_the_photo(hangzhou: Officer) -> None:
    target = TargetFactory()
    hand_in(target, photo(), hangzhou)
    (shown,) = with_doubts(list(Evidence.objects.filter(target=target)), [])
    assert shown.doubts == ["照片没有拍摄时间", "照片没有拍摄地点"]


def test_a_photo_handed_in_soon_after_midnight_is_not_from_tomorrow() -> None:
    taken, added = datetime(2010, 9, 2, 0, 30, tzinfo=SHANGHAI), datetime(2010, 9, 1, 16, 40, tzinfo=UTC)
    photo_of_night = Evidence(kind="photo_after", width=1, height=1, taken_at=taken, added_at=added)
    (shown,) = with_doubts([photo_of_night], [])
    assert shown.doubts == ["照片没有拍摄地点"]


@pytest.fixture
def signed_in() -> Callable[[Officer], Client]:
    def sign_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return sign_in


def test_a_photo_goes_in_through_the_page_and_comes_out_as_a_download(hangzhou: Officer, signed_in: Any) -> None:
    target, client = furnish(TargetFactory(), "witness"), signed_in(hangzhou)
    sent = {"kind": "photo_before", "file": SimpleUploadedFile("a.html", photo(), "text/html"), "note": "主机"}
    assert client.post(reverse("target_evidence", args=[target.pk]), sent).status_code == 302
    kept = Evidence.objects.get(target=target, kind="photo_before")
    assert "主机" in client.get(reverse("target", args=[target.pk])).text
    answer = client.get(reverse("evidence_file", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == photo()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/jpeg", 'attachment; filename="a.jpg"')
    assert client.get(reverse("evidence_thumbnail", args=[kept.pk])).status_code == 200
    stranger = signed_in(OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200")))
    for name in ("evidence_file", "evidence_thumbnail"):
        assert stranger.get(reverse(name, args=[kept.pk])).status_code == 404
        assert Client().get(reverse(name, args=[kept.pk])).status_code == 302


def test_an_upload_that_breaks_off_loses_nothing_already_saved(hangzhou: Officer, signed_in: Any) -> None:
    target, client = TargetFactory(), signed_in(hangzhou)
    kept = hand_in(target, photo(1), hangzhou)
    whole = b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nphoto_after\r\n--x\r\n'
    whole += b'Content-Disposition: form-data; name="file"; filename="b.jpg"\r\n\r\n' + photo(2) + b"\r\n--x--\r\n"
    address = reverse("target_evidence", args=[target.pk])
    broken = client.generic("POST", address, whole[: len(whole) // 2], content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400
    assert list(Evidence.objects.filter(target=target)) == [kept]
    assert client.generic("POST", address, whole, content_type="multipart/form-data; boundary=x").status_code == 302
    assert Evidence.objects.filter(target=target).count() == 2
