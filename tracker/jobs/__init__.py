"""Jobs (作业): the work list and the outbox, both in PostgreSQL; Celery and Redis only wake workers.

A job is taken by lease, counted before it is tried, and quarantined after three attempts. What a job does is its caller's.
"""
