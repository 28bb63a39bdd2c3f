"""The mail that an upload is done (上传处理结果): what came of it, and where to go on. Officers may decline it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.notify import Letter, notify
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload

State = Upload.State


def tell_finished(upload: Upload) -> OutboxMail | None:
    """Queue a mail to who sent the upload, within the transaction that ends it; once for each state, None if unwanted."""
    return notify(
        officer=upload.uploaded_by,
        kind=MessageKind.UPLOAD,
        key=f"upload.{upload.pk}.{upload.state}",
        write=lambda: letter_of(upload),
    )


def letter_of(upload: Upload) -> Letter:
    """What the mail says."""
    headlines = {
        State.PREVIEWED: _("请核对上传：%(file)s"),
        State.REFUSED: _("上传有错误：%(file)s"),
        State.APPLIED: _("上传已应用：%(file)s"),
        State.PARTLY: _("上传已部分应用：%(file)s"),
        State.CANCELLED: _("上传已取消：%(file)s"),
    }
    paragraphs = {
        State.PREVIEWED: _("表格已读完，尚未写入。请核对预览后点“应用”。"),
        State.REFUSED: _("表格没有写入任何数据。请按错误清单改好后重新上传。"),
        State.APPLIED: _("表格已全部写入。"),
        State.PARTLY: _("没有问题的行已写入，其余的行标注在退回的文件里，改正后再传。"),
        State.CANCELLED: _("这次上传已取消，没有写入任何数据。"),
    }
    state = State(upload.state)
    headline = headlines.get(state, _("上传：%(file)s")) % {"file": upload.file_name}
    facts = (
        (_("表种"), str(KINDS[upload.kind].title) if upload.kind in KINDS else upload.kind),
        (_("年度计划"), upload.plan.title),
        (_("状态"), str(state.label)),
        (_("行数"), str(upload.rows)),
        (_("新增"), str(upload.created)),
        (_("变更"), str(upload.updated)),
        (_("不变"), str(upload.unchanged)),
        (_("错误"), str(upload.error_count)),
    )
    return Letter(headline, (paragraphs.get(state, ""),), facts, f"/uploads/{upload.pk}/")
