"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [path("profile/", views.profile, name="profile")]
