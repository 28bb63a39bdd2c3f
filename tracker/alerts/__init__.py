"""Alerts (预警督办): what is due soon or overdue, told once to the right people, with escalation and an inbox.

What "overdue" means is the targets room's rule; how a mail leaves the house is the jobs room's. Source: S4.3.
"""
