"""The REST API, asked as auditors and officers ask it."""
