"""Regions (区划): the dated GB/T 2260 tree of province, cities and counties; organisations (机构) and industries (行业).

A document keeps the names of its date: a region is valid from-to, and a successor carries on what its forerunner began.
Who may act where does not live here (officers). Source: S4.3, GB/T 2260, GB/T 4754.
"""
