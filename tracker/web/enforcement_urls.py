"""Addresses of the enforcement room's pages."""

from django.urls import URLPattern, path

from tracker.web import (
    casefile,
    holds,
    joint,
    joint_orders,
    measure_form,
    measures,
    order_form,
    order_papers,
    order_photos,
    order_steps,
    orders,
)

urlpatterns: list[URLPattern] = [
    path("orders/", orders.index, name="orders"),
    path("orders/new/", order_form.new, name="order_new"),
    path("orders/<int:pk>/", orders.detail, name="order"),
    path("orders/<int:pk>/decision.docx", order_papers.paper, name="order_paper"),
    path("orders/<int:pk>/notice.docx", order_papers.notice, name="order_notice"),
    path("orders/<int:pk>/execution/", order_steps.report, name="order_execute"),
    path("orders/<int:pk>/safety/", order_steps.safety, name="order_safety"),
    path("orders/<int:pk>/photos/", order_photos.add, name="order_photo_add"),
    path("orders/<int:pk>/photos/<uuid:photo>/", order_photos.original, name="order_photo"),
    path("orders/<int:pk>/photos/<uuid:photo>/small.jpg", order_photos.thumbnail, name="order_photo_small"),
    path("orders/<int:pk>/photos/<uuid:photo>/void/", order_photos.void, name="order_photo_void"),
    path("orders/<int:pk>/<slug:verb>/", order_steps.advance, name="order_move"),
    path("region-holds/", holds.index, name="order_holds"),
    path("joint-actions/", joint.index, name="joint_actions"),
    path("joint-actions/new/", joint.new, name="joint_action_new"),
    path("joint-actions/<int:pk>/", joint.detail, name="joint_action"),
    path("joint-actions/<int:pk>/plan.docx", joint.paper, name="joint_action_paper"),
    path("joint-actions/<int:pk>/orders/", joint_orders.change, name="joint_action_orders"),
    path("joint-actions/<int:pk>/<slug:verb>/", joint.advance, name="joint_action_move"),
    path("measures/", measures.measures, name="measures"),
    path("measures/new/", measure_form.measure_new, name="measure_new"),
    path("measures/<slug:code>/", measures.measure, name="measure"),
    path("measures/<slug:code>/edit/", measure_form.measure_edit, name="measure_edit"),
    path("measures/<slug:code>/retire/", measure_form.measure_retire, name="measure_retire"),
    path("enterprises/<int:pk>/casefile/", casefile.show, name="enterprise_casefile"),
    path("enterprises/<int:pk>/casefile.docx", casefile.paper, name="enterprise_casefile_paper"),
    path("enterprises/<int:pk>/casefile.zip", casefile.whole, name="enterprise_casefile_whole"),
]
