"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.cases import views
from complaints.cases.duplicates.urls import urlpatterns as of_duplicates

ONE = "<str:reference>/"

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    *of_duplicates,
    path(ONE, views.case, name="case"),
]
