"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.clocks import views

app_name = "clocks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.clock_list, name="clocks"),
    path("rebase/", views.rebase, name="rebase"),
    path("<int:pk>/", views.clock, name="clock"),
    path("<int:pk>/pause/", views.pause, name="pause"),
    path("<int:pk>/resume/", views.resume, name="resume"),
]
