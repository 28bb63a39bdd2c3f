"""Addresses of the price measures' pages: rates, calculator, statements."""

from django.urls import URLPattern, path

from tracker.web import (
    charges,
    prices,
    statement_cities,
    statement_facility,
    statement_papers,
    statement_steps,
    statements,
)

urlpatterns: list[URLPattern] = [
    path("prices/", prices.index, name="prices"),
    path("prices/new/", prices.new, name="price_new"),
    path("prices/calculator/", prices.calculator, name="price_calculator"),
    path("prices/<int:pk>/", prices.detail, name="price"),
    path("charges/", charges.index, name="charges"),
    path("statements/", statements.index, name="statements"),
    path("statements/cities/", statement_cities.cities, name="statement_cities"),
    path("statements/charge/", statement_steps.charge, name="statement_charge"),
    path("statements/facility/", statement_facility.show, name="statement_facility"),
    path("statements/facility/workbook/", statement_facility.workbook, name="statement_facility_workbook"),
    path("statements/facility/paper.docx", statement_facility.paper, name="statement_facility_paper"),
    path("statements/facility/paper.pdf", statement_facility.paper_pdf, name="statement_facility_paper_pdf"),
    path("statements/<int:pk>/", statements.detail, name="statement"),
    path("statements/<int:pk>/issue/", statement_steps.issue, name="statement_issue"),
    path("statements/<int:pk>/workbook/", statement_papers.workbook, name="statement_workbook"),
    path("statements/<int:pk>/paper.docx", statement_papers.paper, name="statement_paper"),
    path("statements/<int:pk>/paper.pdf", statement_papers.paper_pdf, name="statement_paper_pdf"),
]
