"""Evidence, reports, inspection, publication, and no comeback."""
