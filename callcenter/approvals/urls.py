"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.approvals.escalations import views as escalations
from callcenter.approvals.requests import views as requests

REQUEST = "requests/<int:pk>/"

app_name = "approvals"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", requests.to_decide, name="inbox"),
    path("mine/", requests.mine, name="mine"),
    path("requests/", requests.everything, name="requests"),
    path("approve/", requests.approve_chosen, name="approve-chosen"),
    path(REQUEST, requests.detail, name="request"),
    path(REQUEST + "decide/", requests.decide, name="decide"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw"),
    path(REQUEST + "send-again/", requests.send_again, name="send-again"),
    path(REQUEST + "tell/", requests.tell, name="tell"),
    path("escalations/new/", escalations.new, name="escalate"),
    path("escalations/<int:pk>/correct/", escalations.correct, name="correct-escalation"),
]
