"""Units, dates, errors, transitions."""
