"""The database's own walls (数据库权限): what role `app` may do to each table, and which rows it may see.

Run after every migration, derived from the models, so a new table cannot be forgotten: a table without an entry here gets
the common rights; a model with `scope_column` gets forced row-level security by region code, and with
`scope_organisation_column` (or `scope_organisations_column`, a list) by organisation beside it; history can only be appended.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# A NULL or empty setting must mean nothing, never everything: string_to_array(NULL) makes LIKE ANY answer NULL.
_IN_SCOPE = "{column} LIKE ANY ((SELECT string_to_array(nullif(current_setting('app.scope', true), ''), ','))::text[])"
# A second scope: what was sent to an organisation is seen by its officers, whatever their region.
_OWN = "{column} = (SELECT nullif(current_setting('app.organisation', true), ''))"
# And a third: what several organisations share.
_AMONG = "(SELECT nullif(current_setting('app.organisation', true), '')) = ANY ({column})"


def scope_column(model: type[models.Model]) -> str | None:
    """The column that holds the region code of a row, or None for tables every officer may read."""
    column: str | None = getattr(model, "scope_column", None)
    if column is None and is_event(model):
        column = getattr(model.pgh_tracked_model, "scope_column", None)  # type: ignore[attr-defined]
    return column


def scope_organisation_column(model: type[models.Model]) -> str | None:
    """The column that holds the organisation a row was sent to, or None for tables that know no such thing."""
    tracked = getattr(model, "pgh_tracked_model", model)
    column: str | None = getattr(tracked, "scope_organisation_column", None)
    return column


def scope_organisations_column(model: type[models.Model]) -> str | None:
    """The column that lists the organisations a row is shared by, or None for tables that know no such thing."""
    tracked = getattr(model, "pgh_tracked_model", model)
    column: str | None = getattr(tracked, "scope_organisations_column", None)
    return column


def is_event(model: type[models.Model]) -> bool:
    """Whether the model is a history table."""
    return hasattr(model, "pgh_tracked_model")


def raise_walls(owner: BaseDatabaseWrapper, app_role: str) -> None:
    """Grant and enable everything, idempotently, over the owner's connection."""
    with owner.cursor() as cursor:
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{app_role}"')
        cursor.execute(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{app_role}"')
        cursor.execute(_SILENT_CONTEXT)
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                _grant(cursor, model, app_role)
                _scope(cursor, model)
        cursor.execute(f'GRANT SELECT ON django_migrations TO "{app_role}"')
        cursor.execute(_QUICK_HISTORY)


# The context stands on each event row; pghistory's shared context table would let `app` rewrite it.
_SILENT_CONTEXT = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('pghistory.context_id', true), '')::uuid $$
"""


def _grant(cursor: Any, model: type[models.Model], role: str) -> None:
    verbs = (
        "SELECT, INSERT"
        if is_event(model) or getattr(model, "append_only", False)
        else "SELECT, INSERT, UPDATE, DELETE"
    )
    table = model._meta.db_table
    cursor.execute(f'REVOKE ALL ON "{table}" FROM "{role}"')
    cursor.execute(f'GRANT {verbs} ON "{table}" TO "{role}"')


def _scope(cursor: Any, model: type[models.Model]) -> None:
    column = scope_column(model)
    if column is None:
        return
    table, rule = model._meta.db_table, _IN_SCOPE.format(column=f'"{column}"')
    if own := scope_organisation_column(model):
        rule = f"({rule}) OR " + _OWN.format(column=f'"{own}"')
    if shared := scope_organisations_column(model):
        rule = f"({rule}) OR " + _AMONG.format(column=f'"{shared}"')
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    cursor.execute(f'DROP POLICY IF EXISTS region_scope ON "{table}"')
    cursor.execute(f'CREATE POLICY region_scope ON "{table}" USING ({rule}) WITH CHECK ({rule})')


# A trigger's plan is made once a connection. Made for an update of no row or one, it would compare every old row with
# every new one when 30,000 follow: without nested loops it is good for any number.
_QUICK_HISTORY = """
DO $$
DECLARE compared regprocedure;
BEGIN
    FOR compared IN SELECT tgfoid FROM pg_trigger WHERE tgoldtable IS NOT NULL AND tgnewtable IS NOT NULL LOOP
        EXECUTE format('ALTER FUNCTION %s SET enable_nestloop = off', compared);
    END LOOP;
END $$
"""
