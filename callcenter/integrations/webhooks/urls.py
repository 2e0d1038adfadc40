"""Addresses of webhooks and their deliveries."""

from django.urls import URLPattern, URLResolver, path

from callcenter.integrations.webhooks import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/new/", views.webhook_new, name="webhook_new"),
    path("webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("webhooks/<int:pk>/edit/", views.webhook_edit, name="webhook_edit"),
    path("webhooks/<int:pk>/secret/", views.webhook_secret, name="webhook_secret"),
    path("webhooks/<int:pk>/off/", views.webhook_off, name="webhook_off"),
    path("webhooks/<int:pk>/on/", views.webhook_on, name="webhook_on"),
    path("webhooks/<int:pk>/remove/", views.webhook_remove, name="webhook_remove"),
    path("webhooks/<int:pk>/test/", views.webhook_test, name="webhook_test"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/redeliver/", views.redeliver_many, name="redeliver_many"),
    path("deliveries/<str:message_id>/", views.delivery, name="delivery"),
    path("deliveries/<str:message_id>/redeliver/", views.redeliver, name="redeliver"),
]
