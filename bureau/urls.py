from django.urls import path

from bureau import views
from bureau.views import directory, exports, health, lexicon, notices, papers

app_name = "bureau"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("running/", health.running, name="running"),
    path("preferences/", views.preferences, name="preferences"),
    path("working-days/", views.explain_due, name="explain_due"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("directory/", directory.directory, name="directory"),
    path("directory/export/", directory.export, name="directory_export"),
    path("directory/staff/<int:pk>/", directory.staff, name="staff"),
    path("directory/<str:code>/", directory.institution, name="institution"),
    path("lexicon/", lexicon.lexicon, name="lexicon"),
    path("lexicon/try/", lexicon.try_lexicon, name="try_lexicon"),
    path("lexicon/categories/", lexicon.categories, name="categories"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/e-mail/", notices.letter_choices, name="letter_choices"),
    path("notices/<int:pk>/", notices.open_notice, name="open_notice"),
    path("letters/", notices.letters, name="letters"),
    path("letters/<int:pk>/resend/", notices.resend, name="resend"),
    path("letters/<int:pk>/give-up/", notices.give_up, name="give_up"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.ask, name="export_ask"),
    path("exports/<uuid:pk>/", exports.export, name="export"),
    path("exports/<uuid:pk>/approve/", exports.approve, name="export_approve"),
    path("exports/<uuid:pk>/refuse/", exports.refuse, name="export_refuse"),
    path("exports/<uuid:pk>/file/", exports.file, name="export_file"),
    path("papers/", papers.papers, name="papers"),
    path("papers/numbers/", papers.numbers, name="numbers"),
    path("papers/new/", papers.draft, name="paper_draft"),
    path("papers/<uuid:pk>/", papers.paper, name="paper"),
    path("papers/<uuid:pk>/page-<int:number>.png", papers.page, name="paper_page"),
    path("papers/<uuid:pk>/paper.<slug:form>", papers.file, name="paper_file"),
    path("papers/<uuid:pk>/edit/", papers.edit, name="paper_edit"),
    path("papers/<uuid:pk>/review/", papers.review, name="paper_review"),
    path("papers/<uuid:pk>/return/", papers.give_back, name="paper_return"),
    path("papers/<uuid:pk>/sign/", papers.sign, name="paper_sign"),
    path("papers/<uuid:pk>/void/", papers.void, name="paper_void"),
]
