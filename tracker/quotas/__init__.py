"""Quotas (指标): the year's plan, and its amounts split over province, cities and counties by industry and unit.

Which facilities fill a quota is the targets room's business; who signed for it is the contracts room's.
Source: S4.3 (plan split to every city government and department, 15 September).
"""
