"""Texts of the pages (界面文字): found in code and templates, kept with their English in locale/, compiled for Django."""
