from django.urls import path

from config.rule_versions import views

app_name = "rules"
urlpatterns = [
    path("", views.kinds, name="kinds"),
    path("<str:code>/", views.kind, name="kind"),
    path("<str:code>/draft/", views.draft, name="draft"),
    path("<str:code>/<int:number>/", views.version, name="version"),
    path("<str:code>/<int:number>/approve/", views.approve, name="approve"),
    path("<str:code>/<int:number>/withdraw/", views.withdraw, name="withdraw"),
]
