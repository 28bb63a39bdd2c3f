"""Targets (淘汰任务): the published list of enterprises' facilities to be eliminated by a deadline, and THE deadline rule.

How a stage is evidenced and inspected is the progress room's business; telling anyone is alerts'.
Source: S4.3 (15 September); State Council 2010 no. 7 (quota split down to the enterprise).
"""
