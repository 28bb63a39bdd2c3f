"""Documents (公文): contracts, circulars and tables as .docx laid out to GB/T 9704-2012, and as PDF where LibreOffice is installed.

The papers (papers/*.docx) are templates an office may edit in Word or WPS; `manage.py build_papers` makes ours anew.
What a document says is decided in the rooms; here it is only set in type. Source: GB/T 9704-2012.
"""
