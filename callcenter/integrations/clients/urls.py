"""Addresses of API clients."""

from django.urls import URLPattern, URLResolver, path

from callcenter.integrations.clients import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.client_list, name="clients"),
    path("new/", views.client_new, name="client-new"),
    path("<str:client_id>/", views.client_detail, name="client"),
    path("<str:client_id>/edit/", views.client_edit, name="client-edit"),
    path("<str:client_id>/rotate/", views.client_rotate, name="client-rotate"),
    path("<str:client_id>/disable/", views.client_disable, name="client-disable"),
    path("<str:client_id>/enable/", views.client_enable, name="client-enable"),
]
