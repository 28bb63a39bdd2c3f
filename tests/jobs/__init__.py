"""Tests of the jobs room (作业): work list and outbox."""
