"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.access import views

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.matrix, name="matrix"),
    path("workbook/", views.matrix_workbook, name="matrix-workbook"),
]
