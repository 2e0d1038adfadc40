"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.swaps import views
from staffing.swaps.board import views as board

SWAP = "<int:pk>/"
ENTRY = "board/<int:pk>/"

app_name = "swaps"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("all/", views.everything, name="swaps"),
    path("shifts/<int:pk>/", views.colleagues, name="colleagues"),
    path("shifts/<int:pk>/for/<int:other>/", views.ask, name="ask"),
    path("shifts/<int:pk>/give/", board.give, name="give"),
    path("board/", board.board, name="board"),
    path("board/all/", board.postings, name="postings"),
    path("board/new/", board.post, name="post"),
    path(ENTRY, board.posting, name="posting"),
    path(ENTRY + "claim/", board.claim, name="claim"),
    path(ENTRY + "withdraw/", board.withdraw, name="withdraw"),
    path(SWAP, views.swap, name="swap"),
    path(SWAP + "answer/", views.answer, name="answer"),
    path(SWAP + "decide/", views.decide, name="decide"),
    path(SWAP + "cancel/", views.cancel, name="cancel"),
    path(SWAP + "void/", views.void, name="void"),
    path(SWAP + "report/<int:side>/", views.report, name="report"),
    path(SWAP + "split/<int:mishap>/", views.split, name="split"),
]
