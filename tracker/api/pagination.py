"""Cursor pages: `{"next", "previous", "results"}`, equally fast at any depth."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class Cursor(CursorPagination):
    """Pages by primary key; `page_size` up to 1,000."""

    ordering = "pk"
    page_size_query_param = "page_size"
    max_page_size = 1000
