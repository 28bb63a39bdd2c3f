"""The engine Django loads by the name ``config.postgresql``."""

from typing import Any

from django.db.backends.postgresql import base

from config import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the embedded server before the first connection of the process."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, with a server there to answer."""
        embedded.database_urls()
        return super().get_new_connection(conn_params)
