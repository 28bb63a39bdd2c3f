"""Evidence handed in (上传佐证材料): examined, kept through Django's storage, looked for on other targets; set aside, not deleted."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress.comparing import Shot, doubts
from tracker.progress.evidence_files import LARGEST, Examined, examine, label_of
from tracker.progress.requesting import answer_requests, ask_again
from tracker.progress.suspicions import Found, Suspicion, raise_suspicions
from tracker.targets.evidence import Evidence
from tracker.targets.models import StageFact, Target
from tracker.targets.stages import PASSED, EvidenceKind, Stage
from tracker.values.dates import SHANGHAI
from tracker.values.errors import IllegalState, InvalidValue

# Two looks that differ in so few of 64 bits show the same picture, scaled or compressed anew.
SAME_LOOK = 5


@transaction.atomic
def attach(*, target: Target, kind: str, file: IO[bytes], name: str, by: Officer, on: date, note: str = "") -> Evidence:
    """Add one file to a target; the same file twice is the same evidence. Refused files leave nothing behind."""
    require(by, "change", "evidence", region=target.region_id)
    if kind not in EvidenceKind.values:
        raise InvalidValue(_("请选择材料种类"), field="kind", found=kind)
    if target.stage == Stage.WITHDRAWN:
        raise IllegalState(_("任务已撤销"), state=target.stage)
    data = file.read(LARGEST + 1)
    examined = examine(data, kind)
    known = Evidence.objects.standing().filter(target=target, kind=kind, sha256=examined.sha256).first()
    if known is not None:
        return known
    made = _keep(target, kind, data, examined, name, by, note)
    answer_requests(made, on)
    if examined.picture is not None:
        _look_elsewhere(made, on)
    return made


@transaction.atomic
def set_aside(*, evidence: Evidence, reason: str, by: Officer) -> Evidence:
    """作废: evidence that was added by mistake no longer counts; file and record stay. Not after acceptance."""
    require(by, "change", "evidence", region=evidence.region_id)
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    if evidence.target.stage in PASSED:
        raise IllegalState(_("任务已通过验收，佐证材料不能再作废"), state=evidence.target.stage)
    if not Evidence.objects.standing().filter(pk=evidence.pk).update(voided=True, void_reason=reason.strip()[:200]):
        raise IllegalState(_("该材料已作废"))
    ask_again(evidence)
    return Evidence.objects.get(pk=evidence.pk)


def with_doubts(evidence: list[Evidence], facts: list[StageFact]) -> list[Any]:
    """The evidence of one target, each photo with `doubts`: what its time and place do not bear out."""
    dismantled = next((f.on for f in facts if f.stage == Stage.DISMANTLED and not f.voided), None)
    shots = {one.pk: Shot(one.kind, one.taken_at, one.latitude, one.longitude) for one in evidence if one.width}
    shown: list[Any] = list(evidence)
    for one in shown:
        others = [shot for pk, shot in shots.items() if pk != one.pk]
        added = one.added_at.astimezone(SHANGHAI).date()
        mine = shots.get(one.pk)
        one.doubts = doubts(mine, others, dismantled_on=dismantled, added_on=added) if mine else []
    return shown


def twins(evidence: Evidence) -> list[Any]:
    """Evidence of other targets that is the same file or shows the same picture, within the scope of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TWINS, [evidence.target_id, evidence.sha256, evidence.picture_hash, SAME_LOOK])
        return [pk for (pk,) in cursor.fetchall()]


_TWINS = """
SELECT id FROM tracker_evidence
WHERE target_id <> %s AND NOT voided AND width IS NOT NULL
  AND (sha256 = %s OR bit_count((picture_hash # %s::bigint)::bit(64)) <= %s)
ORDER BY added_at LIMIT 20
"""


def _keep(target: Target, kind: str, data: bytes, examined: Examined, name: str, by: Officer, note: str) -> Evidence:
    seen = examined.picture
    made = Evidence(
        target=target, region_id=target.region_id, kind=kind, note=note.strip()[:200], added_by=by,
        file_name=label_of(name, examined.ending), content_type=examined.content_type, size=len(data),
        sha256=examined.sha256,
    )  # fmt: skip
    if seen is not None:
        made.width, made.height, made.picture_hash = seen.width, seen.height, seen.look
        made.taken_at, made.latitude, made.longitude = seen.taken_at, seen.latitude, seen.longitude
        made.thumbnail.save(f"{made.pk}-small.jpg", ContentFile(seen.thumbnail), save=False)
    made.file.save(f"{made.pk}.{examined.ending}", ContentFile(data), save=False)
    made.save(force_insert=True)
    return made


def _look_elsewhere(made: Evidence, on: date) -> None:
    """The whole province is searched, whoever uploads; each side learns of its own photo only."""
    with acting(system("evidence")):
        others = Evidence.objects.filter(pk__in=twins(made)).select_related("target")
        raise_suspicions([_twin(mine, other) for one in others for mine, other in ((made, one), (one, made))], on=on)


def _twin(mine: Evidence, other: Evidence) -> Found:
    same_file = mine.sha256 == other.sha256
    why = _("文件内容完全相同") if same_file else _("画面相同（经缩放或重新压缩）")
    return Found(
        kind=Suspicion.Kind.SAME_PHOTO,
        key=f"same_photo:{mine.pk}:{other.pk}",
        region_id=mine.region_id,
        reasons=(_("照片“%(name)s”与另一项目的照片相同") % {"name": mine.file_name}, why),
        target_id=mine.target_id,
        other_target_id=other.target_id,
    )
