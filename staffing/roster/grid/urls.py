"""Addresses of the month grid."""

from django.urls import URLPattern, path

from staffing.roster.grid import fill_views as grid_fill_views
from staffing.roster.grid import views as grid_views

GRID = "<slug:site>/<slug:department>/<str:month>/"

urlpatterns: list[URLPattern] = [
    path(GRID, grid_views.show, name="grid"),
    path(GRID + "edits/", grid_views.edits, name="grid-edits"),
    path(GRID + "findings/", grid_views.findings, name="grid-findings"),
    path(GRID + "fill/", grid_fill_views.fill, name="grid-fill"),
    path(GRID + "cell/<str:number>/<int:day>/", grid_views.cell, name="grid-cell"),
]
