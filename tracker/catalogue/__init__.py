"""Catalogue (淘汰目录): dated editions that supersede one another, their entries by tier, and the criteria of each entry.

Which enterprises fall within an entry is screening's business. Source: S4.1 and S4.3 (rolling revision, quantified criteria).
"""
