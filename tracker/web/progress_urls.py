"""Addresses of the progress room's pages."""

from django.urls import URLPattern, path

from tracker.web import acceptance_papers, draws, inspections, notices, public, readings, reports, suspicions

urlpatterns: list[URLPattern] = [
    path("reports/", reports.index, name="progress_reports"),
    path("reports/new/", reports.begin, name="progress_begin"),
    path("reports/<int:pk>/", reports.detail, name="progress_report"),
    path("reports/<int:pk>/write/", reports.write, name="progress_write"),
    path("reports/<int:pk>/<slug:verb>/", reports.move, name="progress_move"),
    path("targets/<int:pk>/witness.docx", acceptance_papers.witness, name="target_witness"),
    path("targets/<int:pk>/witness.pdf", acceptance_papers.witness_pdf, name="target_witness_pdf"),
    path("targets/<int:pk>/certificate.docx", acceptance_papers.certificate, name="target_certificate"),
    path("targets/<int:pk>/certificate.pdf", acceptance_papers.certificate_pdf, name="target_certificate_pdf"),
    path("inspections/", inspections.index, name="inspections"),
    path("inspections/new/", inspections.plan, name="inspection_new"),
    path("inspections/draw/", draws.new, name="inspection_draw"),
    path("inspections/<int:pk>/", inspections.detail, name="inspection"),
    path("inspections/<int:pk>/answers/", inspections.fill_in, name="inspection_answers"),
    path("inspections/<int:pk>/conclude/", inspections.decide, name="inspection_conclude"),
    path("inspections/<int:pk>/cancel/", inspections.call_off, name="inspection_cancel"),
    path("inspections/<int:pk>/form.docx", acceptance_papers.acceptance, name="inspection_form"),
    path("inspections/<int:pk>/form.pdf", acceptance_papers.acceptance_pdf, name="inspection_form_pdf"),
    path("suspicions/", suspicions.index, name="suspicions"),
    path("suspicions/<int:pk>/verdict/", suspicions.verdict, name="suspicion_verdict"),
    path("cases/", suspicions.cases, name="cases"),
    path("cases/new/", suspicions.case_new, name="case_new"),
    path("cases/<int:pk>/close/", suspicions.case_close, name="case_close"),
    path("readings/", readings.index, name="readings"),
    path("notices/", notices.index, name="notices"),
    path("notices/new/", notices.new, name="notice_new"),
    path("notices/<int:pk>/", notices.detail, name="notice"),
    path("notices/<int:pk>/objections/", notices.object_to, name="notice_objection"),
    path("notices/<int:pk>/objections/<int:objection>/", notices.answer, name="notice_answer"),
    path("notices/<int:pk>/announce/", notices.conclude, name="notice_announce"),
    path("public/", public.index, name="public"),
    path("public/notices/<slug:code>/", public.notice, name="public_notice"),
    path("public/notices/<slug:code>.csv", public.data, name="public_notice_data"),
    path("public/draws/<int:pk>/", draws.public, name="public_draw"),
    path("public/draws/<int:pk>/data.json", draws.public_data, name="public_draw_data"),
]
