"""Responsibility contracts (责任状): what the vice-governor and each vice-mayor sign, frozen from the quotas of the plan.

Whether a contract was kept is judged by assessment. Source: S4.2, S4.3.
"""
