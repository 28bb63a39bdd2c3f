"""Incentives (奖补与置换): awards for what was eliminated, and the use of retired capacity for new projects.

Every award and every use stands on an accepted target; no source pays twice for one, no capacity is used twice. What was
eliminated and accepted is the targets' business. Source: S4.1 (equal or reduced replacement, 等量或减量置换), S4.3 (专项补助).
"""
