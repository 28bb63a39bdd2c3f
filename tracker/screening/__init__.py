"""Screening (筛查): a catalogue edition run over the registry: which facility falls within which entry, why, and what is missing.

Stored runs, differences between runs, what a draft edition would change before it is published, and the burden by ownership.
Choosing targets from a result is the targets room's business. Source: S4.3 (criteria quantified, surveys repeated), S2 (burden).
"""
