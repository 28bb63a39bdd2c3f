"""Tests of the system's vitals: what is seen, who is told, what is measured."""
