"""Terms of enforcement (期限): how long an enterprise may be heard, and by when a department has to execute."""

from __future__ import annotations

EXECUTION_DAYS = 5
