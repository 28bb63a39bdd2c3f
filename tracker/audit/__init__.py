"""Audit (审计): history of every domain row by trigger, who acted and why, and the database's own walls.

What is recorded (history.py), on whose behalf (acting.py), and which rows and verbs the database allows (walls.py).
Business rules do not live here. Source: S4.3 (persons are held to account for concealment and false reports).
"""
