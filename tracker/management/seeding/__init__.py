"""Seeding (种子数据): reads seeds/*.csv, checks every row of every file, and merges those that have tables.

Facts and figures of the source document live in the files, each row with its citation (S4); nothing is invented here.
Files whose tables come later are checked all the same. What officers changed in the plan's quotas is never touched.
"""
