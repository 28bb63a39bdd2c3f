"""Registry (企业台账): enterprises and their facilities (装备/生产线), with codes, ownership, capacity and state.

Whether a facility is backward is screening's business; whether it must go this year is the targets room's.
Source: S4.3 (repeated surveys), GB 32100-2015 and GB 11714 (codes).
"""
