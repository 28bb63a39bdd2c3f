"""Pages, as a browser's client sees them."""
