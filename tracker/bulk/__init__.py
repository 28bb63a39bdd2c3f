"""Bulk (成批写入): merge many rows into one table as a set, telling for each row what it does: create, update, nothing.

Only changed rows are written, so history holds only what changed. What a row may say is decided by the room that calls.
"""
