"""Tests of the quotas room."""
