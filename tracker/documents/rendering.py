"""Setting a document (公文生成): a paper, ours or the office's own edition, filled with what the rooms say."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from tracker.documents.templates import PAPERS
from tracker.values.errors import InvalidValue, NotFound

OURS = Path(__file__).parent / "papers"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_of(kind: str) -> Path:
    """The paper of a kind: the office's own under VAR/papers where there is one, else ours."""
    if kind not in PAPERS:
        raise NotFound(kind=kind)
    own = Path(settings.VAR) / "papers" / f"{kind}.docx"
    return own if own.is_file() else OURS / f"{kind}.docx"


def render(kind: str, context: Mapping[str, Any]) -> bytes:
    """The document as .docx. A paper may only read what it is given: it is filled in a sandbox, all values escaped."""
    paper = DocxTemplate(paper_of(kind))
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        with override(settings.LANGUAGE_CODE):  # names, too: a paper is Chinese, whatever language the officer reads
            paper.render(dict(context), jinja_env=sandbox, autoescape=True)
    except TemplateError as error:
        raise InvalidValue(_("公文模板有误：%(error)s") % {"error": error}, code="bad_paper", field="paper") from error
    filled = BytesIO()
    paper.save(filled)
    return filled.getvalue()


def build_papers(folder: Path = OURS) -> list[Path]:
    """Write our papers anew; an office copies them to VAR/papers to edit its own."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, make in PAPERS.items():
        path = folder / f"{kind}.docx"
        make().save(path)
        written.append(path)
    return written
