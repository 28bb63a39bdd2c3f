"""Terms of enforcement (期限): how long an enterprise may be heard, and by when a department has to execute."""

from __future__ import annotations

# In working days, where a measure names no period of its own: not prescribed for every measure, so that nobody is cut off
# unheard.
NOTICE_DAYS = 3
EXECUTION_DAYS = 5
