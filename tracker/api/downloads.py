"""Downloads (导出): all rows of a resource as CSV, NDJSON or a workbook, streamed with flat memory.

CSV and NDJSON are written by PostgreSQL itself (COPY), under the same row-level security. A stream outlives the
request's transaction, so it opens its own and acts for the same officer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework import serializers

from tracker.api.rows import Rows, with_names
from tracker.api.sheets import workbook_blocks
from tracker.audit.acting import Actor, acting

_BLOCK = 64 * 1024
_BOM = b"\xef\xbb\xbf"  # without it Excel reads Chinese CSV in the local code page
_TEXT = (serializers.CharField, serializers.ChoiceField)
# What workbooks.plaintext.guarded marks, in PostgreSQL's words (a test holds the two together).
_BLANKS = "".join(filter(str.isspace, map(chr, range(1, 0x3001)))) + "\ufeff"
FORMULA_LIKE = f"^'*[{_BLANKS}]*[=+\\-@＝＋－＠\t\r\n]"


@dataclass(frozen=True)
class Table:
    """What is written: the rows as tuples, and the fields they are tuples of."""

    rows: QuerySet[Any]
    shape: type[Rows]

    @property
    def fields(self) -> dict[str, serializers.Field]:
        """The fields, in the order of the tuples."""
        return {name: self.shape._declared_fields[name] for name in self.shape.columns()}

    def statement(self) -> tuple[str, tuple[Any, ...]] | None:
        """The SELECT of the rows; None where it is known to find nothing."""
        try:
            sql, parameters = self.rows.query.sql_with_params()
        except EmptyResultSet:
            return None
        return sql, tuple(parameters)


def stream(view: Any, rows: QuerySet[Any], kind: str) -> StreamingHttpResponse:
    """The answer that writes the rows of a resource's view as it is read."""
    shape: type[Rows] = view.serializer_class
    columns = shape.columns()
    named, paths = with_names(rows, list(columns.values()), view.clocks)
    table = Table(named.values_list(*paths), shape)
    content_type, write = WRITERS[kind]
    actor, request_id = view.officer.actor, view.request._request.request_id
    stamp = view.clocks.stamp()
    return StreamingHttpResponse(
        _on_behalf(actor, request_id, lambda: write(table)),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{view.basename}-{stamp["as_of"]}.{kind}"',
            "X-As-Of": stamp["as_of"],
            "X-Known-At": stamp["known_at"],
        },
    )


def _on_behalf(actor: Actor, request_id: str, write: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    with acting(actor, request_id=request_id):
        yield from write()


def csv_blocks(table: Table) -> Iterator[bytes]:
    """CSV with a heading; text a spreadsheet would calculate is marked as text."""
    yield _BOM + ",".join(table.fields).encode() + b"\r\n"
    cells = ", ".join(_csv_cell(f"c{number}", field) for number, field in enumerate(table.fields.values()))
    yield from _copied(table, f"SELECT {cells}", "FORMAT csv")


def ndjson_blocks(table: Table) -> Iterator[bytes]:
    """One JSON object a line, with the same names and forms as the API's answers."""
    fields = enumerate(table.fields.items())
    values = ", ".join(_json_value(f"c{number}", name, field) for number, (name, field) in fields)
    # JSON escapes every control character, so all that COPY's text form changes is that it doubles backslashes.
    for block in _copied(table, f"SELECT row_to_json(o) FROM (SELECT {values}", "FORMAT text", closing=") o"):
        yield block.replace(b"\\\\", b"\\")


def _moment(column: str) -> str:
    """A time as the API's answers write it: in Shanghai's, without a fraction that is nothing."""
    written = f"""to_char({column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
    return f"replace({written}, '.000000', '') || '+08:00'"


def _csv_cell(column: str, field: serializers.Field) -> str:
    if isinstance(field, serializers.DateTimeField):
        return _moment(column)
    if isinstance(field, _TEXT):
        return f"CASE WHEN {column}::text ~ {_quoted(FORMULA_LIKE)} THEN '''' || {column} ELSE {column}::text END"
    return f"{column}::text"


def _json_value(column: str, name: str, field: serializers.Field) -> str:
    if isinstance(field, serializers.DateTimeField):
        return f'{_moment(column)} AS "{name}"'
    return f'{column}::text AS "{name}"' if isinstance(field, serializers.DecimalField) else f'{column} AS "{name}"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _copied(table: Table, select: str, form: str, closing: str = "") -> Iterator[bytes]:
    """The output of COPY, in blocks: some tens of kilobytes each, whole rows."""
    inner = table.statement()
    if inner is None:
        return
    statement, parameters = inner
    names = ", ".join(f"c{number}" for number in range(len(table.fields)))
    with connection.cursor() as cursor:
        # Without parameters psycopg leaves Django's doubled percent signs as they are.
        statement = statement if parameters else statement.replace("%%", "%")
        copy = f"COPY ({select} FROM ({statement}) t ({names}){closing}) TO STDOUT WITH ({form})"
        with cursor.cursor.copy(copy, parameters or None) as rows:
            waiting, size = [], 0
            for row in rows:
                waiting.append(bytes(row))
                size += len(row)
                if size >= _BLOCK:
                    yield b"".join(waiting)
                    waiting, size = [], 0
            yield b"".join(waiting)


def workbook(table: Table) -> Iterator[bytes]:
    """A workbook with the fields' names in the client's language over the columns."""
    headings = [table.shape.caption(name) for name in table.fields]
    rows = table.rows.iterator(chunk_size=5_000) if table.statement() else iter(())
    return workbook_blocks(headings, rows)


WRITERS: dict[str, tuple[str, Callable[[Table], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_blocks),
    "ndjson": ("application/x-ndjson", ndjson_blocks),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
}
