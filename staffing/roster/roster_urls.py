"""Addresses of rosters beside their grid."""

from django.urls import URLPattern, path

from staffing.roster import views as roster_views
from staffing.roster.planning import gaps_views, reserve_views
from staffing.roster.planning import views as planning_views

ROSTER = "<slug:site>/<slug:department>/<str:month>/"

urlpatterns: list[URLPattern] = [
    path("", roster_views.index, name="index"),
    path("begin/", roster_views.begin, name="begin"),
    path("reserve/", reserve_views.show, name="reserve"),
    path("reserve/file/", reserve_views.take, name="reserve-file"),
    path("induction/", planning_views.inductions, name="inductions"),
    path("induction/<str:number>/record/", planning_views.induction_record, name="induction-record"),
    path("induction/<str:number>/withdraw/", planning_views.induction_withdraw, name="induction-withdraw"),
    path("<slug:site>/<slug:department>/needs/", planning_views.needs, name="needs"),
    path(ROSTER + "check/", roster_views.check, name="check"),
    path(ROSTER + "let-pass/", roster_views.let_pass, name="let-pass"),
    path(ROSTER + "publish/", roster_views.publish, name="publish"),
    path(ROSTER + "file/", roster_views.take, name="file"),
    path(ROSTER + "versions/", planning_views.versions, name="versions"),
    path(ROSTER + "compare/", planning_views.compare, name="compare"),
    path(ROSTER + "changes/", planning_views.changes, name="changes"),
    path(ROSTER + "coverage/", gaps_views.cover, name="coverage"),
    path(ROSTER + "coverage/offer/", gaps_views.cover_offer, name="coverage-offer"),
    path(ROSTER + "fairness/", planning_views.fair, name="fairness"),
]
