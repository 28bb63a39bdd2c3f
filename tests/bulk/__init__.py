"""Merging rows as sets."""
