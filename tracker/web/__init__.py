"""Web pages (网页): translate requests into services and rows into pages. One file a room; nothing is decided here."""
