"""The demo: its accounts, its data on any day of the year, and the main job run once."""
