"""The public's own pages. A poster's code comes last: it names a place, never a page."""

from django.urls import path

from complaints.views import public_complaint, public_tracking

urlpatterns = [
    path("", public_complaint.start, name="public"),
    path("complaint/", public_complaint.complaint, name="public_complaint"),
    path("progress/", public_tracking.progress, name="public_progress"),
    path("progress/add/", public_tracking.add, name="public_add"),
    path("progress/grade/", public_tracking.grade, name="public_grade"),
    path("progress/file/", public_tracking.file, name="public_file"),
    path("<slug:code>/", public_complaint.start, name="poster"),
]
