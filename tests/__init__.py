"""The suite: one folder a room, and beside them journeys (browser), architecture, bad input, faults, bench."""
