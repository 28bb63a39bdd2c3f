"""The sample workbooks of fixtures/."""
