"""Addresses of duplicates; they stand before those of a single complaint."""

from django.urls import URLPattern, URLResolver, path

from complaints.cases.duplicates import views

ONE = "<str:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("duplicates/", views.of_form, name="duplicates"),
    path(ONE + "merge/", views.merge, name="merge"),
    path(ONE + "unmerge/", views.unmerge, name="unmerge"),
    path(ONE + "link/", views.link, name="link"),
    path(ONE + "links/<int:pk>/unlink/", views.unlink, name="unlink"),
]
