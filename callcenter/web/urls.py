"""Addresses of the shell."""

from django.urls import URLPattern, URLResolver, path

from callcenter.web import views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.today, name="today")]
