from django.urls import path

from bureau import views
from bureau.views import directory, notices

app_name = "bureau"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("working-days/", views.explain_due, name="explain_due"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("directory/", directory.directory, name="directory"),
    path("directory/export/", directory.export, name="directory_export"),
    path("directory/staff/<int:pk>/", directory.staff, name="staff"),
    path("directory/<str:code>/", directory.institution, name="institution"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/e-mail/", notices.letter_choices, name="letter_choices"),
    path("notices/<int:pk>/", notices.open_notice, name="open_notice"),
    path("letters/", notices.letters, name="letters"),
    path("letters/<int:pk>/resend/", notices.resend, name="resend"),
    path("letters/<int:pk>/give-up/", notices.give_up, name="give_up"),
]
