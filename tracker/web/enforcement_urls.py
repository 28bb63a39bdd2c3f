"""Addresses of the enforcement room's pages."""

from django.urls import URLPattern, path

from tracker.web import casefile, measures, order_form, order_papers, orders

urlpatterns: list[URLPattern] = [
    path("orders/", orders.index, name="orders"),
    path("orders/new/", order_form.new, name="order_new"),
    path("orders/<int:pk>/", orders.detail, name="order"),
    path("orders/<int:pk>/decision.docx", order_papers.paper, name="order_paper"),
    path("orders/<int:pk>/notice.docx", order_papers.notice, name="order_notice"),
    path("orders/<int:pk>/execution/", orders.report, name="order_execute"),
    path("orders/<int:pk>/safety/", orders.safety, name="order_safety"),
    path("orders/<int:pk>/<slug:verb>/", orders.advance, name="order_move"),
    path("measures/", measures.measures, name="measures"),
    path("measures/new/", measures.measure_new, name="measure_new"),
    path("measures/<slug:code>/", measures.measure, name="measure"),
    path("measures/<slug:code>/edit/", measures.measure_edit, name="measure_edit"),
    path("measures/<slug:code>/retire/", measures.measure_retire, name="measure_retire"),
    path("enterprises/<int:pk>/casefile/", casefile.show, name="casefile"),
]
