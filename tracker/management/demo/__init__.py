"""Demo (演示): accounts, the plan ZJ-2010 with invented enterprises, and a plan of this year with everything in it.

Only demo settings may make it up. Officers act through the rooms' services, so that history, caches and rules are as in
real life; enterprises come from fixtures/ and say 示例 (sample) in their names. A second run changes nothing.
"""
