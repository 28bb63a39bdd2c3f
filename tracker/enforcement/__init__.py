"""Enforcement (强制措施): measures with their legal basis, orders with due process, and their execution by departments.

An order is proposed, reviewed by a second officer, announced to the enterprise with a period to be heard, decided, issued as
a numbered document, executed and verified; it is lifted when its cause is gone. What is overdue is the targets' rule, what
falls under the catalogue the screening's. Source: S4.1, S4.3 (joint force); S4 fifth article (credit).
"""
