"""Addresses of plans, allocation and adjustments."""

from django.urls import path

from tracker.web import adjustment_decisions, adjustment_form, adjustments, allocation, papers, plan_versions, planning

urlpatterns = [
    path("plans/", planning.index, name="plans"),
    path("plans/new/", planning.new, name="plan_new"),
    path("plans/<int:pk>/", planning.detail, name="plan"),
    path("plans/<int:pk>/check/", planning.check, name="plan_check"),
    path("plans/<int:pk>/return/", planning.give_back, name="plan_return"),
    path("plans/<int:pk>/issue/", planning.issue, name="plan_issue"),
    path("plans/<int:pk>/close/", planning.close, name="plan_close"),
    path("plans/<int:pk>/versions/", plan_versions.versions, name="plan_versions"),
    path("plans/<int:pk>/circular.docx", papers.circular_docx, name="plan_circular"),
    path("plans/<int:pk>/circular.pdf", papers.circular_pdf, name="plan_circular_pdf"),
    path("plans/<int:pk>/tasks.docx", papers.table_docx, name="plan_table"),
    path("plans/<int:pk>/tasks.pdf", papers.table_pdf, name="plan_table_pdf"),
    path("adjustments/", adjustments.index, name="adjustments"),
    path("adjustments/new/", adjustment_form.new, name="adjustment_new"),
    path("adjustments/<int:pk>/", adjustments.detail, name="adjustment"),
    path("adjustments/<int:pk>/approve/", adjustment_decisions.approve, name="adjustment_approve"),
    path("adjustments/<int:pk>/refuse/", adjustment_decisions.decline, name="adjustment_refuse"),
    path("adjustments/<int:pk>/withdraw/", adjustment_decisions.take_back, name="adjustment_withdraw"),
    path("quotas/<int:pk>/allocate/", allocation.allocate, name="quota_allocate"),
]
