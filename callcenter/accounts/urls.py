"""Addresses of this room, beside allauth's: those it has for signing up and e-mail lead to the profile."""

from django.urls import URLPattern, URLResolver, path

from callcenter.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("profile/", views.profile, name="profile"),
    path("email/", views.elsewhere, name="no_email_page"),
    path("signup/", views.elsewhere, name="no_signup"),
    path("confirm-email/", views.elsewhere, name="no_confirmation"),
    path("3rdparty/signup/", views.elsewhere, name="no_single_sign_on_signup"),
]
