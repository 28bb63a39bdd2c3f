"""Tests of the alerts room (预警督办)."""
