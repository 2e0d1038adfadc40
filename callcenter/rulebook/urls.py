"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.rulebook import views

app_name = "rulebook"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("<str:key>/", views.rule, name="rule"),
    path("<str:key>/change/", views.change, name="change"),
    path("<str:key>/preview/", views.preview, name="preview"),
    path("<str:key>/withdraw/", views.withdraw, name="withdraw"),
]
