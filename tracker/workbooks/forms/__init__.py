"""Report forms (上报表): the tables the province and the ministries ask for, in their fixed layout, filled from the figures.

Source: State Council 2010 no. 7 and MIIT and others 2011 no. 46 for what is reported and when.
Forms are papers, always in Chinese; what an officer sees around them is translated.
"""

from __future__ import annotations

from tracker.workbooks.forms.completion import COMPLETION
from tracker.workbooks.forms.held import HELD
from tracker.workbooks.forms.names import ACCEPTED, NAMES
from tracker.workbooks.forms.progress import PROGRESS
from tracker.workbooks.forms.reporting import ReportForm

FORMS: dict[str, ReportForm] = {form.code: form for form in (NAMES, PROGRESS, COMPLETION, ACCEPTED, HELD)}

__all__ = ["FORMS", "ReportForm"]
