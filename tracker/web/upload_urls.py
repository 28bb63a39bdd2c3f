"""Addresses of the pages of uploads."""

from django.urls import URLPattern, path

from tracker.web import downloads, undos, upload, upload_files, upload_steps, uploads

urlpatterns: list[URLPattern] = [
    path("uploads/", uploads.index, name="uploads"),
    path("uploads/new/", uploads.new, name="upload_new"),
    path("uploads/template/<slug:kind>/", downloads.template, name="upload_template"),
    path("uploads/<uuid:pk>/", upload.detail, name="upload"),
    path("uploads/<uuid:pk>/progress/", upload.progress, name="upload_progress"),
    path("uploads/<uuid:pk>/apply/", upload_steps.apply, name="upload_apply"),
    path("uploads/<uuid:pk>/cancel/", upload_steps.cancel, name="upload_cancel"),
    path("uploads/<uuid:pk>/undo/", undos.undo_import, name="upload_undo"),
    path("uploads/<uuid:pk>/file/", upload_files.original, name="upload_file"),
    path("uploads/<uuid:pk>/annotated/", upload_files.annotated, name="upload_annotated"),
]
