"""Template tags of the pages: how amounts, days and states are written."""
