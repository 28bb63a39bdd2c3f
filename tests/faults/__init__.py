"""Fault tests (故障): real parts are killed, stopped and cut in mid-work; afterwards everything is there exactly once."""
