"""The incentives room: replacements and awards."""
