"""Vitals (运行状况): whether the parts the site stands on answer, whether background work keeps up, and who is told if not.

One look at it all serves the health check, the administrators' page, the metrics and the watchdog. No business data.
"""
