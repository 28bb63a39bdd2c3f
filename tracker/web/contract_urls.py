"""Addresses of responsibility contracts."""

from django.urls import path

from tracker.web import contract, contract_closing, contracts, papers

urlpatterns = [
    path("contracts/", contracts.index, name="contracts"),
    path("contracts/draft/", contracts.draft, name="contract_draft"),
    path("contracts/draft/counties/", contracts.draft_counties, name="contract_draft_counties"),
    path("contracts/ceremony/", contracts.signing, name="contract_ceremony"),
    path("contracts/<int:pk>/", contract.detail, name="contract"),
    path("contracts/<int:pk>/issue/", contract.issue, name="contract_issue"),
    path("contracts/<int:pk>/sign/", contract.sign, name="contract_sign"),
    path("contracts/<int:pk>/scans/", contract_closing.attach, name="contract_attach"),
    path("contracts/<int:pk>/scan/", contract_closing.scan, name="contract_scan"),
    path("contracts/<int:pk>/supersede/", contract_closing.supersede, name="contract_supersede"),
    path("contracts/<int:pk>/fulfil/", contract_closing.fulfil, name="contract_fulfil"),
    path("contracts/<int:pk>/breach/", contract_closing.breach, name="contract_breach"),
    path("contracts/<int:pk>/paper.docx", papers.contract_docx, name="contract_paper"),
    path("contracts/<int:pk>/paper.pdf", papers.contract_pdf, name="contract_paper_pdf"),
]
