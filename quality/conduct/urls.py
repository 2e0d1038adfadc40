"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from quality.conduct.catalogue import views as catalogue
from quality.conduct.money import views as money
from quality.conduct.records import views as records

app_name = "conduct"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", records.mine, name="mine"),
    path("records/", records.records, name="records"),
    path("records/new/", records.new_record, name="new"),
    path("records/<int:pk>/", records.record, name="record"),
    path("records/<int:pk>/<slug:verb>/", records.act, name="act"),
    path("points/", records.points, name="points"),
    path("points/figures/", records.figures, name="figures"),
    path("money/", money.money, name="money"),
    path("money/take/", money.take, name="money-take"),
    path("money/wages/", money.wages, name="money-wages"),
    path("money/close/", money.close, name="money-close"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/new/", catalogue.new_item, name="new-item"),
    path("catalogue/<slug:code>/", catalogue.item, name="item"),
    path("catalogue/<slug:code>/change/", catalogue.change_item, name="change-item"),
    path("catalogue/<slug:code>/end/", catalogue.end_item, name="end-item"),
]
