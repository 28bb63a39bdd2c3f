"""Listings (列表导出): any list of the product as .xlsx, .ods or .csv, from one declaration of its columns.

Unlike the kinds, these files are for reading and printing; what is to be sent back is exported by kind (`exports`).
"""
