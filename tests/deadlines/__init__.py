"""Tests of the deadlines room: the calendar, extensions and pauses, and each kind's rule."""
