"""Addresses of this room. The customer's own page is `answer`: its address is the secret of an invitation."""

from django.urls import URLPattern, URLResolver, path, re_path

from complaints.surveys.callbacks import views as callbacks
from complaints.surveys.campaigns import views as campaigns
from complaints.surveys.ratings import public
from complaints.surveys.ratings import views as ratings

INVITATION = "invitations/<int:pk>/"
CALLBACK = "callbacks/<int:pk>/"
CAMPAIGN = "campaigns/<int:pk>/"

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ratings.index, name="index"),
    path("mine/", ratings.mine, name="mine"),
    path("answers/", ratings.responses, name="responses"),
    path("answers/<int:pk>/", ratings.response, name="response"),
    path("invitations/", ratings.invitations, name="invitations"),
    path("invitations/new/", ratings.invite, name="invite"),
    path(INVITATION, ratings.invitation, name="invitation"),
    path(INVITATION + "link/", ratings.link, name="link"),
    path(INVITATION + "take-down/", ratings.take_down, name="take-down"),
    path(INVITATION + "end/", ratings.end, name="end"),
    path("callbacks/", callbacks.callbacks, name="callbacks"),
    path(CALLBACK, callbacks.callback, name="callback"),
    path(CALLBACK + "fill/", callbacks.fill, name="callback-fill"),
    path(CALLBACK + "attempt/", callbacks.attempt, name="callback-attempt"),
    path(CALLBACK + "decline/", callbacks.decline, name="callback-decline"),
    path(CALLBACK + "give-up/", callbacks.give_up, name="callback-give-up"),
    path(CALLBACK + "reassign/", callbacks.reassign, name="callback-reassign"),
    path(CALLBACK + "decide/", callbacks.decide, name="callback-decide"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path(CAMPAIGN, campaigns.campaign, name="campaign"),
    path(CAMPAIGN + "start/", campaigns.act, {"verb": "start"}, name="campaign-start"),
    path(CAMPAIGN + "end/", campaigns.act, {"verb": "end"}, name="campaign-end"),
    path(
        CAMPAIGN + "stop-repeating/",
        campaigns.act,
        {"verb": "stop-repeating"},
        name="campaign-stop-repeating",
    ),
    re_path(r"^s/(?P<token>[A-Za-z0-9_-]{43})/$", public.answer, name="answer"),
]
