"""Tests of the operators' files: they name queues, commands and variables that exist."""
