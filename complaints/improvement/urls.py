"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.improvement import views

app_name = "improvement"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.improvements, name="improvements"),
    path("causes/", views.causes, name="causes"),
    path("<int:pk>/", views.improvement, name="improvement"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
