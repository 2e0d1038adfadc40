"""Addresses of My shifts and of the calendar that phones read."""

from django.urls import URLPattern, path

from staffing.roster.feeds import views as feeds_views
from staffing.roster.mine import views as mine_views

urlpatterns: list[URLPattern] = [
    path("mine/", mine_views.my_shifts, name="mine"),
    path("mine/month/<str:month>/", mine_views.my_month, name="mine-month"),
    path("mine/changes/", mine_views.my_changes, name="mine-changes"),
    path("mine/calendar/", feeds_views.address, name="feed-address"),
    path("mine/calendar/renew/", feeds_views.renew, name="feed-renew"),
    path("mine/calendar/withdraw/", feeds_views.withdraw, name="feed-withdraw"),
    path("feed/<str:secret>.ics", feeds_views.feed, name="feed"),
]
