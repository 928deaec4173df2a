from django.urls import path

from accountability.views import board, files

app_name = "accountability"
urlpatterns = [
    path("accountability/", board.board, name="board"),
    path("accountability/register/", files.register, name="register"),
    path("accountability/reconcile/", board.reconcile, name="reconcile"),
    path("accountability/staff/<int:pk>/", files.person, name="person"),
    path("accountability/institutions/<str:code>/", files.house, name="house"),
    path("accountability/proposals/<str:no>/", board.proposal, name="proposal"),
]
