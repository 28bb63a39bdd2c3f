"""Deadlines (期限): the calendar of working days, and what every kind of deadline has in common: extension, pause, resuming.

Which kinds there are is declared in the room of each table; whom they are told to is the alerts room's. Source: S4.3
(每级限期整改, deadlines of orders and reports); the rule of targets stays in targets.overdue.
"""
