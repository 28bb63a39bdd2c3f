"""Papers of an order (强制措施公文): the notice before the decision, and the decision, as .docx."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse
from django.utils.translation import gettext as _

from tracker.documents.order_papers import notice_document, order_document
from tracker.documents.rendering import DOCX
from tracker.values.errors import IllegalState
from tracker.web.orders import order_seen
from tracker.web.pages import OfficerRequest, page


@page("order")
def paper(request: OfficerRequest, pk: int) -> FileResponse:
    """The decision as .docx."""
    order = order_seen(request, pk)
    if not order.number:
        raise IllegalState(_("措施尚未下达，没有决定书"), state=order.state)
    return _file(order_document(order), f"决定书-{order.number}.docx")


@page("order")
def notice(request: OfficerRequest, pk: int) -> FileResponse:
    """The notice to the enterprise as .docx."""
    order = order_seen(request, pk)
    return _file(notice_document(order), f"告知书-{order.pk}.docx")


def _file(data: bytes, name: str) -> FileResponse:
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=DOCX)
