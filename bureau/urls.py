from django.urls import path

from bureau import notice_views, views

app_name = "bureau"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("working-days/", views.explain_due, name="explain_due"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("notices/", notice_views.notices, name="notices"),
    path("notices/read/", notice_views.read_all, name="read_all"),
    path("notices/e-mail/", notice_views.letter_choices, name="letter_choices"),
    path("notices/<int:pk>/", notice_views.open_notice, name="open_notice"),
    path("letters/", notice_views.letters, name="letters"),
    path("letters/<int:pk>/resend/", notice_views.resend, name="resend"),
    path("letters/<int:pk>/give-up/", notice_views.give_up, name="give_up"),
]
